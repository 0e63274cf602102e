package lambdaworkbench;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Types of the JDK, and Joda's DateTime, that have a JSON form of their own. Loaded only where one is met. */
final class Jdk {
    /** Not one of these types: a bean, perhaps. */
    static final Object OTHER = new Object();

    private Jdk() {}

    static void write(Object value, JsonWriter json) {
        if (value instanceof Instant) seconds(((Instant) value).getEpochSecond(), ((Instant) value).getNano(), json);
        else if (value instanceof OffsetDateTime) write(((OffsetDateTime) value).toInstant(), json);
        else if (value instanceof ZonedDateTime) write(((ZonedDateTime) value).toInstant(), json);
        else if (value instanceof Duration) seconds(((Duration) value).getSeconds(), ((Duration) value).getNano(), json);
        else if (value instanceof LocalDate) json.any(parts((LocalDate) value));
        else if (value instanceof LocalTime) json.any(withTime(new int[0], (LocalTime) value));
        else if (value instanceof LocalDateTime) json.any(withTime(parts(((LocalDateTime) value).toLocalDate()), ((LocalDateTime) value).toLocalTime()));
        else if (value instanceof YearMonth) json.any(new int[] {((YearMonth) value).getYear(), ((YearMonth) value).getMonthValue()});
        else if (value instanceof Year) json.any(((Year) value).getValue());
        else if (value instanceof Optional) json.any(((Optional<?>) value).orElse(null));
        else if (value instanceof OptionalInt) json.any(((OptionalInt) value).isPresent() ? ((OptionalInt) value).getAsInt() : null);
        else if (value instanceof OptionalLong) json.any(((OptionalLong) value).isPresent() ? ((OptionalLong) value).getAsLong() : null);
        else if (value instanceof OptionalDouble) json.any(((OptionalDouble) value).isPresent() ? ((OptionalDouble) value).getAsDouble() : null);
        else if (value instanceof ByteBuffer) json.string(Base64.getEncoder().encodeToString(bytesOf((ByteBuffer) value)));
        else if (value instanceof Class) json.string(((Class<?>) value).getName());
        else if (value instanceof java.util.TimeZone) json.string(((java.util.TimeZone) value).getID());
        else if (value instanceof java.util.Calendar) json.any(((java.util.Calendar) value).getTimeInMillis());
        else if (value instanceof java.util.concurrent.atomic.AtomicReference) json.any(((java.util.concurrent.atomic.AtomicReference<?>) value).get());
        else if (value instanceof java.util.concurrent.atomic.AtomicBoolean) json.any(((java.util.concurrent.atomic.AtomicBoolean) value).get());
        else if (value instanceof Throwable || value.getClass() == Object.class) json.bean(value);
        else json.string(value.toString());
    }

    /** `node`: a text or a number. */
    static Object read(Object node, Class<?> type, boolean isEvent) {
        if (type == Date.class) return date(node, isEvent);
        String name = type.getName();
        if (name.equals("org.joda.time.DateTime")) return parsed(type, "parse", node);
        if (type == Instant.class) return node instanceof String ? Instant.parse((String) node) : instant(node);
        if (type == OffsetDateTime.class && !(node instanceof String)) return instant(node).atOffset(ZoneOffset.UTC);
        if (type == ZonedDateTime.class && !(node instanceof String)) return instant(node).atZone(ZoneId.of("UTC"));
        if (type == Duration.class && !(node instanceof String)) return Duration.between(Instant.EPOCH, instant(node));
        if (type == Year.class) return Year.parse(textOf(node));
        if (type == ByteBuffer.class) return ByteBuffer.wrap(Base64.getDecoder().decode(textOf(node)));
        if (type == byte[].class) return Base64.getDecoder().decode(textOf(node));
        if (type == char[].class) return textOf(node).toCharArray();
        if (name.equals("java.util.UUID")) return parsed(type, "fromString", node);
        if (name.equals("java.net.URI")) return parsed(type, "create", node);
        if (name.equals("java.util.Locale")) return parsed(type, "forLanguageTag", node);
        if (name.equals("java.util.Currency")) return parsed(type, "getInstance", node);
        if (name.equals("java.util.TimeZone")) return parsed(type, "getTimeZone", node);
        if (name.equals("java.util.regex.Pattern")) return parsed(type, "compile", node);
        if (name.equals("java.time.ZoneId") || name.equals("java.time.ZoneOffset")) return parsed(type, "of", node);
        if (name.equals("java.net.URL") || name.equals("java.io.File")) return made(type, node);
        if (name.startsWith("java.time.")) return dated(type, node);
        return OTHER;
    }

