import { execFileSync } from 'node:child_process';
import { chmod, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../node/clock.ts';
import { nodeProcesses } from '../../node/processes.ts';
import { attachToJava, compileJava, javaCache, jdkFor } from './java.testing.ts';
import { attachToNode, type Bench, openBench, summary } from './testing.ts';

const FILES = {
  'app.js': `
    const fs = require('node:fs');
    const attempt = (act) => { try { return act() ?? 'done'; } catch ({ code }) { return code; } };
    exports.places = async () => [__filename, process.cwd(), process.env.LAMBDA_TASK_ROOT, require('node:os').tmpdir()];
    exports.writes = async () => ['/var/task/x', '/opt/x', '/usr/x', '/x', '/tmp/x'].map((path) => attempt(() => fs.writeFileSync(path, '')));
    exports.fill = async () => attempt(() => fs.writeFileSync('/tmp/large', Buffer.alloc(8 * 1024 * 1024)));
    exports.layers = async () => [fs.readFileSync('/opt/which', 'utf8'), fs.readFileSync('/opt/only', 'utf8'), require('shared')];
    exports.keep = async () => { fs.writeFileSync('/tmp/kept', 'kept'); };
    exports.kept = async () => fs.readFileSync('/tmp/kept', 'utf8');
    exports.exit = async () => process.exit(3);
    exports.fails = async () => { throw new Error('here'); };
    exports.act = async (name) => exports[name]();
  `,
  'app.py': `
import os
def places(event, context): return [__file__, os.getcwd(), os.environ["LAMBDA_TASK_ROOT"]]
`,
  // Stands in for debugpy: what our bootstrap asks of it.
  'fake/debugpy.py': `def listen(address): return ("127.0.0.1", 4711)\ndef wait_for_client(): pass`,
  'one/which': 'one',
  'one/only': 'one',
  'one/nodejs/node_modules/shared/index.js': `module.exports = 'one';`,
  'two/which': 'two',
  'two/nodejs/node_modules/shared/index.js': `module.exports = 'two';`,
  'early/extensions/early': `#!/bin/sh\nexit 4\n`,
};

/** As the runner finds out: some systems don't let users have namespaces. */
function hasNamespaces(): boolean {
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'true'], { stdio: 'ignore' });
    return process.platform === 'linux';
  } catch {
    return false;
  }
}

const isAvailable = hasNamespaces();
const jdk = await jdkFor(17);
let bench: Bench;
let isStrict = true;
beforeAll(async () => {
  bench = await openBench(FILES, {}, systemClock(), { strict: () => isStrict, cacheDirectory: javaCache });
  await chmod(join(bench.root, 'early/extensions/early'), 0o755);
});
afterAll(() => bench.end());

async function run(name: string, changes = {}): Promise<string> {
  return summary(await bench.invoke('app.act', 'nodejs22.x', JSON.stringify(name), { name, ephemeralStorageMb: 5, ...changes }));
}

test.runIf(isAvailable)('a function sees the folders of Lambda', async () => {
  expect(await run('places')).toBe('["/var/task/app.js","/var/task","/var/task","/tmp"]');
  const python = await bench.invoke('app.places', 'python3.11', '{}', { name: 'python' });
  expect(summary(python)).toBe('["/var/task/app.py", "/var/task", "/var/task"]');
  isStrict = false;
  expect(await run('places')).toContain(bench.root);
  isStrict = true;
});

test.runIf(isAvailable)('it writes to /tmp alone, and as much as it may', async () => {
  expect(await run('writes')).toBe('["EROFS","EROFS","EROFS","EROFS","done"]');
  expect(await run('fill')).toBe('"ENOSPC"');
});

test.runIf(isAvailable)('what is in /tmp outlives a crash', async () => {
  const name = 'restarted';
  const act = async (what: string) =>
    summary(await bench.invoke('app.act', 'nodejs22.x', JSON.stringify(what), { name, ephemeralStorageMb: 5 }));
  expect(await act('keep')).toBe('null');
  expect(await act('exit')).toContain('exit status 3');
  expect(await act('kept')).toBe('"kept"');
});

