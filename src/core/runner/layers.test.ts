import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary, textOf } from './testing.ts';

const WRAPPER = '#!/bin/sh\nexport FROM_WRAPPER="$#"\nexec "$@"\n';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({
    'app.js': `
      const { execFileSync } = require('node:child_process');
      exports.modules = async () => ['versioned', 'shared', 'other'].map((name) => require(name));
      exports.program = async () => execFileSync('from-layer').toString();
      exports.variable = async (name) => process.env[name];
      exports.absolute = async () => [require('/opt/nodejs/own'), require('/opt/nodejs/folder'), (await import('/opt/nodejs/own.mjs')).default];
      exports.missing = async () => { try { require('/opt/nodejs/none') } catch (error) { return error.code } };
      exports.wrapped = async () => process.env.FROM_WRAPPER !== undefined;
    `,
    'app.py': `
import shared_py, versioned_py
def modules(event, context): return [shared_py.VALUE, versioned_py.VALUE]
`,
    'one/nodejs/node_modules/shared/index.js': `module.exports = 'one';`,
    'one/nodejs/node_modules/other/index.js': `module.exports = 'one';`,
    'one/nodejs/own.js': `module.exports = 'own ' + require('other');`,
    'one/nodejs/own.mjs': `import other from 'other'; export default 'esm ' + other;`,
    'one/nodejs/folder/index.js': `module.exports = 'folder';`,
    'two/nodejs/own.js': `module.exports = 'two';`,
    'one/python/shared_py.py': `VALUE = 'one'`,
    'one/bin/from-layer': '#!/bin/sh\nprintf one',
    'one/wrap': WRAPPER,
    'one/not-executable': WRAPPER,
    'two/nodejs/node22/node_modules/versioned/index.js': `module.exports = 'two';`,
    'two/nodejs/node_modules/shared/index.js': `module.exports = 'two';`,
    'two/python/shared_py.py': `VALUE = 'two'`,
    'two/python/lib/python3.11/site-packages/versioned_py.py': `VALUE = 'two'`,
    'own-wrap': WRAPPER,
  });
  for (const program of ['one/bin/from-layer', 'one/wrap', 'own-wrap']) await chmod(join(bench.root, program), 0o755);
});
afterAll(() => bench.end());

async function run(handler: string, runtime = 'nodejs22.x', event: unknown = {}, environment = {}): Promise<string> {
  const layers = [join(bench.root, 'one'), join(bench.root, 'two')];
  return summary(await bench.invoke(handler, runtime, JSON.stringify(event), { layers, environment }));
}

test('modules of layers are found, those of a later one first', async () => {
  expect(await run('app.modules')).toBe('["two","two","one"]');
  expect(await run('app.modules', 'python3.11')).toBe('["two", "two"]');
});

test('modules of layers are found by their paths in Lambda', async () => {
  expect(await run('app.absolute')).toBe('["two","folder","esm one"]');
  expect(await run('app.missing')).toBe('"MODULE_NOT_FOUND"');
});

test.skipIf(process.platform === 'win32')('programs of layers are on the PATH, libraries on theirs', async () => {
  expect(await run('app.program')).toBe('"one"');
  if (process.platform !== 'linux') return;
  const [root, expected] = [bench.root, ['', '/lib', '/two/lib', '/one/lib'].map((path) => bench.root + path).join(':')];
  expect([root, await run('app.variable', 'nodejs22.x', 'LD_LIBRARY_PATH')]).toEqual([root, `"${expected}"`]);
});

test.skipIf(process.platform === 'win32').each([
  ['/opt/wrap', 'true'],
  ['/var/task/own-wrap', 'true'],
  ['/opt/absent', 'INIT Runtime.ExitError: Error: Runtime exited with error: exit status 127'],
  ['/opt/not-executable', 'INIT Runtime.ExitError: Error: Runtime exited with error: exit status 126'],
])('a wrapper script starts the runtime: %s', async (path, expected) => {
  expect(await run('app.wrapped', 'nodejs22.x', {}, { AWS_LAMBDA_EXEC_WRAPPER: path })).toBe(expected);
});

test('a wrapper gets the interpreter and its arguments', async () => {
  const result = await bench.invoke('app.variable', 'nodejs22.x', '"FROM_WRAPPER"', {
    layers: [join(bench.root, 'one')],
    environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrap' },
  });
  expect(Number(JSON.parse(textOf(result.payload)))).toBeGreaterThan(2);
});
