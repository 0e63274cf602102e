package lambdaworkbench;

import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/** Values as JSON, in the form that Lambda's runtime gives them. Properties and entries that are null are left out. */
final class JsonWriter {
    private static final String HEX = "0123456789ABCDEF";
    private static final int DEEPEST = 1000;

    private final StringBuilder out = new StringBuilder(256);
    private final Naming naming;
    private final boolean halves;
    private int depth;

    /** `halves`: characters of two halves are written as such, as in responses of functions, and not as one, as in errors. */
    JsonWriter(Naming naming, boolean halves) {
        this.naming = naming;
        this.halves = halves;
    }

    byte[] bytes(Object value) {
        write(value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Object value) {
        if (value == null) out.append("null");
        else if (value instanceof CharSequence || value instanceof Character) string(value.toString());
        else if (value instanceof Number) number((Number) value);
        else if (value instanceof Boolean) out.append(value);
        else if (value instanceof Enum) string(((Enum<?>) value).name());
        else if (value instanceof Map) nested(value, true);
        else if (value instanceof Iterable || value instanceof Iterator || value.getClass().isArray()) list(value);
        else if (value instanceof Date) date((Date) value);
        else if (value.getClass().getClassLoader() == null || naming.isEvent && value.getClass().getName().startsWith("org.joda.time.")) Jdk.write(value, this);
        else nested(value, false);
    }

    private void number(Number number) {
        double value = number instanceof Double || number instanceof Float ? number.doubleValue() : 0;
        if (Double.isNaN(value) || Double.isInfinite(value)) string(number.toString());
        else out.append(number);
    }

    private void date(Date date) {
        if (naming.isEvent) number(date.getTime() / 1000.0);
        else out.append(date.getTime());
    }

    private void list(Object value) {
        if (value instanceof byte[]) string(Base64.getEncoder().encodeToString((byte[]) value));
        else if (value instanceof char[]) string(new String((char[]) value));
        else if (value instanceof java.nio.file.Path) string(((java.nio.file.Path) value).toUri().toString());
        else items(value);
    }

    private void items(Object value) {
        enter();
        out.append('[');
        int count = 0;
        if (value.getClass().isArray()) {
            for (; count < Array.getLength(value); count++) item(Array.get(value, count), count);
        } else {
            Iterator<?> items = value instanceof Iterator ? (Iterator<?>) value : ((Iterable<?>) value).iterator();
            while (items.hasNext()) item(items.next(), count++);
        }
        out.append(']');
        depth--;
    }

    private void item(Object value, int index) {
        if (index > 0) out.append(',');
        write(value);
    }

    private void nested(Object value, boolean isMap) {
        enter();
        out.append('{');
        int start = out.length();
        if (isMap) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) member(key(entry.getKey()), entry.getValue(), start);
        } else properties(value, start);
        out.append('}');
        depth--;
    }

    private void properties(Object value, int start) {
        try {
            String[] constructed = naming.constructed(value.getClass());
            if (constructed != null) {
                for (String parameter : constructed) {
                    int colon = parameter.indexOf(':');
                    member(parameter.substring(0, colon), value.getClass().getMethod(parameter.substring(colon + 1)).invoke(value), start);
                }
                return;
            }
            properties(value, false, start);
            if (naming.isEvent) properties(value, true, start);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new JsonException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(e.getMessage(), e);
        }
    }

    private void properties(Object value, boolean said, int start) throws ReflectiveOperationException {
        Class<?> type = value.getClass();
        for (Map.Entry<String, Bean.Property> entry : Bean.of(type).properties.entrySet()) {
            String name = entry.getKey();
            Bean.Property property = entry.getValue();
            if (!property.isReadable() || naming.isSaid(type, name) != said) continue;
            Object held = property.read(value);
            if (held == value) throw new JsonException("Direct self-reference leading to cycle (through reference chain: " + type.getName() + "[\"" + name + "\"])");
            member(naming.json(type, name), held, start);
        }
    }

    void member(String name, Object value, int start) {
        if (value == null) return;
        if (out.length() > start) out.append(',');
        string(name);
        out.append(':');
        write(value);
    }

    private static String key(Object key) {
        if (key == null) throw new JsonException("Null key for a Map not allowed in JSON (use a converting NullKeySerializer?)");
        if (key instanceof Enum) return ((Enum<?>) key).name();
        if (key instanceof Date) return ((Date) key).toInstant().toString();
        if (key instanceof Class) return ((Class<?>) key).getName();
        return key.toString();
    }

    private void enter() {
        if (++depth > DEEPEST) throw new JsonException("Document nesting depth (" + depth + ") exceeds the maximum allowed (" + DEEPEST + ")");
    }

    void bean(Object value) {
        nested(value, false);
    }

    void raw(String text) {
        out.append(text);
    }

    void any(Object value) {
        write(value);
    }

    void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (halves && Character.isSurrogate(c)) out.append("\\u").append(Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT));
            else if (c >= ' ') out.append(c);
            else if (c == '\n') out.append("\\n");
            else if (c == '\r') out.append("\\r");
            else if (c == '\t') out.append("\\t");
            else if (c == '\b') out.append("\\b");
            else if (c == '\f') out.append("\\f");
            else out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
        out.append('"');
    }
}
