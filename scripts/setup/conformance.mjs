import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** Pinned: what the tests hold the product against must be the same on every machine. */
const requirements = ['awscli==1.45.11', 'moto[server]==5.2.1'];
const folder = join(cache, `python-${requirements.map((each) => each.replace(/^\w+(\[\w+\])?==/, '')).join('-')}`);

/** What others wrote, to test against: the AWS CLI, and moto, a stand-in for AWS. In a Python environment of their own. */
export const conformance = {
  title: 'AWS CLI and moto',
  estimate: 'about a minute',
  ready: (tools) => Boolean(tools.path('awsCli')?.startsWith(folder)) && existsSync(tools.path('awsCli')),

  async install(tools, say) {
    const python = onPath('python3', 'python');
    if (!python && process.platform !== 'linux') throw new Error('Python 3.9 or newer is needed: install it and put it on PATH.');
    await rm(folder, { recursive: true, force: true });
    // Debian ships Python without the module that makes environments.
    if (process.platform === 'linux' && !canMakeEnvironments(python))
      await apt(['python3', 'python3-venv'], 'Testing against the AWS CLI', say);
    await run(onPath('python3', 'python'), ['-m', 'venv', folder]);
    const bin = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
    const environmentPython = join(bin, process.platform === 'win32' ? 'python.exe' : 'python');
    say(requirements.join(', '));
    await run(environmentPython, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', ...requirements]);
    await tools.remember({ awsCli: join(bin, process.platform === 'win32' ? 'aws.cmd' : 'aws'), motoPython: environmentPython });
  },
};

function canMakeEnvironments(python) {
  return python !== undefined && spawnSync(python, ['-c', 'import venv, ensurepip']).status === 0;
}
