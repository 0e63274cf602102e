import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../node/clock.ts';
import { nodeFiles } from '../node/files.ts';
import { nodeProcesses } from '../node/processes.ts';
import type { FolderSnapshot } from './analysis/model.ts';
import type { CallDebugger } from './debuggedCalls.ts';
import { define, literal, notAnalysed } from './package/testing.ts';
import { attachToNode, BOOTSTRAPS, textOf } from './runner/testing.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

const SOURCE = `
const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/lambda/aws4_request' };
exports.handler = async ([name, ...rest]) => {
  if (name === undefined) return 'nobody is left';
  const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/' + name + '/invocations';
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(rest) });
  return [name, response.status, await response.json()];
};`;

let root: string;
let workbench: Workbench;
let among: FolderSnapshot;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'debugged-calls-'));
  const folder = join(root, 'shop');
  await mkdir(folder);
  await writeFile(join(folder, 'a.cjs'), SOURCE);
  const functions = ['first', 'second', 'third'].map((name) => {
    const parts = { runtime: literal('nodejs22.x'), handler: literal('a.handler'), code: { kind: 'directory', path: folder } } as const;
    return { definition: { ...define(folder, parts), name, id: name, timeoutSeconds: literal(60) }, resolution: notAnalysed };
  });
  among = { folder, templates: [{ kind: 'template', path: join(folder, 'template.yaml'), format: 'sam', functions }], findings: [] };
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const processes = nodeProcesses();
  workbench = createWorkbench(
    { files: nodeFiles(), clock: systemClock(), processes, logger },
    {
      bootstraps: BOOTSTRAPS,
      cacheDirectory: join(root, 'cache'),
      runtimesDirectory: join(root, 'runtimes'),
      cloudDirectory: join(root, 'cloud'),
      interpreters: () => ({ node: process.execPath, python: '' }),
      maxLogRecords: 1000,
    },
  );
});
afterAll(async () => {
  await workbench.dispose();
  await rm(root, { recursive: true, force: true });
});

/** What `first` answers, and what was heard of those that it calls by way of each other. */
async function check(
  names: readonly string[],
  mode: 'debugged' | 'without' | 'stopped',
): Promise<readonly [unknown, readonly (readonly string[])[]]> {
  const heard: string[][] = [];
  const callDebugger: CallDebugger = {
    async begin({ name, codeRoot }) {
      heard.push(['began', name]);
      if (mode === 'without') return undefined;
      expect(codeRoot.startsWith(join(root, 'cache'))).toBe(true);
      const stop = new AbortController();
      const onListening = async (port: number) => {
        heard.push(['attached', name]);
        if (mode === 'stopped') stop.abort();
        else await attachToNode(port);
      };
      return { debug: { onListening }, ended: stop.signal, finish: (status) => void heard.push([status, name]) };
    },
  };
  const [first] = among.templates.flatMap((template) => (template.kind === 'template' ? template.functions : []));
  if (first === undefined) throw new Error('There are three.');
  const options = { among, callDebugger, debug: { onListening: attachToNode } };
  const result = await workbench.runs.run(first, Buffer.from(JSON.stringify(names)), options);
  return [JSON.parse(textOf(result.payload)), heard];
}

test('what a debugged function calls is debugged, and what that calls', async () => {
  expect(await check(['second', 'third'], 'debugged')).toEqual([
    ['second', 200, ['third', 200, 'nobody is left']],
    [
      ['began', 'second'],
      ['attached', 'second'],
      ['began', 'third'],
      ['attached', 'third'],
      ['done', 'third'],
      ['done', 'second'],
    ],
  ]);
});

test('one that can’t be debugged runs without', async () => {
  expect(await check(['second'], 'without')).toEqual([['second', 200, 'nobody is left'], [['began', 'second']]]);
});

test('the call ends where its debugger is stopped', async () => {
  const [answer, heard] = await check(['second'], 'stopped');
  expect(answer).toEqual(['second', 500, { Message: expect.stringContaining('its debugger was stopped'), Type: 'Service' }]);
  expect(heard).toEqual([
    ['began', 'second'],
    ['attached', 'second'],
    ['stopped', 'second'],
  ]);
});
