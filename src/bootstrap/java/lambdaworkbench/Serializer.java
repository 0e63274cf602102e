package lambdaworkbench;

import java.io.InputStream;
import java.io.OutputStream;

/** Makes values of one type out of JSON, and the other way round. */
public interface Serializer {
    Object read(InputStream json) throws Exception;

    void write(Object value, OutputStream json) throws Exception;
}
