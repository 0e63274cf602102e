import type { RuntimeCase } from './case.ts';

/** One source file, compiled by a test into the folder of the function; it needs aws-lambda-java-core's interfaces. */
export const JAVA_FILES: Readonly<Record<string, string>> = {
  'App.java': `
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.*;
import java.util.*;

public class App implements RequestHandler<Map<String, Object>, Object> {
  public Object handleRequest(Map<String, Object> event, Context c) { return event; }
  public String str(String s) { return s + "!"; }
  public void stream(InputStream in, OutputStream out, Context c) throws IOException {
    int b; while ((b = in.read()) >= 0) out.write(b);
  }
  public void inOnly(InputStream in) {}
  public void outOnly(OutputStream out) throws IOException { out.write("\\"out\\"".getBytes()); }
  public void inContext(InputStream in, Context c) {}
  public String noargs() { return "none"; }
  public String contextOnly(Context c) { return c.getFunctionName(); }
  public static String st(Object o) { return "static " + o; }
  public int intin(int i) { return i + 1; }
  public Integer boxed(Integer i) { return i; }
  public List<Integer> list(List<Integer> all) { Collections.reverse(all); return all; }
  public Order order(Order o, Context c) { o.setTotal(o.getTotal() * 2); return o; }
  public Object picks(Object o) { return "one"; }
  public Object picks(Object o, Context c) { return "two"; }
  public void nothing(Object o) {}
  private void hidden(Object o) {}
  public Object four(Object a, Object b, Object c, Object d) { return 1; }
  public Object boom(Object o) { throw new IllegalStateException("boom"); }
  public Object custom(Object o) throws Own { throw new Own(); }
  public Object caused(Object o) { throw new RuntimeException("outer", new IllegalArgumentException("inner")); }
  public Object exits(Object o) { System.exit(3); return 0; }
  public Object exits0(Object o) { System.exit(0); return 0; }
  public Object memory(Object o) { List<byte[]> all = new ArrayList<>(); while (true) all.add(new byte[16 * 1024 * 1024]); }
  public Object deep(Object o) { return deep(o); }
  public Object itself(Object o) { Order order = new Order(); order.self = order; return order; }
  public String big(Object o) { char[] all = new char[7 * 1024 * 1024]; Arrays.fill(all, 'x'); return new String(all); }
  public Object text(Object o) { return "\\u00e9 \\uD83D\\uDE00 \\n \\u0001 /"; }
  public Object probe(Object o) {
    return Arrays.asList(System.getenv("TZ"), TimeZone.getDefault().getRawOffset(), new File("").getAbsolutePath().equals(System.getenv("LAMBDA_TASK_ROOT")),
      java.nio.charset.Charset.defaultCharset().name(), System.getProperty("com.amazonaws.xray.traceHeader") != null);
  }
  public Object context(Object o, Context c) {
    return Arrays.asList(c.getFunctionName(), c.getFunctionVersion(), c.getMemoryLimitInMB(), c.getInvokedFunctionArn(), c.getLogGroupName(),
      c.getRemainingTimeInMillis() > 1000, c.getIdentity() == null, c.getClientContext() == null ? null : c.getClientContext().getCustom());
  }
  public static class Own extends Exception {}
  public static class Order {
    private int total; private String itemName; private transient String note; private Boolean done;
    public Order self; public List<String> tags = new ArrayList<>(); private Kind kind; private long[] counts;
    public int getTotal() { return total; }
    public void setTotal(int total) { this.total = total; }
    public String getItemName() { return itemName; }
    public void setItemName(String itemName) { this.itemName = itemName; }
    public Boolean isDone() { return done; }
    public void setDone(Boolean done) { this.done = done; }
    public Kind getKind() { return kind; }
    public void setKind(Kind kind) { this.kind = kind; }
    public long[] getCounts() { return counts; }
    public void setCounts(long[] counts) { this.counts = counts; }
    public String getURL() { return "u"; }
  }
  public enum Kind { TEA, COFFEE }
  public static class Inner implements RequestHandler<String, String> {
    public String handleRequest(String s, Context c) { return "inner " + s; }
  }
  public class NotStatic implements RequestHandler<String, String> {
    public String handleRequest(String s, Context c) { return s; }
  }
  public static class Streaming implements com.amazonaws.services.lambda.runtime.RequestStreamHandler {
    public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException { out.write("\\"streamed\\"".getBytes()); }
  }
  public static abstract class Base<T> implements RequestHandler<T, List<T>> {
    public List<T> handleRequest(T value, Context c) { return Collections.singletonList(value); }
  }
  public static class Generic extends Base<Order> {}
  public static class Unbound<T> implements RequestHandler<T, T> {
    public T handleRequest(T value, Context c) { return value; }
  }
  public static class Private implements RequestHandler<String, String> {
    private Private() {}
    public String handleRequest(String s, Context c) { return s; }
  }
}
class NoIf { public NoIf() {} public String h(String s) { return s; } }
`,
  'Ctor.java': `public class Ctor { public Ctor() { throw new IllegalStateException("ctor boom"); } public String h(String s) { return s; } }`,
  'SInit.java': `public class SInit { static { int x = 1 / 0; } public String h(String s) { return s; } }`,
  'Lacks.java': `public class Lacks { public Gone gone() { return null; } public String h(String s) { return s; } }`,
  'Gone.java': `public class Gone {}`,
};

/** Taken out of what is compiled, so that a class is missing. */
export const JAVA_REMOVED: readonly string[] = ['Gone.class'];

