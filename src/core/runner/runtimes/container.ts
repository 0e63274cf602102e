import { runCommand, toolEnvironment } from '../../package/command.ts';
import type { Processes, SpawnRequest } from '../../ports.ts';
import type { RunnableFunction } from '../model.ts';
import type { RuntimeFamily } from './model.ts';

/** What stands for the runtime of a function that is an image. */
export const IMAGE = 'image';

/**
 * Images, by Docker or what takes the same arguments: a container for each environment, whose runtime is told our Runtime API. AWS's base
 * images start their emulator only where they are told none.
 */
export const container: RuntimeFamily = {
  runs: (runtime) => runtime === IMAGE,

  interpreter: async () => ({ path: 'docker', version: { major: 0, minor: 0 }, env: {}, notes: [] }),

  launch(fn, _interpreter, { processes }) {
    const { container: image } = fn;
    if (image === undefined) throw new Error('A function of an image comes with its image.');
    // Elsewhere containers are in a virtual machine, whose loopback isn't this machine's.
    const isHere = processes.platform === 'linux';
    return {
      command: image.tool,
      args: [],
      env: {},
      ...(!isHere && { apiHost: AWAY_HOST }),
      placed: (request) => inContainer(request, fn, processes),
      async end(mark) {
        const args = ['rm', '--force', nameOf(mark)];
        await runCommand(processes, { command: image.tool, args, cwd: fn.codeRoot }, { onLine: () => {} });
      },
    };
  },

  variables: () => ({}),
};

/** This machine's name in a container of Docker Desktop. */
const AWAY_HOST = 'host.docker.internal';

function nameOf(mark: string): string {
  return `lambda-workbench-${mark}`;
}

function inContainer(request: SpawnRequest, fn: RunnableFunction, processes: Processes): SpawnRequest {
  const { container: image } = fn;
  if (image === undefined) return request;
  const isHere = processes.platform === 'linux';
  const names = Object.keys(request.env).filter((name) => isForContainer(name, fn));
  const address = request.env['AWS_LAMBDA_RUNTIME_API'] ?? '';
  const given: Readonly<Record<string, string>> = {
    ...Object.fromEntries(names.map((name) => [name, request.env[name] ?? ''])),
    AWS_LAMBDA_RUNTIME_API: isHere ? address : address.replace(/^[^:]*/, AWAY_HOST),
  };
  const own = toolEnvironment(processes.environment);
  // By their names alone, so that no list of processes shows their values; but for what the tool itself heeds.
  const variables = Object.entries(given).flatMap(([name, value]) => ['--env', isHeeded(name, own) ? `${name}=${value}` : name]);
  const passed = Object.entries(given).filter(([name]) => !isHeeded(name, own));
  return {
    ...request,
    args: [
      ...['run', '--rm', '--name', nameOf(request.mark ?? ''), '--platform', image.platform],
      ...(isHere ? ['--network', 'host'] : []),
      ...['--memory', `${fn.memoryMb}m`],
      ...variables,
      image.id,
      ...image.command,
    ],
    env: { ...own, ...Object.fromEntries(passed) },
    logPipe: false,
  };
}

/** The function's own variables and Lambda's; not those that name places of this machine. */
function isForContainer(name: string, { environment, fallbackVariables = {} }: RunnableFunction): boolean {
  if (name in environment || name in fallbackVariables) return true;
  return /^(AWS_.*|_HANDLER|TZ)$/.test(name) && !/^AWS_(PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|EXECUTION_ENV)$/.test(name);
}

function isHeeded(name: string, own: Readonly<Record<string, string>>): boolean {
  return name in own || /^(DOCKER|CONTAINER|BUILDAH|FINCH)_|^(PATH|HOME)$/.test(name);
}
