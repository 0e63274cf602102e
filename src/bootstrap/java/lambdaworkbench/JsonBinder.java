package lambdaworkbench;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a JsonReader made, as values of the types that a handler takes: with the leniency of Lambda's runtime. */
final class JsonBinder {
    private final Naming naming;

    JsonBinder(Naming naming) {
        this.naming = naming;
    }

    Object bind(Object node, Type type) {
        Class<?> raw = Types.raw(type);
        if (node == null) return raw.isPrimitive() ? zero(raw) : raw == Optional.class ? Optional.empty() : null;
        if (raw == Object.class || raw == java.io.Serializable.class) return natural(node);
        if (raw == Optional.class) return Optional.ofNullable(bind(node, Types.argumentOf(type, Optional.class, 0)));
        if (raw.isArray() && (raw != byte[].class || node instanceof List) && raw != char[].class) return array(node, type, raw);
        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) return collection(node, type, raw);
        if (node instanceof List) return ofList((List<?>) node, type, raw);
        if (node instanceof Map) return ofObject((Map<?, ?>) node, type, raw);
        return scalar(node, raw);
    }

    private static Object natural(Object node) {
        if (node instanceof JsonReader.Number) return ((JsonReader.Number) node).natural();
        if (node instanceof List) {
            List<Object> list = new ArrayList<>(((List<?>) node).size());
            for (Object item : (List<?>) node) list.add(natural(item));
            return list;
        }
        if (!(node instanceof Map)) return node;
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) node).entrySet()) map.put(entry.getKey(), natural(entry.getValue()));
        return map;
    }

    private Object array(Object node, Type type, Class<?> raw) {
        Type item = type instanceof GenericArrayType ? ((GenericArrayType) type).getGenericComponentType() : raw.getComponentType();
        if ("".equals(node)) return null;
        List<?> items = node instanceof List ? (List<?>) node : Collections.singletonList(node);
        Object array = Array.newInstance(raw.getComponentType(), items.size());
        for (int i = 0; i < items.size(); i++) Array.set(array, i, bind(items.get(i), item));
        return array;
    }

    @SuppressWarnings("unchecked")
    private Object collection(Object node, Type type, Class<?> raw) {
        if ("".equals(node)) return null;
        Type item = Types.argumentOf(type, Iterable.class, 0);
        Collection<Object> all;
        if (!raw.isInterface()) all = (Collection<Object>) created(raw);
        else if (SortedSet.class.isAssignableFrom(raw)) all = new TreeSet<>();
        else if (Set.class.isAssignableFrom(raw)) all = new HashSet<>();
        else if (Queue.class.isAssignableFrom(raw)) all = Deque.class.isAssignableFrom(raw) ? new ArrayDeque<>() : new java.util.LinkedList<>();
        else all = new ArrayList<>();
        // A single value is taken for a list of one.
        for (Object each : node instanceof List ? (List<?>) node : Collections.singletonList(node)) all.add(bind(each, item));
        return all;
    }

    private Object ofList(List<?> node, Type type, Class<?> raw) {
        if (raw.getName().startsWith("java.time.")) return Jdk.ofParts(node, raw);
        if (node.isEmpty() && !raw.isPrimitive() && !isText(raw)) return null;
        // A list of one is taken for its value.
        if (node.size() == 1) return bind(node.get(0), type);
        throw mismatch(raw, "Array value");
    }

    private Object ofObject(Map<?, ?> node, Type type, Class<?> raw) {
        if (Map.class.isAssignableFrom(raw)) return map(node, type, raw);
        String[] parameters = naming.constructed(raw);
        if (parameters != null) return constructed(node, raw, parameters);
        if (raw.isPrimitive() || isText(raw) || Number.class.isAssignableFrom(raw) || raw == Boolean.class || raw == Character.class || raw.isEnum()) {
            throw mismatch(raw, "Object value");
        }
        return bean(node, type, raw);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object map(Map<?, ?> node, Type type, Class<?> raw) {
        Type key = Types.argumentOf(type, Map.class, 0);
        Type value = Types.argumentOf(type, Map.class, 1);
        Map<Object, Object> map;
        if (raw == EnumMap.class) map = new EnumMap(Types.raw(key));
        else if (!raw.isInterface() && raw != java.util.AbstractMap.class) map = (Map<Object, Object>) created(raw);
        else if (SortedMap.class.isAssignableFrom(raw)) map = new TreeMap<>();
        else if (java.util.concurrent.ConcurrentMap.class.isAssignableFrom(raw)) map = new java.util.concurrent.ConcurrentHashMap<>();
        else map = new LinkedHashMap<>();
        boolean plainKey = key == String.class || Types.raw(key) == Object.class;
        for (Map.Entry<?, ?> entry : node.entrySet()) {
            map.put(plainKey ? entry.getKey() : bind(entry.getKey(), key), bind(entry.getValue(), value));
        }
        return map;
    }

    private Object bean(Map<?, ?> node, Type type, Class<?> raw) {
        return filled(created(raw), node, type, raw);
    }

    private Object filled(Object made, Map<?, ?> node, Type type, Class<?> raw) {
        Bean bean = Bean.of(raw);
        for (Map.Entry<String, Bean.Property> entry : bean.properties.entrySet()) {
            Bean.Property property = entry.getValue();
            Type written = property.writtenType();
            if (written == null) continue;
            String name = naming.json(raw, entry.getKey());
            if (!node.containsKey(name)) continue;
            try {
                property.write(made, member(made, node.get(name), Types.resolve(written, ownerOf(property, type, raw))));
            } catch (InvocationTargetException e) {
                throw through(String.valueOf(e.getCause().getMessage()), e.getCause(), raw, name);
            } catch (JsonException e) {
                throw through(e.getMessage(), e.getCause(), raw, name);
            } catch (ReflectiveOperationException e) {
                throw through(e.getMessage(), e, raw, name);
            }
        }
        return made;
    }

    /** One of a class inside of its owner's, and not static, belongs to the owner, which has to be there first. */
    private Object member(Object owner, Object node, Type type) throws ReflectiveOperationException {
        Class<?> raw = Types.raw(type);
        boolean inner = node instanceof Map && raw.getEnclosingClass() == owner.getClass() && !Modifier.isStatic(raw.getModifiers());
        if (!inner) return bind(node, type);
        Constructor<?> constructor = raw.getDeclaredConstructor(owner.getClass());
        constructor.setAccessible(true);
        return filled(constructor.newInstance(owner), (Map<?, ?>) node, type, raw);
    }

    /** The class that declares a property, with the arguments it has as seen from `type`. */
    private static Type ownerOf(Bean.Property property, Type type, Class<?> raw) {
        Class<?> declaring = property.declaringClass();
        if (declaring == raw) return type;
        TypeVariable<?>[] parameters = declaring.getTypeParameters();
        if (parameters.length == 0) return declaring;
        Type[] arguments = Types.argumentsOf(type, declaring);
        return arguments == null ? declaring : Types.parameterized(declaring, arguments);
    }

    /** What is missing is empty, not null: so are the events of S3. */
    private Object constructed(Map<?, ?> node, Class<?> raw, String[] parameters) {
        Constructor<?> widest = null;
        for (Constructor<?> each : raw.getConstructors()) {
            if (widest == null || each.getParameterTypes().length > widest.getParameterTypes().length) widest = each;
        }
        if (widest == null) throw noCreator(raw);
        Type[] types = widest.getGenericParameterTypes();
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            String parameter = parameters[i];
            Object value = node.get(parameter.substring(0, parameter.indexOf(':')));
            if (value == null) value = types[i] == String.class ? "" : types[i] == Long.class ? zeroNumber() : Types.raw(types[i]) == List.class ? new ArrayList<>() : new LinkedHashMap<>();
            values[i] = bind(value, types[i]);
        }
        try {
            return widest.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(e.getMessage(), e);
        }
    }

    private static Object zeroNumber() {
        return new JsonReader.Number("0", true);
    }

    private static Object created(Class<?> raw) {
        try {
            Object made = Bean.of(raw).create();
            if (made == null) throw noCreator(raw);
            return made;
        } catch (InvocationTargetException e) {
            throw new JsonException("Cannot construct instance of `" + raw.getName() + "`, problem: " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new JsonException(e.getMessage(), e);
        }
    }

    private Object scalar(Object node, Class<?> raw) {
        if (isText(raw)) return node instanceof JsonReader.Number ? ((JsonReader.Number) node).text : node.toString();
        String text = node instanceof String ? ((String) node).trim() : null;
        if (raw == boolean.class || raw == Boolean.class) return truth(node, text, raw);
        if (raw == char.class || raw == Character.class) {
            if (text != null && ((String) node).length() == 1) return ((String) node).charAt(0);
            if ("".equals(node)) return raw.isPrimitive() ? (Object) '\0' : null;
            if (node instanceof JsonReader.Number) return (char) ((JsonReader.Number) node).exact().intValue();
            throw wrong(raw, node, "Expected either Integer value code or 1-character String");
        }
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) return Numbers.bind(node, text, raw);
        if (raw.isEnum()) return constant(node, text, raw);
        Object value = read(node, raw);
        if (value != Jdk.OTHER) return value;
        if (text != null && text.isEmpty()) return null;
        String shown = node instanceof String ? "no String-argument constructor/factory method to deserialize from String value ('" + node + "')" : "no creator to deserialize from " + node.getClass().getSimpleName() + " value";
        throw new JsonException("Cannot construct instance of `" + raw.getName() + "` (although at least one Creator exists): " + shown);
    }

    private Object read(Object node, Class<?> raw) {
        try {
            return Jdk.read(node, raw, naming.isEvent);
        } catch (java.time.DateTimeException | IllegalArgumentException e) {
            throw wrong(raw, node, "Failed to deserialize " + raw.getName() + ": " + e.getMessage());
        }
    }

    private static Object truth(Object node, String text, Class<?> raw) {
        if (node instanceof Boolean) return node;
        if (node instanceof JsonReader.Number && ((JsonReader.Number) node).isWhole) return ((JsonReader.Number) node).exact().signum() != 0;
        if ("true".equals(text) || "True".equals(text) || "TRUE".equals(text)) return true;
        if ("false".equals(text) || "False".equals(text) || "FALSE".equals(text)) return false;
        if ("".equals(text) || "null".equals(text)) return raw.isPrimitive() ? Boolean.FALSE : null;
        throw wrong(raw, node, "only \"true\" or \"false\" recognized");
    }

    /** An unknown one is null. */
    private static Object constant(Object node, String text, Class<?> raw) {
        Object[] constants = raw.getEnumConstants();
        for (int i = 0; i < constants.length; i++) {
            if (((Enum<?>) constants[i]).name().equals(text)) return constants[i];
            if (node instanceof JsonReader.Number && ((JsonReader.Number) node).exact().compareTo(BigDecimal.valueOf(i)) == 0) return constants[i];
        }
        return null;
    }

    private static Object zero(Class<?> raw) {
        return Array.get(Array.newInstance(raw, 1), 0);
    }

    private static boolean isText(Class<?> raw) {
        return raw == String.class || raw == CharSequence.class;
    }

    static JsonException wrong(Class<?> raw, Object node, String why) {
        String shown = node instanceof String ? "String \"" + node + "\"" : node instanceof JsonReader.Number ? "Number (" + ((JsonReader.Number) node).text + ")" : "Boolean value";
        return new JsonException("Cannot deserialize value of type `" + raw.getTypeName() + "` from " + shown + ": " + why);
    }

    private static JsonException mismatch(Class<?> raw, String what) {
        return new JsonException("Cannot deserialize value of type `" + raw.getTypeName() + "` from " + what);
    }

    private static JsonException noCreator(Class<?> raw) {
        boolean isAbstract = raw.isInterface() || java.lang.reflect.Modifier.isAbstract(raw.getModifiers());
        String reason = isAbstract
                ? "abstract types either need to be mapped to concrete types, have custom deserializer, or contain additional type information"
                : "cannot deserialize from Object value (no delegate- or property-based Creator)";
        return new JsonException("Cannot construct instance of `" + raw.getName() + "` (no Creators, like default constructor, exist): " + reason);
    }

    private static JsonException through(String message, Throwable cause, Class<?> raw, String name) {
        String chain = " (through reference chain: ";
        int at = message.lastIndexOf(chain);
        String link = raw.getName() + "[\"" + name + "\"]";
        if (at < 0) return new JsonException(message + chain + link + ")", cause);
        return new JsonException(message.substring(0, at) + chain + link + "->" + message.substring(at + chain.length()), cause);
    }

    /** Numbers of one kind out of numbers of any, or of texts. */
    private static final class Numbers {
        static Object bind(Object node, String text, Class<?> raw) {
            if (text != null && (text.isEmpty() || text.equals("null"))) return raw.isPrimitive() ? zero(raw) : null;
            boolean floats = raw == double.class || raw == Double.class || raw == float.class || raw == Float.class;
            if (floats && (node instanceof Double || isSpecial(text))) return floating(Double.parseDouble(node instanceof Double ? node.toString() : text), raw);
            BigDecimal number;
            try {
                number = node instanceof JsonReader.Number ? ((JsonReader.Number) node).exact() : text == null ? null : new BigDecimal(text);
            } catch (NumberFormatException e) {
                number = null;
            }
            if (number == null) throw wrong(raw, node, "not a valid `" + raw.getTypeName() + "` value");
            if (floats) return floating(number.doubleValue(), raw);
            if (raw == BigDecimal.class) return number;
            if (raw == Number.class) return node instanceof JsonReader.Number ? ((JsonReader.Number) node).natural() : number.scale() <= 0 ? (Object) number.longValue() : (Object) number.doubleValue();
            return whole(number.toBigInteger(), node, raw);
        }

        private static Object floating(double value, Class<?> raw) {
            return raw == float.class || raw == Float.class ? (Object) (float) value : (Object) value;
        }

        private static Object whole(BigInteger number, Object node, Class<?> raw) {
            int bits = number.bitLength();
            if (raw == BigInteger.class) return number;
            if ((raw == int.class || raw == Integer.class) && bits < 32) return number.intValue();
            if ((raw == long.class || raw == Long.class) && bits < 64) return number.longValue();
            if ((raw == short.class || raw == Short.class) && bits < 16) return number.shortValue();
            if ((raw == byte.class || raw == Byte.class) && bits <= 8) return number.byteValue();
            if (raw.getName().equals("java.util.concurrent.atomic.AtomicInteger")) return new java.util.concurrent.atomic.AtomicInteger(number.intValue());
            if (raw.getName().equals("java.util.concurrent.atomic.AtomicLong")) return new java.util.concurrent.atomic.AtomicLong(number.longValue());
            throw wrong(raw, node, "Numeric value (" + number + ") out of range of `" + raw.getTypeName() + "`");
        }

        private static boolean isSpecial(String text) {
            return "NaN".equals(text) || "Infinity".equals(text) || "-Infinity".equals(text);
        }
    }
}
