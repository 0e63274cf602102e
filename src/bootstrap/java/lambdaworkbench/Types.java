package lambdaworkbench;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;

/** Generic types, with their variables replaced by what they stand for. */
final class Types {
    private Types() {}

    static Class<?> raw(Type type) {
        if (type instanceof Class) return (Class<?>) type;
        if (type instanceof ParameterizedType) return (Class<?>) ((ParameterizedType) type).getRawType();
        if (type instanceof GenericArrayType) return Array.newInstance(raw(((GenericArrayType) type).getGenericComponentType()), 0).getClass();
        if (type instanceof WildcardType) return raw(((WildcardType) type).getUpperBounds()[0]);
        return raw(((TypeVariable<?>) type).getBounds()[0]);
    }

    /** What the parameters of the class or interface `target` are for `type`. Null where `type` is nothing of it, or leaves them out. */
    static Type[] argumentsOf(Type type, Class<?> target) {
        Class<?> raw = raw(type);
        if (raw == target) return type instanceof ParameterizedType ? ((ParameterizedType) type).getActualTypeArguments() : null;
        for (Type each : raw.getGenericInterfaces()) {
            if (!target.isAssignableFrom(raw(each))) continue;
            Type[] found = argumentsOf(resolve(each, type), target);
            if (found != null) return found;
        }
        Type parent = raw.getGenericSuperclass();
        return parent == null || !target.isAssignableFrom(raw(parent)) ? null : argumentsOf(resolve(parent, type), target);
    }

    /** One argument of a container, `Object` where it isn't told. */
    static Type argumentOf(Type type, Class<?> target, int index) {
        Type[] arguments = argumentsOf(type, target);
        return arguments == null ? Object.class : arguments[index];
    }

    /** `type`, written in the class of `owner`, with that one's arguments. */
    static Type resolve(Type type, Type owner) {
        if (type instanceof Class) return type;
        if (type instanceof TypeVariable) return resolveVariable((TypeVariable<?>) type, owner);
        if (type instanceof WildcardType) return resolve(((WildcardType) type).getUpperBounds()[0], owner);
        if (type instanceof GenericArrayType) {
            return new ArrayOf(resolve(((GenericArrayType) type).getGenericComponentType(), owner));
        }
        Type[] written = ((ParameterizedType) type).getActualTypeArguments();
        Type[] arguments = new Type[written.length];
        for (int i = 0; i < written.length; i++) arguments[i] = resolve(written[i], owner);
        return new Parameterized(raw(type), arguments);
    }

    static Type parameterized(Class<?> raw, Type[] arguments) {
        return new Parameterized(raw, arguments);
    }

    private static Type resolveVariable(TypeVariable<?> variable, Type owner) {
        if (!(owner instanceof ParameterizedType)) return variable;
        TypeVariable<?>[] parameters = raw(owner).getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].equals(variable)) return ((ParameterizedType) owner).getActualTypeArguments()[i];
        }
        return variable;
    }

    private static final class Parameterized implements ParameterizedType {
        private final Class<?> raw;
        private final Type[] arguments;

        Parameterized(Class<?> raw, Type[] arguments) {
            this.raw = raw;
            this.arguments = arguments;
        }

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.clone();
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return raw.getDeclaringClass();
        }
    }

    private static final class ArrayOf implements GenericArrayType {
        private final Type component;

        ArrayOf(Type component) {
            this.component = component;
        }

        @Override
        public Type getGenericComponentType() {
            return component;
        }
    }
}
