import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge, title } from '../../../test/conformance/runtimes/case.ts';
import { JAVA_FILES, JAVA_REMOVED, javaCases } from '../../../test/conformance/runtimes/java.cases.ts';
import { writeZip } from '../package/archive.ts';
import { attachToJava, compileJava, javaCache } from './java.testing.ts';
import type { Jdk } from './runtimes/jdk/find.ts';
import { type Bench, openBench, textOf } from './testing.ts';

const MORE_FILES = {
  'Talks.java': `
import com.amazonaws.services.lambda.runtime.*;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
public class Talks implements RequestHandler<String, String> {
  public String handleRequest(String s, Context c) {
    System.out.println("printed");
    System.out.print("half");
    c.getLogger().log(s);
    LambdaRuntime.getLogger().log("told", LogLevel.WARN);
    c.getLogger().log("too low", LogLevel.valueOf(System.getenv("AWS_LAMBDA_LOG_LEVEL") == null ? "UNDEFINED" : "INFO"));
    System.err.println("err");
    return s;
  }
}`,
  'Reads.java': `
import java.util.*;
public class Reads {
  public List<String> h(List<String> names) throws Exception {
    List<String> texts = new ArrayList<>();
    for (String name : names) {
      try (Scanner s = new Scanner(Thread.currentThread().getContextClassLoader().getResourceAsStream(name))) { texts.add(s.nextLine()); }
    }
    return texts;
  }
}`,
  'Shouts.java': `
import java.io.*;
import java.lang.reflect.Type;
import java.util.Scanner;
import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
@SuppressWarnings("unchecked")
public class Shouts implements CustomPojoSerializer {
  public <T> T fromJson(InputStream in, Type type) { return fromJson(new Scanner(in).nextLine(), type); }
  public <T> T fromJson(String in, Type type) { return (T) in.replace("\\"", "").toUpperCase(); }
  public <T> void toJson(T value, OutputStream out, Type type) {
    try { out.write(("<" + value + ">").getBytes()); } catch (IOException e) { throw new UncheckedIOException(e); }
  }
}`,
  'Hooks.java': `
import com.amazonaws.services.lambda.crac.*;
import java.util.*;
public class Hooks implements Resource {
  static final List<String> calls = new ArrayList<>();
  static final List<Hooks> held = new ArrayList<>();
  final String name;
  Hooks(String name) { this.name = name; Core.getGlobalContext().register(this); }
  public Hooks() { this("0"); held.add(this); held.add(new Hooks("1")); new Hooks("gone"); }
  public void beforeCheckpoint(Context<? extends Resource> context) { calls.add("before " + name); if (name.equals(System.getenv("BEFORE"))) throw new IllegalStateException("no snapshot"); }
  public void afterRestore(Context<? extends Resource> context) { calls.add("after " + name); if (name.equals(System.getenv("AFTER"))) throw new IllegalStateException("no restore"); }
  public List<String> h() { return calls; }
}`,
  'Flags.java': `
public class Flags {
  public String h(Object o) {
    StringBuilder all = new StringBuilder();
    for (String flag : java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-Xmx") || flag.endsWith("GC")) all.append(flag).append(' ');
    }
    return all.toString().trim();
  }
}`,
};

