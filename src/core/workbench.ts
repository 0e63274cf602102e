import { join } from 'node:path';
import { lazyPackager, lazyRunner } from './lazyParts.ts';
import type { LocalCloud, LocalCloudOptions } from './local/index.ts';
import type { LayerFinder } from './localLayers.ts';
import { createLocalRuns, type LocalRuns } from './localRun.ts';
import { createLogHub, type LogHub } from './logs/index.ts';
import { Debugpy } from './package/debugpy.ts';
import { Delve } from './package/delve.ts';
import type { Packager } from './package/index.ts';
import type { Ports } from './ports.ts';
import type { Interpreters } from './runner/interpreters.ts';
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
  readonly debugpy: Debugpy;
  readonly delve: Delve;
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
  let interpreters: Promise<Interpreters> | undefined;
  const interpreter = async (runtime: string) => {
    interpreters ??= import('./runner/interpreters.ts').then(({ Interpreters }) => new Interpreters(ports, options.interpreters));
    return (await (await interpreters).forRuntime(runtime)).path;
  };
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
  let finder: Promise<LayerFinder> | undefined;
  const layers: Workbench['layers'] = {
    async layersOf(definition, how) {
      finder ??= import('./localLayers.ts').then(
        ({ LayerFinder }) => new LayerFinder({ ...ports, interpreter }, join(options.cacheDirectory, 'layers')),
      );
      return (await finder).layersOf(definition, how);
    },
  };
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
  return {
    packager,
    debugpy: new Debugpy({ files, processes, logger, cache: join(options.cacheDirectory, 'debugpy'), interpreter }),
    delve: new Delve({ files, processes, logger, cache: join(options.runtimesDirectory, 'delve') }),
    runner,
    layers,
    runs: createLocalRuns({ builder: packager, runner, layers, neighbours, clock: ports.clock }),
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
