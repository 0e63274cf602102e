package lambdaworkbench;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;

/** From a handler string to what it calls, by the rules and in the words of Lambda's runtime. */
final class HandlerFinder {
    private final ClassLoader loader;
    private final Bridge bridge;
    private final Log log;

    HandlerFinder(ClassLoader loader, Bridge bridge, Log log) {
        this.loader = loader;
        this.bridge = bridge;
        this.log = log;
    }

    /** Throws where the initialization fails; what is wrong otherwise is the answer to each event. */
    Handler find(String handler) {
        int colons = handler.lastIndexOf("::");
        String className = colons < 0 ? handler : handler.substring(0, colons);
        String method = colons < 0 ? null : handler.substring(colons + 2);
        if (className.isEmpty() || (method != null && method.isEmpty())) return new Faulty(UserFault.saying("Invalid handler: `" + handler + "'"));
        try {
            Class<?> type = Class.forName(className, true, loader);
            return method == null ? ofInterface(type) : ofMethod(type, method);
        } catch (UserFault fault) {
            if (fault.fatal) throw fault;
            return new Faulty(fault);
        } catch (ClassNotFoundException e) {
            return new Faulty(UserFault.about("Class not found: " + className, e, false));
        } catch (LinkageError e) {
            UserFault fault = UserFault.about("Error loading class " + className + (e.getMessage() == null ? "" : ": " + e.getMessage()), e, true);
            if (e instanceof NoClassDefFoundError) return new Faulty(fault);
            throw fault;
        } catch (Exception e) {
            return new Faulty(UserFault.of(e));
        }
    }

    private Handler ofInterface(Class<?> type) throws Exception {
        if (bridge.isStreamHandler(type)) return new StreamHandler(bridge, log, instance(type), null, true, true, true);
        Class<?> requestHandler = bridge.requestHandlerType();
        if (!requestHandler.isAssignableFrom(type)) throw UserFault.saying("Class does not implement an appropriate handler interface: " + type.getName());
        Type[] types = Types.argumentsOf(type, requestHandler);
        String missing = "Class " + type.getName() + " does not implement RequestHandler with concrete type parameters";
        if (types == null) throw UserFault.saying(missing);
        for (Type each : types) {
            if (isUnbound(each)) throw UserFault.saying(missing + ": parameter " + each + " has no upper bound.");
        }
        return new ValueHandler(bridge, log, instance(type), null, types[0], types[1], true);
    }

    private static boolean isUnbound(Type type) {
        if (!(type instanceof TypeVariable)) return false;
        for (Type bound : ((TypeVariable<?>) type).getBounds()) if (bound != Object.class) return false;
        return true;
    }

    /** Of overloads the longest that can be called; one that ends with Context counts as one longer than it is. */
    private Handler ofMethod(Class<?> type, String name) throws Exception {
        Method[] methods;
        try {
            methods = type.getMethods();
        } catch (NoClassDefFoundError e) {
            throw UserFault.about("Error loading method " + name + " on class " + type.getName(), e, false);
        }
        for (int rank = 4; rank >= 0; rank--) {
            for (boolean bridges = false; ; bridges = true) {
                for (Method method : methods) {
                    if (!method.getName().equals(name) || method.isBridge() != bridges || rankOf(method) != rank) continue;
                    Handler handler = ofSignature(type, method);
                    if (handler != null) return handler;
                }
                if (bridges) break;
            }
        }
        throw UserFault.saying("No public method named " + name + " with appropriate method signature found on class " + type.getName());
    }

    private int rankOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        int rank = types.length > 0 && isContext(types[types.length - 1]) ? types.length + 1 : types.length;
        return Math.min(4, rank);
    }

    /** Null for a signature that can't be a handler's. */
    private Handler ofSignature(Class<?> type, Method method) throws Exception {
        Type[] types = method.getGenericParameterTypes();
        int count = types.length;
        if (count > 3) return ignored("an overload of method " + method.getName() + " because it has too many parameters: Expected at most 3, got " + count);
        boolean context = count > 0 && isContext(types[count - 1]);
        int values = context ? count - 1 : count;
        boolean input = values > 0 && types[0] == InputStream.class;
        boolean output = values > 0 && types[values - 1] == OutputStream.class;
        int streams = (input ? 1 : 0) + (output ? 1 : 0);
        if (streams > 0 && streams == values) {
            if (method.getReturnType() != void.class) System.err.println("Will ignore return type " + method.getReturnType() + " on byte stream handler");
            return new StreamHandler(bridge, log, instanceFor(method, type), method, input, output, context);
        }
        if (values > 1 || (streams > 0 && values > 0) || (values == 1 && isContext(types[0]))) return ignored(reason(types));
        Type event = values == 1 ? types[0] : null;
        return new ValueHandler(bridge, log, instanceFor(method, type), method, event, method.getGenericReturnType(), context);
    }

    private String reason(Type[] types) {
        if (types.length == 3) return "three-argument overload because argument signature is not (InputStream, OutputStream, Context";
        String overload = "two-argument overload because ";
        if (types[0] == OutputStream.class) return overload + "first argument type is OutputStream and second argument type is not Context";
        if (isContext(types[0])) return overload + "first argument type is Context";
        if (types[0] != InputStream.class) return overload + "second parameter type is not Context";
        return overload + "second parameter type, " + Types.raw(types[1]).getName() + ", is not OutputStream.";
    }

    private static Handler ignored(String what) {
        System.err.println("Ignoring " + what);
        return null;
    }

    private boolean isContext(Type type) {
        return type == bridge.contextType();
    }

    private static Object instanceFor(Method method, Class<?> type) throws Exception {
        return Modifier.isStatic(method.getModifiers()) ? null : instance(type);
    }

    private static Object instance(Class<?> type) throws Exception {
        try {
            return constructorOf(type).newInstance();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            UserFault fault = UserFault.of(cause);
            throw cause instanceof UserFault ? fault : UserFault.about(fault.getMessage(), cause, true);
        } catch (InstantiationException e) {
            throw UserFault.of(e.getCause() == null ? e : e.getCause());
        }
    }

    private static Constructor<?> constructorOf(Class<?> type) throws Exception {
        try {
            return type.getConstructor();
        } catch (NoSuchMethodException e) {
            String name = "Class " + type.getName();
            boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            if (inner) throw new Exception(name + " cannot be instantiated because it is a non-static inner class");
            throw new Exception(name + " has no public zero-argument constructor", e);
        }
    }

    /** A function that can't be called says so to each event. */
    private static final class Faulty implements Handler {
        private final UserFault fault;

        Faulty(UserFault fault) {
            this.fault = fault;
        }

        @Override
        public byte[] call(Invocation invocation) {
            throw fault;
        }
    }
}