/** What functions do on a JDK of their runtime's version: the tests of it, within a `describe`. */
export function testJavaFunctions(jdk: Jdk): void {
  const runtime = `java${jdk.major}`;
  let bench: Bench;
  beforeAll(async () => {
    const interpreters = { node: process.execPath, python: '', java: jdk.java };
    bench = await openBench({}, {}, undefined, { cacheDirectory: javaCache, interpreters });
    await compileJava(jdk, { ...JAVA_FILES, ...MORE_FILES }, bench.root);
    for (const name of JAVA_REMOVED) await rm(join(bench.root, name));
    // What is compiled once for all of them.
    await bench.invoke('App::noargs', runtime);
  }, 300_000);
  afterAll(() => bench.end());

  test.each(javaCases.map((each) => ({ ...each, title: title(each) })))('$title', { timeout: 300_000 }, async (one) => {
    const [said, expected] = judge(await bench.invoke(one.handler, runtime, one.event, { timeoutSeconds: 30, ...one.changes }), one);
    expect(said).toEqual(expected);
  });

  const own = (logs: readonly { readonly text: string }[]) =>
    logs.map(({ text }) => text).filter((text) => !/^(INIT_START|START|END|REPORT|INIT_REPORT) /.test(text));

  test('an error has the frames of the function alone, for the caller, the log and the reader', { timeout: 300_000 }, async () => {
    const { error, payload, logs } = await bench.invoke('App::caused', runtime);
    expect(error?.stack).toEqual([expect.stringMatching(/^App\.caused\(App\.java:\d+\)$/)]);
    const shape = JSON.parse(textOf(payload)) as Record<string, unknown>;
    expect(Object.keys(shape)).toEqual(['errorMessage', 'errorType', 'stackTrace']);
    const [line] = own(logs);
    expect(line).toMatch(/^outer: java\.lang\.RuntimeException\njava\.lang\.RuntimeException: outer\n\tat App\.caused\(App\.java:\d+\)\n/);
    expect(line).toContain('\nCaused by: java.lang.IllegalArgumentException: inner\n');
    expect(line).not.toContain('lambdaworkbench');
  });

  test('what is wrong with the event is in the log, with its place', { timeout: 300_000 }, async () => {
    const { payload, logs } = await bench.invoke('App::order', runtime, '{"total":"many"}');
    expect(textOf(payload)).toBe(
      '{"errorMessage":"An error occurred during JSON parsing","errorType":"java.lang.RuntimeException","stackTrace":[]}',
    );
    expect(own(logs)[0]).toContain(
      'Cannot deserialize value of type `int` from String "many": not a valid `int` value (through reference chain: App$Order["total"])',
    );
  });

  test('lines are events: prints one each, a record of the logger whatever it holds', { timeout: 300_000 }, async () => {
    const text = await bench.invoke('Talks', runtime, '"a\\nb"');
    expect(own(text.logs)).toEqual(['printed', 'half', 'a\nb', '[WARN] told', 'too low', 'err']);
    const json = await bench.invoke('Talks', runtime, '"a\\nb"', {
      environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' },
    });
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const records = own(json.logs).map((line) => (line.startsWith('{') ? JSON.parse(line) : line));
    expect(records).toEqual([
      'printed',
      'half',
      { timestamp: time, message: 'a\nb', level: 'UNDEFINED', AWSRequestId: json.requestId },
      { timestamp: time, message: 'told', level: 'WARN', AWSRequestId: json.requestId },
      'err',
    ]);
  });

  test('a client context reaches the handler', { timeout: 300_000 }, async () => {
    const result = await bench.invoke('App::context', runtime, '{}', {}, { clientContext: '{"custom":{"a":1}}' });
    expect(textOf(result.payload)).toMatch(/,\{"a":"1"\}\]$/);
  });

  test('the class path is the folder, then its lib by name, then what the package has elsewhere, then layers', {
    timeout: 300_000,
  }, async () => {
    await mkdir(join(bench.root, 'elsewhere'), { recursive: true });
    await writeFile(join(bench.root, 'b.txt'), 'own');
    await writeFile(join(bench.root, 'elsewhere', 'b.txt'), 'never seen');
    await writeFile(join(bench.root, 'elsewhere', 'c.txt'), 'elsewhere');
    await mkdir(join(bench.root, 'lib'), { recursive: true });
    await writeFile(
      join(bench.root, 'lib', 'a.jar'),
      await writeZip([{ path: 'd.txt', bytes: Buffer.from('in a jar'), executable: false }]),
    );
    const result = await bench.invoke('Reads::h', runtime, '["b.txt","c.txt","d.txt"]', { searchPaths: [join(bench.root, 'elsewhere')] });
    expect(textOf(result.payload)).toBe('["own","elsewhere","in a jar"]');
  });

  test('the function’s own serializer makes and reads all JSON', { timeout: 300_000 }, async () => {
    const services = join(bench.root, 'services');
    await mkdir(join(services, 'META-INF', 'services'), { recursive: true });
    await writeFile(join(services, 'META-INF/services/com.amazonaws.services.lambda.runtime.CustomPojoSerializer'), 'Shouts');
    const result = await bench.invoke('App::str', runtime, '"quiet"', { searchPaths: [services] });
    expect(textOf(result.payload)).toBe('<QUIET!>');
  });

  describe('SnapStart', () => {
    const run = (environment: Record<string, string> = {}, initializationType: 'snap-start' | 'on-demand' = 'snap-start') =>
      bench.invoke('Hooks::h', runtime, '{}', { initializationType, environment });

    test('hooks run around a snapshot, the last one first before it; what nobody holds is gone after it', {
      timeout: 300_000,
    }, async () => {
      expect(textOf((await run({}, 'on-demand')).payload)).toBe('[]');
      const { payload, logs } = await run();
      expect(textOf(payload)).toBe('["before gone","before 1","before 0","after 0","after 1"]');
      expect(logs.map(({ text }) => text).filter((text) => /^RESTORE_(START|REPORT) |\tRestore Duration: /.test(text))).toHaveLength(3);
    });

    test.each([
      ['BEFORE', 'Checkpoint', 'Runtime.BeforeCheckpointError', 'no snapshot'],
      ['AFTER', 'Restore', 'Runtime.AfterRestoreError', 'no restore'],
    ])('a hook that fails ends the initialization: %s', { timeout: 300_000 }, async (variable, exception, type, message) => {
      const { error, report, logs, status } = await run({ [variable]: '1' });
      expect([status, error?.errorType, report.errorType]).toEqual([
        'init-error',
        `com.amazonaws.services.lambda.crac.${exception}Exception`,
        type,
      ]);
      expect(own(logs).join('\n')).toContain(`Suppressed: java.lang.IllegalStateException: ${message}`);
    });
  });

  test('JAVA_TOOL_OPTIONS is heeded where we have an opinion, too', { timeout: 300_000 }, async () => {
    const flags = async (options: string) =>
      textOf((await bench.invoke('Flags::h', runtime, '{}', { memoryMb: 512, environment: { JAVA_TOOL_OPTIONS: options } })).payload);
    expect(await flags('')).toBe('"-Xmx435m -XX:+UseSerialGC"');
    expect(await flags('-Xmx100m -XX:+UseParallelGC')).toBe('"-Xmx100m -XX:+UseParallelGC"');
  });

  test('classes come out of an archive, where this Java can make one', { timeout: 300_000 }, async () => {
    const environment = { JAVA_TOOL_OPTIONS: '-Xlog:class+load' };
    const { logs } = await bench.invoke('App::noargs', runtime, '{}', { environment });
    const [own] = logs.flatMap(({ text }) => /\blambdaworkbench\.Main source: (.*)/.exec(text)?.[1] ?? []);
    expect(own).toMatch(jdk.major >= 13 ? /^shared objects file \(top\)/ : /bootstrap\.jar$/);
  });

  const hasDebugger = existsSync(join(dirname(dirname(jdk.java)), 'lib', 'libjdwp.so')) || process.platform !== 'linux';
  if (!hasDebugger) return;
  test('a debugger is told the port and waited for; it is not in the log', { timeout: 300_000 }, async () => {
    const logs: string[] = [];
    const debug = { onListening: attachToJava };
    const options = { debug, onLog: ({ text }: { readonly text: string }) => void logs.push(text) };
    const result = await bench.invoke('App::context', runtime, '{}', { timeoutSeconds: 1 }, options);
    expect(textOf(result.payload)).toContain('"shop"');
    expect(logs.filter((text) => /dt_socket/.test(text))).toEqual([]);
  });
}
