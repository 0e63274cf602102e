import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** The product's own word for it: what the tests try is what it installs. */
const source = readFileSync(fileURLToPath(new URL('../../src/core/package/delve.ts', import.meta.url)), 'utf8');
const version = /VERSION = '(v[\d.]+)'/.exec(source)?.[1];
/** As the product lays it out below its folder. */
const folder = join(cache, 'delve', `${version}`);
const executable = join(folder, process.platform === 'win32' ? 'dlv.exe' : 'dlv');

/** Debugs the tests' functions of Go. */
export const delve = {
  title: `Delve ${version}`,
  estimate: 'about two minutes',
  ready: (tools) => tools.path('delve') === executable && existsSync(executable),

  async install(tools, say) {
    const go = onPath('go');
    if (!go) throw new Error('Go is needed: install it and put it on PATH.');
    await mkdir(folder, { recursive: true });
    say('go install');
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '' };
    await run(go, ['install', `github.com/go-delve/delve/cmd/dlv@${version}`], { cwd: folder, env });
    await tools.remember({ delve: executable });
  },
};