/** What Lambda's Java runtime makes of it: see lambda.md, 7.4. */
export const javaCases: readonly RuntimeCase[] = [
  { handler: 'App', expected: '{"k":1}' },
  { handler: 'App', event: '{"a":[1,2.50,"x",null,true,{"b":12345678901}]}', expected: '{"a":[1,2.5,"x",null,true,{"b":12345678901}]}' },
  { handler: 'App::handleRequest', expected: '{"k":1}' },
  { handler: 'App::str', event: '"a"', expected: '"a!"' },
  { handler: 'App::str', event: '12.50', expected: '"12.50!"' },
  { handler: 'App::str', expected: parsing() },
  { handler: 'App::stream', event: '{ "k" :1}', expected: '{ "k" :1}' },
  { handler: 'App::inOnly', expected: 'null' },
  { handler: 'App::outOnly', expected: '"out"' },
  { handler: 'App::inContext', expected: 'null' },
  { handler: 'App::noargs', expected: '"none"' },
  { handler: 'App::contextOnly', expected: '"shop"' },
  { handler: 'App::st', expected: '"static {k=1}"' },
  { handler: 'App::intin', event: '41', expected: '42' },
  { handler: 'App::intin', event: '"41"', expected: '42' },
  { handler: 'App::intin', event: 'null', expected: '1' },
  { handler: 'App::boxed', event: 'null', expected: 'null' },
  { handler: 'App::intin', event: '"a"', expected: parsing() },
  { handler: 'App::intin', event: '{bad', expected: parsing() },
  { handler: 'App::intin', event: '', expected: parsing() },
  { handler: 'App::list', event: '[1,"2",3]', expected: '[3,2,1]' },
  { handler: 'App::list', event: '7', expected: '[7]' },
  {
    handler: 'App::order',
    event: '{"total":4,"itemName":"tea","done":true,"kind":"TEA","counts":[1,2],"tags":["a"],"unknown":{},"itemname":"no"}',
    expected: '{"total":8,"itemName":"tea","done":true,"tags":["a"],"kind":"TEA","counts":[1,2],"URL":"u"}',
  },
  { handler: 'App::order', event: '{"kind":"MILK"}', expected: '{"total":0,"tags":[],"URL":"u"}' },
  { handler: 'App::order', event: '[]', expected: 'ERROR java.lang.NullPointerException: ' },
  { handler: 'App::picks', expected: '"two"' },
  { handler: 'App::nothing', expected: 'null' },
  { handler: 'App::text', expected: '"é \\uD83D\\uDE00 \\n \\u0001 /"' },
  { handler: 'App$Inner', event: '"a"', expected: '"inner a"' },
  { handler: 'App$Streaming', expected: '"streamed"' },
  { handler: 'App$Generic', event: '{"total":1}', expected: '[{"total":1,"tags":[],"URL":"u"}]' },
  { handler: 'App::probe', expected: '[":UTC",0,true,"UTF-8",true]' },
  {
    handler: 'App::context',
    expected: '["shop","$LATEST",256,"arn:aws:lambda:eu-west-1:123456789012:function:shop","/aws/lambda/shop",true,true,null]',
  },
  { handler: 'App::nope', expected: none('nope') },
  { handler: 'App::hidden', expected: none('hidden') },
  { handler: 'App::four', expected: none('four') },
  { handler: 'Nope::h', expected: 'ERROR java.lang.ClassNotFoundException: Class not found: Nope' },
  { handler: 'NoIf', expected: 'ERROR Runtime.BadFunctionCode: Class does not implement an appropriate handler interface: NoIf' },
  {
    handler: 'App$NotStatic',
    expected: 'ERROR java.lang.Exception: Class App$NotStatic cannot be instantiated because it is a non-static inner class',
  },
  { handler: 'App$Private', expected: 'ERROR java.lang.Exception: Class App$Private has no public zero-argument constructor' },
  {
    handler: 'App$Unbound',
    expected:
      'ERROR Runtime.BadFunctionCode: Class App$Unbound does not implement RequestHandler with concrete type parameters: parameter T has no upper bound.',
  },
  { handler: 'App::', expected: "ERROR Runtime.BadFunctionCode: Invalid handler: `App::'" },
  { handler: '', expected: "ERROR Runtime.BadFunctionCode: Invalid handler: `'" },
  { handler: 'Lacks::h', expected: 'ERROR java.lang.NoClassDefFoundError: Error loading method h on class Lacks' },
  { handler: 'Ctor::h', expected: 'INIT java.lang.IllegalStateException: ctor boom' },
  { handler: 'SInit::h', expected: 'INIT java.lang.ExceptionInInitializerError: Error loading class SInit' },
  { handler: 'App::boom', expected: 'ERROR java.lang.IllegalStateException: boom' },
  { handler: 'App::custom', expected: 'ERROR App$Own: App$Own' },
  { handler: 'App::caused', expected: 'ERROR java.lang.RuntimeException: outer' },
  { handler: 'App::exits', expected: 'ERROR Runtime.ExitError: Error: Runtime exited with error: exit status 3' },
  { handler: 'App::exits0', expected: 'ERROR Runtime.ExitError: Error: Runtime exited without providing a reason' },
  { handler: 'App::memory', expected: 'ERROR java.lang.OutOfMemoryError: Java heap space' },
  { handler: 'App::deep', expected: 'ERROR java.lang.StackOverflowError: java.lang.StackOverflowError' },
  { handler: 'App::itself', expected: 'ERROR java.lang.RuntimeException: An error occurred during JSON serialization of response' },
  { handler: 'App::big', expected: 'ERROR Function.ResponseSizeTooLarge: Response payload size exceeded' },
];

function parsing(): string {
  return 'ERROR java.lang.RuntimeException: An error occurred during JSON parsing';
}

function none(method: string): string {
  return `ERROR Runtime.BadFunctionCode: No public method named ${method} with appropriate method signature found on class App`;
}
