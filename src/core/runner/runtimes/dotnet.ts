import { basename, dirname, join } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import type { RunnableFunction } from '../model.ts';
import { isDotnet } from './families.ts';
import type { Interpreter, Launch, LaunchOptions, Machine, RuntimeFamily, Version } from './model.ts';
import { type Chosen, chooseDotnet, type Dotnet, installedDotnets } from './net/find.ts';
import { preparedLauncher } from './net/launcher.ts';
import { interpreterNotFound } from './notFound.ts';

/** As Lambda's own start of .NET does it: an assembly that is a program runs by itself, a library in a launcher with AWS's client. */
export const dotnet: RuntimeFamily = {
  runs: isDotnet,

  async interpreter(runtime, machine) {
    const wanted = versionOf(runtime);
    const installed = await installedDotnets(machine);
    const chosen = chooseDotnet(wanted, installed);
    if (chosen === undefined) throw await missing(wanted, installed, machine);
    return interpreterOf(chosen, wanted, runtime);
  },

  async launch(fn, interpreter, options) {
    const start = fn.handler.includes(':') ? await library(fn, interpreter, options) : await program(fn, interpreter, options);
    const { DOTNET_ROLL_FORWARD: own } = fn.environment;
    const env = { ...interpreter.env, ...(own !== undefined && { DOTNET_ROLL_FORWARD: own }), LAMBDA_RUNTIME_NAME: fn.runtime };
    return { ...start, env };
  },

  variables: () => ({}),
};

/** `dotnet8`, `dotnetcore3.1`. */
export function versionOf(runtime: string): Version {
  const [, major = '', minor = '0'] = /(\d+)(?:\.(\d+))?$/.exec(runtime) ?? [];
  return { major: Number(major), minor: Number(minor) };
}

function interpreterOf({ dotnet, version }: Chosen, wanted: Version, runtime: string): Interpreter {
  const isExact = version.major === wanted.major && version.minor === wanted.minor;
  return {
    path: dotnet.path,
    version,
    env: { DOTNET_ROOT: dirname(dotnet.path), ...(!isExact && { DOTNET_ROLL_FORWARD: 'Major' }) },
    notes: isExact ? [] : [`It ran on .NET ${text(version)}; the function is ${runtime}.`],
  };
}

async function missing(wanted: Version, installed: readonly Dotnet[], machine: Machine): Promise<WorkbenchError> {
  const what = `.NET ${text(wanted)}`;
  const setting = 'lambdaWorkbench.dotnetPath';
  if (installed.length === 0) return interpreterNotFound(what, machine.paths.dotnet || (await machine.find('dotnet')), setting);
  const there = installed.map(({ path, runtimes }) => `.NET ${runtimes.map(text).join(' and ')} in ${dirname(path)}`);
  return new WorkbenchError(
    'interpreter-not-found',
    `The function needs ${what} or newer, and there is only ${there.join(', ')}.`,
    `Install the SDK of ${what}, or name its dotnet in the editor’s setting ${setting}.`,
  );
}

function text({ major, minor }: Version): string {
  return major >= 5 ? String(major) : `${major}.${minor}`;
}

type Start = Pick<Launch, 'command' | 'args'>;

async function program({ handler, codeRoot, name }: RunnableFunction, { path }: Interpreter, { files }: LaunchOptions): Promise<Start> {
  const assembly = join(codeRoot, handler.endsWith('.dll') ? handler : `${handler}.dll`);
  if ((await files.stat(assembly))?.type === 'file') return { command: path, args: ['exec', assembly] };
  const binary = join(codeRoot, handler);
  if ((await files.stat(binary))?.type === 'file') return { command: binary, args: [] };
  throw incomplete(name, `neither ${basename(assembly)} nor a program ${handler}`, codeRoot);
}

async function library(fn: RunnableFunction, interpreter: Interpreter, options: LaunchOptions): Promise<Start> {
  const named = fn.environment['LAMBDA_DOTNET_MAIN_ASSEMBLY'] || fn.handler.slice(0, fn.handler.indexOf(':'));
  const assembly = named.replace(/\.dll$/, '');
  const dependencies = await settled(fn, `${assembly}.deps.json`, '.deps.json', options);
  const configuration = await settled(fn, `${assembly}.runtimeconfig.json`, '.runtimeconfig.json', options);
  const launcher = await preparedLauncher(interpreter, versionOf(fn.runtime), options);
  const flags = ['--depsfile', dependencies, '--runtimeconfig', configuration];
  return { command: interpreter.path, args: ['exec', ...flags, launcher, fn.handler] };
}

/** The file of the assembly, else the only one of its kind. */
async function settled({ name, codeRoot }: RunnableFunction, expected: string, kind: string, { files }: LaunchOptions): Promise<string> {
  if ((await files.stat(join(codeRoot, expected)))?.type === 'file') return join(codeRoot, expected);
  const [only, ...more] = (await files.readDirectory(codeRoot)).filter((entry) => entry.name.endsWith(kind));
  if (only === undefined || more.length > 0) throw incomplete(name, `no ${expected}`, codeRoot);
  return join(codeRoot, only.name);
}

function incomplete(name: string, lacking: string, folder: string): WorkbenchError {
  return new WorkbenchError(
    'handler-unresolved',
    `${name} can’t start: there is ${lacking} in ${folder}.`,
    'Correct the assembly’s name in the handler, or publish the project into that folder.',
  );
}
