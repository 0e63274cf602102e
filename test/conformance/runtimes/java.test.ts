import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileJava, jdkFor } from '../../../src/core/runner/java.testing.ts';
import type { InvocationResult } from '../../../src/core/runner/model.ts';
import { type Bench, textOf } from '../../../src/core/runner/testing.ts';
import { JAVA_FILES, JAVA_REMOVED, javaCases } from './java.cases.ts';
import { EVENT_FILES, eventCases } from './java.events.ts';
import { openBothJava } from './javaClient.ts';

/** AWS's own runtime client for Java in our Runtime API: what it makes of a function is what our bootstrap makes of it. */
const folder = process.env['LAMBDA_WORKBENCH_JAVA_LIBRARIES'];
const jdk = await jdkFor(17);
const missing =
  folder === undefined
    ? 'Set-up could not get them: `node scripts/setup.mjs javaLibraries` says why.'
    : jdk
      ? undefined
      : 'There is no JDK.';

describe.skipIf(missing !== undefined)(`AWS’s runtime client for Java ${missing ?? ''}`, () => {
  let ours: Bench;
  let theirs: Bench;
  beforeAll(async () => {
    if (folder === undefined || jdk === undefined) return;
    const jar = (name: string): string => join(folder, `${name}.jar`);
    const libraries = ['aws-lambda-java-core', 'aws-lambda-java-events', 'joda-time'].map(jar);
    const client = ['aws-lambda-java-core', 'aws-lambda-java-runtime-interface-client', 'aws-lambda-java-serialization'].map(jar);
    [ours, theirs] = await openBothJava(client);
    await compileJava(jdk, { ...JAVA_FILES, ...EVENT_FILES }, ours.root, libraries);
    for (const name of JAVA_REMOVED) await rm(join(ours.root, name));
    await mkdir(join(ours.root, 'lib'));
    for (const path of libraries) await cp(path, join(ours.root, 'lib', path.slice(folder.length + 1)));
    await cp(ours.root, theirs.root, { recursive: true });
    for (const bench of [ours, theirs]) await bench.invoke('App::noargs', 'java17', '{}', { timeoutSeconds: 120 });
  }, 300_000);
  afterAll(() => Promise.all([ours?.end(), theirs?.end()]));

  const events = eventCases.map(([method, event]) => ({ handler: `Events::${method}`, event }));
  test.each([...javaCases, ...events].map((each) => ({ ...each, title: `${each.handler} ${each.event ?? ''}` })))(
    '$title',
    { timeout: 120_000 },
    async ({ handler, event }) => {
      const changes = { timeoutSeconds: 60, memoryMb: 512 };
      const [own, other] = await Promise.all([ours, theirs].map((bench) => bench.invoke(handler, 'java17', event, changes)));
      if (own === undefined || other === undefined) throw new Error('Two were started.');
      expect(outcome(own, ours)).toEqual(outcome(other, theirs));
      for (const bench of [ours, theirs]) bench.runner.retire('shop');
    },
  );
});

/** What a caller gets, without what no two runs have in common. */
function outcome(result: InvocationResult, { root }: Bench): unknown {
  const payload = textOf(result.payload).replaceAll(result.requestId, 'ID').replaceAll(root, 'ROOT');
  return { status: result.status, payload, errorType: result.error?.errorType };
}
