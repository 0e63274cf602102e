import { join } from 'node:path';
import { lazyPackager, lazyRunner, once } from './lazyParts.ts';
import type { LocalCloud, LocalCloudOptions } from './local/index.ts';
import type { LayerFinder } from './localLayers.ts';
import type { LocalRuns } from './localRun.ts';
import { createLogHub, type LogHub } from './logs/index.ts';
import type { Debugpy } from './package/debugpy.ts';
import type { Delve } from './package/delve.ts';
import type { Packager } from './package/index.ts';
import type { Ports } from './ports.ts';
import type { Runner } from './runner/model.ts';
import type { InterpreterPaths } from './runner/runtimes/model.ts';
import { Neighbours } from './serving/neighbours.ts';
import { withoutUndefined } from './withoutUndefined.ts';

export interface WorkbenchOptions {
  /** Absolute folder of the bootstraps (dist/bootstrap). */
  readonly bootstraps: string;
  /** Absolute folder for what can be made again: bundles, installed dependencies. */
  readonly cacheDirectory: string;
  /** Absolute folder for what runtimes keep to start faster: that of all workbenches of this user, at the same time, at a path that stays. */
  readonly runtimesDirectory: string;
  /** Absolute folder for the local cloud's functions: they are there again next time. */
  readonly cloudDirectory: string;
  /** Asked at each cold start: settings may change. */
  readonly interpreters: () => InterpreterPaths;
  /** Asked at each invocation. Left out: 1000, as in a new account of AWS. */
  readonly maxConcurrency?: () => number;
  /** Asked at each invocation: whether functions see the folders of Lambda, where the system can show them. */
  readonly strict?: () => boolean;
  readonly maxLogRecords: number;
}

/** The core's object graph behind a run, a deployment and their logs: the same for the editor and the command line. */
export interface Workbench {
  readonly packager: Packager;
  readonly debugpy: Pick<Debugpy, 'installed' | 'install'>;
  readonly delve: Pick<Delve, 'installed' | 'install'>;
  readonly runner: Runner;
  readonly layers: Pick<LayerFinder, 'layersOf'>;
  readonly runs: LocalRuns;
  /** Made when it is first asked for: most sessions never need it, and it is large. Always the same one. */
  readonly cloud: () => Promise<LocalCloud>;
  /** All lines: of local runs where the caller adds them, and of the local cloud. */
  readonly logs: LogHub;
  /** Ends every environment and server. */
  dispose(): Promise<void>;
}

export function createWorkbench(ports: Ports, options: WorkbenchOptions): Workbench {
  const logs = createLogHub({ maxRecords: options.maxLogRecords });
  const { files, processes, logger } = ports;
  const interpreters = once(async () => {
    const { Interpreters } = await import('./runner/interpreters.ts');
    return new Interpreters(ports, options.interpreters);
  });
  const interpreter = async (runtime: string) => (await (await interpreters()).forRuntime(runtime)).path;
  const packager = lazyPackager(async () => {
    const { createPackager } = await import('./package/index.ts');
    return createPackager({ files, processes, logger, cacheDirectory: join(options.cacheDirectory, 'packages'), interpreter });
  });
  const runner = lazyRunner(async () => {
    const { createRunner } = await import('./runner/index.ts');
    return createRunner({
      ...ports,
      bootstraps: options.bootstraps,
      interpreters: options.interpreters,
      cacheDirectory: options.runtimesDirectory,
      ...withoutUndefined({ maxConcurrency: options.maxConcurrency, strict: options.strict }),
    });
  });
  const finder = once(async () => {
    const { LayerFinder } = await import('./localLayers.ts');
    return new LayerFinder({ ...ports, interpreter }, join(options.cacheDirectory, 'layers'));
  });
  const layers: Workbench['layers'] = { layersOf: async (...args) => (await finder()).layersOf(...args) };
  const debugpy = once(async () => {
    const { Debugpy } = await import('./package/debugpy.ts');
    return new Debugpy({ files, processes, logger, cache: join(options.cacheDirectory, 'debugpy'), interpreter });
  });
  const delve = once(async () => {
    const { Delve } = await import('./package/delve.ts');
    return new Delve({ files, processes, logger, cache: join(options.runtimesDirectory, 'delve') });
  });
  const cloudOptions: Omit<LocalCloudOptions, 'directory'> = {
    ...{ files, clock: ports.clock, logger, runner },
    environment: processes.environment,
    onLog: (event) => logs.add(event),
  };
  let cloud: Promise<LocalCloud> | undefined;
  const openCloud = async () => {
    const { createLocalCloud } = await import('./local/index.ts');
    return createLocalCloud({ ...cloudOptions, directory: options.cloudDirectory });
  };
  const neighbours = new Neighbours({
    files,
    processes,
    async open(doorway, latest) {
      const { Neighbourhood } = await import('./serving/neighbourhood.ts');
      return await Neighbourhood.open({ ...cloudOptions, doorway, latest, packager, layers });
    },
  });
  const runs = once(async () => {
    const { createLocalRuns } = await import('./localRun.ts');
    return createLocalRuns({ builder: packager, runner, layers, neighbours, clock: ports.clock });
  });
  return {
    packager,
    debugpy: {
      installed: async (...args) => (await debugpy()).installed(...args),
      install: async (...args) => (await debugpy()).install(...args),
    },
    delve: {
      installed: async () => (await delve()).installed(),
      install: async (...args) => (await delve()).install(...args),
    },
    runner,
    layers,
    runs: { run: async (...args) => (await runs()).run(...args) },
    cloud() {
      cloud ??= openCloud();
      return cloud;
    },
    logs,
    async dispose() {
      // Each whether or not the one before could: processes end in any case.
      await Promise.allSettled([neighbours.dispose(), cloud?.then((opened) => opened.close()), runner.dispose(), packager.dispose()]);
    },
  };
}
