package lambdaworkbench;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of a class: public fields and getters are read, public fields and setters are written. Their order is that of
 * the fields, private ones too, then of the methods. As Lambda's runtime sets up Jackson, whose annotations it doesn't see.
 */
final class Bean {
    private static final Map<Class<?>, Bean> KNOWN = new LinkedHashMap<>();

    final Map<String, Property> properties = new LinkedHashMap<>();
    private final Class<?> type;
    private Constructor<?> constructor;

    private Bean(Class<?> type) {
        this.type = type;
        List<Class<?>> lineage = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) lineage.add(0, each);
        for (Class<?> each : lineage) for (Field field : each.getDeclaredFields()) add(field);
        for (int i = lineage.size() - 1; i >= 0; i--) for (Method method : lineage.get(i).getDeclaredMethods()) add(method);
        if (type.getSuperclass() != null && type.getSuperclass().getName().equals("java.lang.Record")) addComponents();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) for (Class<?> face : each.getInterfaces()) addDefaults(face);
    }

    static synchronized Bean of(Class<?> type) {
        Bean bean = KNOWN.get(type);
        if (bean == null) {
            bean = new Bean(type);
            KNOWN.put(type, bean);
        }
        return bean;
    }

    /** An empty one. Null where the class can't be made without arguments. */
    Object create() throws ReflectiveOperationException {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) return null;
        if (constructor == null) {
            try {
                constructor = type.getDeclaredConstructor();
            } catch (NoSuchMethodException e) {
                return null;
            }
            constructor.setAccessible(true);
        }
        return constructor.newInstance();
    }

    private void add(Field field) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) || field.isSynthetic() || Modifier.isTransient(modifiers)) return;
        Property property = named(field.getName());
        if (!Modifier.isPublic(modifiers)) return;
        field.setAccessible(true);
        property.field = field;
    }

    private void add(Method method) {
        String name = method.getName();
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || method.isSynthetic() || method.isBridge()) return;
        Class<?> result = method.getReturnType();
        if (method.getParameterTypes().length == 1) {
            if (name.startsWith("set") && name.length() > 3) named(mangled(name, 3)).addSetter(method);
        } else if (method.getParameterTypes().length == 0 && Modifier.isPublic(modifiers) && result != void.class) {
            boolean truth = result == boolean.class || result == Boolean.class;
            if (name.startsWith("get") && name.length() > 3 && !name.equals("getClass")) named(mangled(name, 3)).addGetter(method, true);
            else if (name.startsWith("is") && name.length() > 2 && truth) named(mangled(name, 2)).addGetter(method, false);
        }
    }

    /** A record is read by what its components are called. */
    private void addComponents() {
        for (Method method : type.getDeclaredMethods()) {
            Property property = properties.get(method.getName());
            if (property != null && method.getParameterTypes().length == 0) property.addGetter(method, true);
        }
    }

    private void addDefaults(Class<?> face) {
        for (Method method : face.getDeclaredMethods()) if (method.isDefault()) add(method);
        for (Class<?> each : face.getInterfaces()) addDefaults(each);
    }

    private Property named(String name) {
        Property property = properties.get(name);
        if (property == null) {
            property = new Property();
            properties.put(name, property);
        }
        return property;
    }

    /** `getURL` is `URL`, `getName` is `name`, `geteTag` is `eTag`. */
    private static String mangled(String method, int prefix) {
        String name = method.substring(prefix);
        if (name.length() > 1 && Character.isUpperCase(name.charAt(1))) return name;
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    static final class Property {
        /** A public one, or null. */
        Field field;
        Method getter;
        private boolean byGet;
        private final List<Method> setters = new ArrayList<>();

        boolean isReadable() {
            return getter != null || field != null;
        }

        Object read(Object bean) throws ReflectiveOperationException {
            return getter != null ? getter.invoke(bean) : field.get(bean);
        }

        /** Null where it can't be written. */
        Type writtenType() {
            Method setter = setter();
            if (setter != null) return setter.getGenericParameterTypes()[0];
            return field == null ? null : field.getGenericType();
        }

        Class<?> declaringClass() {
            Method setter = setter();
            return setter != null ? setter.getDeclaringClass() : field.getDeclaringClass();
        }

        void write(Object bean, Object value) throws ReflectiveOperationException {
            Method setter = setter();
            if (setter != null) setter.invoke(bean, value);
            else field.set(bean, value);
        }

        private void addGetter(Method method, boolean get) {
            // That of the subclass comes first; `get` is preferred to `is`.
            if (getter != null && (byGet || !get)) return;
            method.setAccessible(true);
            getter = method;
            byGet = get;
        }

        private void addSetter(Method method) {
            for (Method known : setters) if (known.getParameterTypes()[0] == method.getParameterTypes()[0]) return;
            method.setAccessible(true);
            setters.add(method);
        }

        /** Of several the one for what the getter returns, or else for a text. */
        private Method setter() {
            if (setters.size() > 1) {
                Class<?> wanted = getter == null ? String.class : getter.getReturnType();
                for (Method setter : setters) if (setter.getParameterTypes()[0] == wanted) return setter;
                for (Method setter : setters) if (setter.getParameterTypes()[0] == String.class) return setter;
            }
            return setters.isEmpty() ? null : setters.get(0);
        }
    }
}
