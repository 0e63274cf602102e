import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { WorkbenchError } from '../../../errors.ts';
import { runCommand } from '../../../package/command.ts';
import { DOTNET_ENVIRONMENT, dotnetErrors, hasSdk } from '../../../package/net/sdk.ts';
import type { Interpreter, LaunchOptions, Version } from '../model.ts';

/**
 * Absolute path of the assembly that runs class libraries: a few lines of ours around AWS's own client, Amazon.Lambda.RuntimeSupport,
 * which the SDK restores from NuGet. Built once for a version of .NET and kept. A function's own copy of the client wins over it.
 */
export function preparedLauncher(interpreter: Interpreter, target: Version, options: LaunchOptions): Promise<string> {
  return options.once(`dotnet ${interpreter.path} ${target.major}.${target.minor}`, () => prepare(interpreter, target, options));
}

const PROJECT = 'Launcher.csproj';
const SOURCES = [PROJECT, 'Launcher.cs'];
const ASSEMBLY = 'LambdaWorkbench.Launcher.dll';

async function prepare(interpreter: Interpreter, target: Version, options: LaunchOptions): Promise<string> {
  const { files, bootstraps, cacheDirectory } = options;
  if (cacheDirectory === undefined) throw new Error('A runner for .NET functions needs a folder to build into.');
  const home = join(cacheDirectory, 'dotnet');
  const texts = await Promise.all(SOURCES.map(async (name) => (await files.readText(join(bootstraps, 'dotnet', name))) ?? ''));
  const key = JSON.stringify([texts, target, interpreter.path]);
  // Written last: it names the folder that is whole. Two that prepare at the same time have one each.
  const record = join(home, createHash('sha256').update(key).digest('hex').slice(0, 16));
  const known = join(home, (await files.readText(record)) ?? 'none', ASSEMBLY);
  if ((await files.stat(known))?.type === 'file') return known;
  const name = randomBytes(8).toString('hex');
  const sources = join(home, `${name}-sources`);
  for (const [index, text] of texts.entries()) await files.write(join(sources, SOURCES[index] ?? ''), text);
  try {
    await build(interpreter, target, sources, join(home, name), options);
  } finally {
    await files.remove(sources);
  }
  await files.write(record, name);
  return join(home, name, ASSEMBLY);
}

async function build({ path }: Interpreter, target: Version, sources: string, output: string, options: LaunchOptions): Promise<void> {
  const { files, processes } = options;
  if (!(await hasSdk(path, files))) throw noSdk(path);
  const args = ['publish', join(sources, PROJECT), '-nologo', '-v:minimal', '-clp:NoSummary', '-c', 'Release', '-o', output];
  const properties = [`-p:LauncherTarget=${monikerOf(target)}`, `-p:RuntimeSupportVersion=${clientOf(target)}`];
  const request = { command: path, args: [...args, ...properties], cwd: sources, env: DOTNET_ENVIRONMENT };
  const built = await runCommand(processes, request, { onLine: () => {} });
  if (built.succeeded && (await files.stat(join(output, ASSEMBLY)))?.type === 'file') return;
  await files.remove(output);
  throw new WorkbenchError(
    'build-failed',
    `What runs class libraries of .NET here could not be built with "${path}":\n${dotnetErrors(built.output).join('\n')}`,
    'It takes Amazon.Lambda.RuntimeSupport from NuGet, once: check whether NuGet can be reached, and whether the SDK is of the function’s version or newer.',
  );
}

function monikerOf({ major, minor }: Version): string {
  return major >= 5 ? `net${major}.${minor}` : `netcoreapp${major}.${minor}`;
}

/** AWS's client for a version of .NET: the newest ones run on .NET 8 at least. */
function clientOf({ major }: Version): string {
  return major >= 8 ? '*' : '1.*';
}

function noSdk(path: string): WorkbenchError {
  return new WorkbenchError(
    'interpreter-not-found',
    `The function is a class library, which takes the .NET SDK to run here, and beside ${path} is only a runtime in ${dirname(path)}.`,
    'Install the SDK: it builds a small launcher with AWS’s client once. Or make the function an executable assembly.',
  );
}
