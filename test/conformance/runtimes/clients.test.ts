import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InvocationResult } from '../../../src/core/runner/model.ts';
import { type Bench, summary, textOf } from '../../../src/core/runner/testing.ts';
import { judge, type RuntimeCase, title } from './case.ts';
import { classicNodeClient, modernNodeClient, openBoth, pythonClient, type RuntimeClient } from './clients.ts';
import { CLASSIC_CASES, MODERN_CASES, NODE_FILES } from './node.cases.ts';
import { PYTHON_FILES, pythonCases } from './python.cases.ts';

/** AWS's own runtime clients in our Runtime API: what they make of a function is what our bootstraps make of it. */
const folder = process.env['LAMBDA_WORKBENCH_RUNTIME_CLIENTS'];

if (folder === undefined) {
  test('AWS’s runtime clients', ({ skip }) => skip('Set-up could not install them: `node scripts/setup.mjs runtimeClients` says why.'));
} else {
  hold(classicNodeClient(folder), NODE_FILES, CLASSIC_CASES);
  hold(modernNodeClient(folder), NODE_FILES, MODERN_CASES);
  const minor = minorOf(join(folder, 'python/bin/python'));
  hold(pythonClient(folder, minor), PYTHON_FILES, pythonCases(minor));
}

function hold(client: RuntimeClient, files: Readonly<Record<string, string>>, cases: readonly RuntimeCase[]): void {
  describe(client.name, () => {
    let ours: Bench;
    let theirs: Bench;
    beforeAll(async () => {
      [ours, theirs] = await openBoth(client, files);
    });
    afterAll(() => Promise.all([ours.end(), theirs.end()]));

    test.concurrent.each(cases.map((each) => ({ ...each, title: title(each) })))('$title', async ({ client: known, ...one }) => {
      const result = await theirs.invoke(one.handler, client.runtime, one.event, one.changes);
      if (known?.expected instanceof RegExp) expect(summary(result)).toMatch(known.expected);
      else {
        const [said, expected] = judge(result, { ...one, ...(known?.expected !== undefined && { expected: known.expected }) });
        expect(said).toEqual(expected);
      }
      if (known?.expected !== undefined) return;
      const own = await ours.invoke(one.handler, client.runtime, one.event, one.changes);
      expect(payloadOf(own)).toBe(payloadOf(result));
      expect(own.contentType).toBe(result.contentType);
      if (!known) expect(logOf(own)).toEqual(logOf(result));
    });
  });
}

/** What a caller gets, without what no two runs have in common. */
function payloadOf(result: InvocationResult): string {
  const text = plain(textOf(result.payload), result);
  return result.error ? withoutOwnWords(text) : text;
}

/** The function's lines and the runtime's, without the platform's. What Node.js prints of an error that ends it may come too late. */
function logOf(result: InvocationResult): readonly string[] {
  const isPlatform = /^(INIT_START|START|END|REPORT|INIT_REPORT) |^RequestId: |Task timed out/;
  const lines = result.logs.map(({ text }) => withoutOwnWords(plain(text, result))).filter((text) => !isPlatform.test(text));
  return lines.filter((line) => line !== '' && (result.status !== 'init-error' || /^TIME|^\[/.test(line)));
}

function plain(text: string, { requestId }: InvocationResult): string {
  return text
    .replaceAll(requestId, 'ID')
    .replaceAll(/\/[\w/]*\/runner-\w+/g, 'ROOT')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

/** Without the frames of stacks that aren’t the function’s, and the names of the files that a client is made of. */
function withoutOwnWords(text: string): string {
  return (
    text
      .replaceAll(/\n?[ \u00a0]{2}File "(?!ROOT)[^"]*".*(?:\n[ \u00a0]{4}.*)?/g, '')
      .replaceAll(/" {2}File \\"(?!ROOT)(?:[^"\\]|\\.)*"(?:, )?/g, '')
      .replaceAll(/(?<=,|^|\n)"?(?: {4}at|-) (?:[^"\\\n]|\\.)*"?,?\n?/g, placeOnly)
      .replaceAll(/\\n- [^"\\]*/g, placeOnly)
      .replaceAll(/imported from [^"\\\s]+/g, 'imported from CLIENT')
      .replace(/^(?:file:\/\/)?\/.*:\d+$/, 'PLACE')
      // The rest of it is about updates of the managed runtimes.
      .replace(/(LAMBDA_WARNING: Unhandled exception\. [^.]*\.).*/, '$1')
      .replace(/,\]/g, ']')
      .trimEnd()
  );
}

function placeOnly(frame: string): string {
  const place = /ROOT[^)"\\\n]*/.exec(frame)?.[0];
  return place === undefined ? '' : `at ${place},`;
}

function minorOf(python: string): number {
  return Number(spawnSync(python, ['-c', 'import sys; print(sys.version_info.minor)'], { encoding: 'utf8' }).stdout);
}