    private static Object date(Object node, boolean isEvent) {
        if (node instanceof JsonReader.Number) {
            JsonReader.Number number = (JsonReader.Number) node;
            if (!isEvent) return new Date(number.exact().longValue());
            double seconds = number.exact().doubleValue();
            return seconds == 0 ? null : new Date((long) (seconds * 1000.0));
        }
        String text = textOf(node);
        if (isEvent) return null;
        if (text.indexOf('T') < 0) return Date.from(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
        String iso = zoned ? text : text + "Z";
        // Without a colon in its zone, too.
        int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (sign > iso.indexOf('T') && iso.length() == sign + 5) iso = iso.substring(0, sign + 3) + ":" + iso.substring(sign + 3);
        return Date.from(OffsetDateTime.parse(iso).toInstant());
    }

    /** Whole numbers are seconds, too. */
    private static Instant instant(Object node) {
        BigDecimal seconds = node instanceof JsonReader.Number ? ((JsonReader.Number) node).exact() : new BigDecimal(textOf(node));
        long whole = seconds.setScale(0, java.math.RoundingMode.FLOOR).longValueExact();
        return Instant.ofEpochSecond(whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
    }

    /** `[2024,2,29]`, and the other arrays that are written for dates and times. */
    static Object ofParts(List<?> node, Class<?> type) {
        int[] parts = new int[7];
        for (int i = 0; i < node.size() && i < 7; i++) parts[i] = ((JsonReader.Number) node.get(i)).exact().intValue();
        if (type == LocalDate.class) return LocalDate.of(parts[0], parts[1], parts[2]);
        if (type == LocalDateTime.class) return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
        if (type == LocalTime.class) return LocalTime.of(parts[0], parts[1], parts[2], parts[3]);
        if (type == YearMonth.class) return YearMonth.of(parts[0], parts[1]);
        return type == MonthDay.class ? MonthDay.of(parts[0], parts[1]) : OTHER;
    }

    private static int[] parts(LocalDate date) {
        return new int[] {date.getYear(), date.getMonthValue(), date.getDayOfMonth()};
    }

    /** Seconds and nanoseconds only where there are some. */
    private static int[] withTime(int[] before, LocalTime time) {
        int count = time.getNano() > 0 ? 4 : time.getSecond() > 0 ? 3 : 2;
        int[] all = java.util.Arrays.copyOf(before, before.length + count);
        all[before.length] = time.getHour();
        all[before.length + 1] = time.getMinute();
        if (count > 2) all[before.length + 2] = time.getSecond();
        if (count > 3) all[before.length + 3] = time.getNano();
        return all;
    }

    private static void seconds(long seconds, int nanos, JsonWriter json) {
        json.raw(BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9)).toPlainString());
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Object dated(Class<?> type, Object node) {
        try {
            return type.getMethod("parse", CharSequence.class).invoke(null, textOf(node));
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new JsonException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            return OTHER;
        }
    }

    private static Object parsed(Class<?> type, String method, Object node) {
        try {
            return type.getMethod(method, String.class).invoke(null, textOf(node));
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new JsonException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(e.getMessage(), e);
        }
    }

    private static Object made(Class<?> type, Object node) {
        try {
            return type.getConstructor(String.class).newInstance(textOf(node));
        } catch (ReflectiveOperationException e) {
            throw new JsonException("Cannot deserialize value of type `" + type.getName() + "` from String \"" + textOf(node) + "\"", e);
        }
    }

    private static String textOf(Object node) {
        return node instanceof JsonReader.Number ? ((JsonReader.Number) node).text : node.toString();
    }
}
