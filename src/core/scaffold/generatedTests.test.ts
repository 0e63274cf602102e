import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { nodeProcesses } from '../../node/processes.ts';
import type { FileEdit } from '../lint/model.ts';
import { LineMap } from '../text.ts';
import { type ScaffoldChoice, scaffold } from './index.ts';

const files = nodeFiles();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scaffolds-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('every generated test passes, run as its first line says', async () => {
  const commands = new Map<string, number>();
  for (const language of ['javascript', 'typescript', 'python'] as const) {
    for (const trigger of ['api', 'queue', 'schedule', 'plain'] as const) {
      const command = await write({ name: `${language}-${trigger}`, language, trigger, folder });
      commands.set(command, (commands.get(command) ?? 0) + 1);
    }
  }
  expect([...commands]).toEqual([
    ['node --test', 8],
    ['python -m unittest discover tests', 4],
  ]);
  expect(await run('node --test')).toMatch(/\bpass 8\n[\s\S]*\bfail 0\n/);
  expect(await run('python -m unittest discover tests')).toMatch(/Ran 4 tests[\s\S]*OK/);
});

/** Writes what the scaffold says; the command that the first line of its test names. */
async function write(choice: ScaffoldChoice): Promise<string> {
  const { edits } = await scaffold(choice, files);
  for (const edit of edits) await files.write(edit.path, await applied(edit));
  const test = edits.at(-1);
  const [first = ''] = test?.kind === 'create' ? test.text.split('\n') : [];
  return first.replace(/^(#|\/\/) Run with: /, '');
}

async function applied(edit: FileEdit): Promise<string> {
  if (edit.kind === 'create') return edit.text;
  const before = (await files.readText(edit.path)) ?? '';
  const lines = new LineMap(before);
  return before.slice(0, lines.offset(edit.range.start)) + edit.text + before.slice(lines.offset(edit.range.end));
}

/** What the command prints; rejects where it fails. The Node.js is the one of these tests; Python may be there as `python3` alone. */
async function run(commandLine: string): Promise<string> {
  const [name = '', ...args] = commandLine.split(' ');
  const processes = nodeProcesses();
  const command = name === 'node' ? process.execPath : ((await processes.find(name)) ?? (await processes.find('python3')) ?? name);
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  const { stdout, stderr } = await promisify(execFile)(command, args, { cwd: folder, env: { ...process.env, PATH } });
  return stdout + stderr;
}
