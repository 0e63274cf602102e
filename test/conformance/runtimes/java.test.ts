import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTools } from '../../../scripts/tools.ts';
import { compileJava, jdkFor } from '../../../src/core/runner/java.testing.ts';
import type { InvocationResult } from '../../../src/core/runner/model.ts';
import { type Bench, textOf } from '../../../src/core/runner/testing.ts';
import { JAVA_FILES, JAVA_REMOVED, javaCases } from './java.cases.ts';
import { EVENT_FILES, eventCases } from './java.events.ts';
import { openBothJava } from './javaClient.ts';

/** AWS's own runtime client for Java in our Runtime API: what it makes of a function is what our bootstrap makes of it. */
const { paths, missing: lacking } = readTools();
const folder = paths.javaLibraries;
const newest = join(paths.javaRuntimes ?? '/nowhere', '25');
/** Texts of errors and what reflection finds are where versions of Java have ways of their own: all cases take minutes. */
const VARIES =
  /^(App::(order|caused|deep|memory|itself|four)|App\$|Lacks|Ctor|SInit|Events::(all \{"i":1,|all "text"|numbers|times|misc|named|record|kotlin))/;
const RUNS = [
  { major: 17, jdk: await jdkFor(17), isTried: () => true, why: 'There is no JDK.' },
  { major: 25, jdk: await jdkFor(25, newest), isTried: (title: string) => VARIES.test(title), why: lacking['javaRuntimes'] },
];

describe.each(RUNS)('AWS’s runtime client on Java $major', ({ major, jdk, isTried, why }) => {
  const runtime = `java${major}`;
  beforeEach((context) => {
    if (folder === undefined || jdk === undefined) context.skip(lacking['javaLibraries'] ?? why);
  });
  let ours: Bench;
  let theirs: Bench;
  beforeAll(async () => {
    if (folder === undefined || jdk === undefined) return;
    const jar = (name: string): string => join(folder, `${name}.jar`);
    const libraries = ['aws-lambda-java-core', 'aws-lambda-java-events', 'joda-time', 'org-crac'].map(jar);
    const client = ['aws-lambda-java-core', 'aws-lambda-java-runtime-interface-client', 'aws-lambda-java-serialization'].map(jar);
    [ours, theirs] = await openBothJava(jdk, client);
    await compileJava(jdk, { ...JAVA_FILES, ...EVENT_FILES, 'Hooks.java': HOOKS }, ours.root, libraries);
    for (const name of JAVA_REMOVED) await rm(join(ours.root, name));
    await mkdir(join(ours.root, 'lib'));
    for (const path of libraries) await cp(path, join(ours.root, 'lib', path.slice(folder.length + 1)));
    await cp(ours.root, theirs.root, { recursive: true });
    for (const bench of [ours, theirs]) await bench.invoke('App::noargs', runtime, '{}', { timeoutSeconds: 120 });
  }, 300_000);
  afterAll(() => Promise.all([ours?.end(), theirs?.end()]));

  const events = eventCases.map(([method, event]) => ({ handler: `Events::${method}`, event }));
  const cases = [...javaCases, ...events].map((each) => ({ ...each, title: `${each.handler} ${each.event ?? ''}` }));
  test.each(cases.filter(({ title }) => isTried(title)))('$title', { timeout: 120_000 }, async ({ handler, event }) => {
    const changes = { timeoutSeconds: 60, memoryMb: 512 };
    const [own, other] = await Promise.all([ours, theirs].map((bench) => bench.invoke(handler, runtime, event, changes)));
    if (own === undefined || other === undefined) throw new Error('Two were started.');
    expect(outcome(own, ours)).toEqual(outcome(other, theirs));
    for (const bench of [ours, theirs]) bench.runner.retire('shop');
  });

  test.each(['', 'before 1', 'after 0', 'after 1'])(
    'hooks around the snapshot of SnapStart; throws: %s',
    { timeout: 120_000 },
    async (fails) => {
      const changes = { timeoutSeconds: 60, memoryMb: 512, initializationType: 'snap-start', environment: { FAILS: fails } } as const;
      const [own, other] = await Promise.all([ours, theirs].map((bench) => bench.invoke('Hooks::h', runtime, '{}', changes)));
      if (own === undefined || other === undefined) throw new Error('Two were started.');
      const [said, expected] = [own, other].map(({ status, payload, report }) => {
        // Each has frames of its own implementation.
        return [status, textOf(payload).replace(/"stackTrace":.*/, ''), report.errorType];
      });
      expect(said).toEqual(expected);
      expect(own.status).toBe(fails === '' ? 'success' : 'init-error');
    },
  );
});

/** As functions have them: with the library of org.crac. */
const HOOKS = `
import java.util.*;
import org.crac.*;
public class Hooks implements Resource {
  static final List<String> calls = new ArrayList<>();
  static final List<Hooks> held = new ArrayList<>();
  final String name;
  Hooks(String name) { this.name = name; Core.getGlobalContext().register(this); }
  public Hooks() { this("0"); held.add(this); held.add(new Hooks("1")); new Hooks("gone"); }
  public void beforeCheckpoint(Context<? extends Resource> context) { hook("before " + name); }
  public void afterRestore(Context<? extends Resource> context) { hook("after " + name); }
  private static void hook(String call) {
    calls.add(call);
    if (call.equals(System.getenv("FAILS"))) throw new IllegalStateException(call);
  }
  public List<String> h() { return calls; }
}`;

/** What a caller gets, without what no two runs have in common. */
function outcome(result: InvocationResult, { root }: Bench): unknown {
  const payload = textOf(result.payload)
    .replaceAll(result.requestId, 'ID')
    .replaceAll(root, 'ROOT')
    .replaceAll(/\/0x[0-9a-f]{16}\b/g, '/ADDRESS');
  return { status: result.status, payload, errorType: result.error?.errorType };
}
