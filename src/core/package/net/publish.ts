import { dirname } from 'node:path';
import { WorkbenchError } from '../../errors.ts';
import type { FunctionDefinition } from '../../project/model.ts';
import { isNative } from '../../runner/runtimes/families.ts';
import { runCommand } from '../command.ts';
import { buildFailure, type CompileTools } from '../native/compile.ts';
import type { Purpose } from '../packageable.ts';
import type { NetProject } from './project.ts';
import { DOTNET_ENVIRONMENT, dotnetErrors, dotnetProblems, hasSdk } from './sdk.ts';

export interface NetTools extends CompileTools {
  /** Absolute path of the `dotnet` that the function is built with. */
  readonly dotnet: () => Promise<string>;
}

export interface PublishRequest {
  readonly project: NetProject;
  readonly runtime: string;
  readonly purpose: Purpose;
  readonly architecture: 'x86_64' | 'arm64';
  /** Absolute folder that isn't there yet. */
  readonly output: string;
}

/** Has the SDK put a function with all that it needs into one folder. Rejects with what the compiler says; answers the `dotnet`. */
export async function publish(request: PublishRequest, definition: FunctionDefinition, tools: NetTools): Promise<string> {
  const { project } = request;
  const command = await tools.dotnet();
  if (!(await hasSdk(command, tools.files))) throw noSdk(definition, command);
  const { signal, onOutput, onDetail } = tools;
  const isError = (line: string): boolean => /: error (\w+\d+)?: /.test(line);
  const built = await runCommand(
    tools.processes,
    { command, args: publishArguments(request), cwd: project.folder, env: DOTNET_ENVIRONMENT },
    { ...(signal && { signal }), onLine: (line) => (isError(line) ? onDetail : onOutput)(line) },
  );
  if (built.succeeded) return command;
  const problems = dotnetProblems(built.output, project.folder);
  throw buildFailure('.NET', problems, { base: project.folder, said: dotnetErrors(built.output) });
}

/** As AWS's own tools publish; what runs here is for this machine, and isn't compiled further than it takes to run. */
export function publishArguments({ project, runtime, purpose, architecture, output }: PublishRequest): readonly string[] {
  const framework = frameworkFor(project, runtime);
  return [
    ...['publish', project.path, '-nologo', '-v:minimal', '-clp:NoSummary', '-c', 'Release', '-o', output],
    ...(framework === undefined ? [] : ['-f', framework]),
    '-p:GenerateRuntimeConfigurationFiles=true',
    ...(purpose === 'run' ? toRun(runtime) : toDeploy(project, runtime, architecture)),
  ];
}

function toRun(runtime: string): readonly string[] {
  const quick = ['PublishAot', 'PublishTrimmed', 'PublishReadyToRun', 'PublishSingleFile'].map((property) => `-p:${property}=false`);
  // What starts by itself is a program of this machine, whatever the project names.
  return isNative(runtime) ? [...quick, '--use-current-runtime', '--self-contained', 'false', '-p:UseAppHost=true'] : quick;
}

function toDeploy({ isNativeAot }: NetProject, runtime: string, architecture: PublishRequest['architecture']): readonly string[] {
  const identifier = architecture === 'arm64' ? 'linux-arm64' : 'linux-x64';
  const contained = isNativeAot ? [] : ['--self-contained', isNative(runtime) ? 'true' : 'false'];
  return ['-r', identifier, ...contained, '-p:ContinuousIntegrationBuild=true', '-p:Deterministic=true'];
}

/** Of a project that is built for several: that of the runtime, else the newest that it can run. */
function frameworkFor({ frameworks }: NetProject, runtime: string): string | undefined {
  if (frameworks.length < 2) return undefined;
  const versionOf = (name: string): number => Number(/(\d+\.\d+)/.exec(name)?.[1] ?? 0);
  const wanted = isNative(runtime) ? Number.POSITIVE_INFINITY : Number(/\d+(\.\d+)?$/.exec(runtime)?.[0]);
  const sorted = frameworks.toSorted((a, b) => versionOf(b) - versionOf(a));
  return sorted.find((name) => versionOf(name) <= wanted) ?? sorted.at(-1);
}

function noSdk({ name }: FunctionDefinition, path: string): WorkbenchError {
  return new WorkbenchError(
    'interpreter-not-found',
    `${name} has to be built, which takes the .NET SDK: in ${dirname(path)} is only a runtime, which runs what is built already.`,
    'Install the SDK from https://dotnet.microsoft.com/download, or build the function elsewhere and point its code at the result.',
  );
}
