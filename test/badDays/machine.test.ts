import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'machine-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const href = (path: string): string => JSON.stringify(new URL(`../../src/core/${path}`, import.meta.url).href);

/** Builds each function of a folder and runs it, and prints what comes of it. Node.js 24 runs TypeScript. */
const RUN = `
import { createServer } from 'node:net';
const { openBench, summary } = await import(${href('runner/testing.ts')});
const { createPackager } = await import(${href('package/index.ts')});
const { define, literal, notAnalysed } = await import(${href('package/testing.ts')});
const { nodeFiles } = await import(${JSON.stringify(new URL('../../src/node/files.ts', import.meta.url).href)});
const { nodeProcesses } = await import(${JSON.stringify(new URL('../../src/node/processes.ts', import.meta.url).href)});
const [folder, cacheDirectory, ...functions] = process.argv.slice(1);
const taken = process.env.TAKEN_PORT;
if (taken) await new Promise((open) => createServer().unref().listen(Number(taken), '127.0.0.1', open));
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const bench = await openBench({});
const packager = createPackager({ files: nodeFiles(), processes: nodeProcesses(), logger, cacheDirectory, interpreter: async () => 'python3' });
for (const each of functions) {
  const [handler, runtime] = each.split(' ');
  const definition = define(folder, { code: { kind: 'directory', path: folder }, handler: literal(handler), runtime: literal(runtime) });
  const said = await packager
    .build(definition, notAnalysed, { purpose: 'run' })
    .then((built) => bench.invoke(built.handler, built.runtime, '{}', { codeRoot: built.root, searchPaths: built.searchPaths }))
    .then(summary, (error) => error.code + ': ' + error.message);
  console.log(said);
}
await packager.dispose();
await bench.end();
`;

/** In namespaces of its own, which end with it. `prepare` is a shell's; the folder is its \`$1\`. */
function run(
  prepare: string,
  namespaces: string,
  functions: readonly string[],
): { readonly lines: readonly string[]; readonly stderr: string } {
  const script = `${prepare} && exec "$2" --input-type=module --no-warnings -e "$3" "$1" "$1.cache" "\${@:4}"`;
  const args = [`-r${namespaces}`, 'bash', '-c', script, 'bash', folder, process.execPath, RUN, ...functions];
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), stderr };
}

test.runIf(process.platform === 'linux')(
  'a folder that can only be read builds and runs; what the function writes there fails as in Lambda',
  async () => {
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'a.ts'), "import { b } from './sub/b';\nexport const handler = async (): Promise<string> => b;\n");
    await writeFile(join(folder, 'sub', 'b.ts'), "export const b: string = 'bundled';\n");
    await writeFile(join(folder, 'p.py'), 'import q\ndef handler(event, context): return q.b\n');
    await writeFile(join(folder, 'q.py'), "b = 'imported'\ndef writes(event, context): open('here', 'w')\n");
    const functions = ['a.handler nodejs22.x', 'p.handler python3.11', 'q.writes python3.11'];
    expect(run('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"', 'm', functions)).toEqual({
      lines: ['"bundled"', '"imported"', "ERROR OSError: [Errno 30] Read-only file system: 'here'"],
      stderr: '',
    });
    await rm(`${folder}.cache`, { recursive: true, force: true });
  },
);

test.runIf(process.platform === 'linux')('a machine without a port to be had says so, with what to do', async () => {
  await writeFile(join(folder, 'p.py'), 'def handler(event, context): return 1\n');
  // A network of its own with one port for all, and that one taken.
  const onePort = 'echo "40000 40000" > /proc/sys/net/ipv4/ip_local_port_range && export TAKEN_PORT=40000';
  expect(run(onePort, 'n', ['p.handler python3.11'])).toEqual({
    lines: ['port-in-use: The function needs a port of 127.0.0.1 to talk to the runner, and there is none: all are taken.'],
    stderr: '',
  });
});
