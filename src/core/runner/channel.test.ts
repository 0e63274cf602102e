import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, openBench, summary } from './testing.ts';

let bench: Bench;
let wrappers: string;
beforeAll(async () => {
  wrappers = await mkdtemp(join(tmpdir(), 'wrappers-'));
  // What programs of the function's do with descriptors that they are given: nothing, or keep them for something of their own.
  await writeFile(join(wrappers, 'plain'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  await writeFile(join(wrappers, 'closed'), '#!/bin/bash\nexec 4>&-\nexec "$@"\n', { mode: 0o755 });
  await writeFile(join(wrappers, 'file'), '#!/bin/bash\nexec 4>/dev/null\nexec "$@"\n', { mode: 0o755 });
  bench = await openBench({
    'app.js': `
      const { execFileSync } = require('node:child_process');
      const fds = 'for fd in 3 4 5; do { : >&$fd; } 2>/dev/null && echo $fd; done; true';
      exports.handler = async () => [
        Object.keys(process.env).filter((name) => name.startsWith('_LAMBDA_WORKBENCH')),
        execFileSync('bash', ['-c', fds], { encoding: 'utf8' }),
      ];`,
    'app.py': `
import os, subprocess
fds = 'for fd in 4 5; do { : >&$fd; } 2>/dev/null && echo $fd; done; true'
def handler(event, context):
    names = [name for name in os.environ if name.startswith('_LAMBDA_WORKBENCH')]
    return [names, subprocess.run(['bash', '-c', fds], close_fds=False, capture_output=True, text=True).stdout]`,
  });
});
afterAll(async () => {
  await bench.end();
  await rm(wrappers, { recursive: true, force: true });
});

const runtimes = ['nodejs22.x', 'python3.11'];

test.skipIf(process.platform === 'win32').each(runtimes)(
  'what a function of %s starts hasn’t the socket of the Runtime API, and its environment doesn’t tell of it',
  async (runtime) => {
    expect(summary(await bench.invoke('app.handler', runtime))).toBe(runtime.startsWith('node') ? '[[],""]' : '[[], ""]');
  },
);

test
  .skipIf(process.platform === 'win32')
  .each(runtimes.flatMap((runtime) => ['plain', 'closed', 'file'].map((wrapper) => [runtime, wrapper])))(
  'a function of %s whose wrapper leaves the socket %s runs',
  async (runtime, wrapper) => {
    const environment = { AWS_LAMBDA_EXEC_WRAPPER: join(wrappers, wrapper) };
    expect((await bench.invoke('app.handler', runtime, '{}', { environment, name: wrapper })).status).toBe('success');
  },
);