test.runIf(isAvailable)('layers are one folder, the later over the earlier, and their extensions run there', async () => {
  const layers = (...names: readonly string[]) => ({ layers: names.map((name) => join(bench.root, name)) });
  expect(await run('layers', layers('one', 'two'))).toBe('["two","one","two"]');
  expect(await run('layers', layers('two'))).toContain('ENOENT');
  expect(await run('places', layers('early'))).toBe('INIT Extension.Crash: Error: exit code 4');
});

test.runIf(isAvailable)('a program that isn’t there is missed in Lambda’s words', async () => {
  const result = await bench.invoke('x', 'provided.al2023', '{}', { name: 'program' });
  expect(summary(result)).toMatch(/^INIT Runtime\.InvalidEntrypoint: Error: Couldn't find valid bootstrap/);
});

test.runIf(isAvailable)('a debugger is told where the sources are, if it can map them', async () => {
  const roots: (string | undefined)[] = [];
  const node = {
    onListening: async (port: number, taskRoot?: string) => {
      roots.push(taskRoot);
      await attachToNode(port);
    },
  };
  const options = { name: 'debugged' };
  const places = await bench.invoke('app.places', 'nodejs22.x', '{}', options, { debug: node });
  expect(summary(places)).toBe('["/var/task/app.js","/var/task","/var/task","/tmp"]');
  const python = { debugpyPath: join(bench.root, 'fake'), onListening: async (_: number, taskRoot?: string) => void roots.push(taskRoot) };
  const inPython = await bench.invoke('app.places', 'python3.11', '{}', options, { debug: python });
  expect(summary(inPython)).toBe('["/var/task/app.py", "/var/task", "/var/task"]');
  expect(roots).toEqual(['/var/task', '/var/task']);
});

test.runIf(isAvailable && jdk !== undefined)(
  'Java’s debugger, which knows classes alone, attaches there too',
  { timeout: 120_000 },
  async () => {
    const source = `public class Places { public String h() { return new java.io.File("").getAbsolutePath(); } }`;
    if (jdk) await compileJava(jdk, { 'Places.java': source }, bench.root);
    const result = await bench.invoke('Places::h', 'java17', '{}', { name: 'java' }, { debug: { onListening: attachToJava } });
    expect([summary(result), result.notes.filter((note) => note.includes('strict'))]).toEqual(['"/var/task"', []]);
  },
);

test.runIf(isAvailable)('frames of errors have the names of this machine', async () => {
  const { error } = await bench.invoke('app.fails', 'nodejs22.x', '{}', { name: 'fails' });
  expect(error?.stack[0]).toContain(join(bench.root, 'app.js'));
});

test.runIf(isAvailable)('nothing is left of them', async () => {
  const before = (await readdir(tmpdir())).filter((name) => name.startsWith('lambda-root-'));
  const other = await openBench(FILES, {}, systemClock(), { strict: () => true });
  await other.invoke('app.places', 'nodejs22.x');
  await other.end();
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('lambda-root-') && !before.includes(name))).toEqual([]);
});

test('where they can’t be had that is said, and where the code counts on them', async () => {
  const processes = { ...nodeProcesses(), find: async () => undefined };
  const other = await openBench({ 'app.js': `exports.handler = async () => 1;\nconst data = '/opt/data.json';\n` }, {}, systemClock(), {
    strict: () => true,
    processes,
  });
  const { notes, status } = await other.invoke('app.handler', 'nodejs24.x');
  await other.end();
  expect(status).toBe('success');
  expect(notes.slice(-2)).toEqual([
    expect.stringMatching(/^A strict run isn’t available here: /),
    'app.js, line 2, names /opt/data.json, which isn’t there outside of Lambda.',
  ]);
});
