package lambdaworkbench;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The class path of a function as Lambda has it: each folder, then the jars in its `lib` by name. Last comes what implements its interfaces here. */
final class FunctionLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private FunctionLoader(URL[] urls) {
        super(urls, FunctionLoader.class.getClassLoader());
    }

    /** The last of `paths` is the jar of the bridge; the others are folders, jars, and `*` in a folder for all its jars. */
    static FunctionLoader of(String[] paths) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String path : paths) {
            if (path.endsWith("*")) {
                addJars(new File(path.substring(0, path.length() - 1)), urls);
                continue;
            }
            if (path.endsWith(".jar")) {
                urls.add(url(path));
                continue;
            }
            urls.add(url(path.endsWith("/") ? path : path + "/"));
            addJars(new File(path, "lib"), urls);
        }
        return new FunctionLoader(urls.toArray(new URL[0]));
    }

    Bridge bridge() throws ReflectiveOperationException {
        return (Bridge) Class.forName("lambdaworkbench.bridge.LambdaBridge", true, this).getConstructor().newInstance();
    }

    private static void addJars(File folder, List<URL> urls) throws MalformedURLException {
        String[] names = folder.list();
        if (names == null) return;
        Arrays.sort(names);
        for (String name : names) if (name.endsWith(".jar")) urls.add(url(folder.getPath() + "/" + name));
    }

    /** As File.toURI would have it, which loads more classes: a name may hold spaces, or anything but a slash. */
    private static URL url(String path) throws MalformedURLException {
        String slashed = path.replace(File.separatorChar, '/');
        for (int i = 0; i < slashed.length(); i++) {
            char c = slashed.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/._-~$".indexOf(c) >= 0;
            if (!plain) return new File(path).toURI().toURL();
        }
        return new URL("file", null, -1, slashed);
    }
}
