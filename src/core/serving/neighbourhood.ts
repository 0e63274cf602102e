import type { FolderSnapshot } from '../analysis/model.ts';
import { type CallDebugger, underDebugger } from '../debuggedCalls.ts';
import type { Doorway } from '../local/doorway.ts';
import { createLocalCloud, type LocalCloud, type LocalCloudOptions } from '../local/index.ts';
import type { CalledParts } from '../localCalls.ts';
import type { LayerFinder } from '../localLayers.ts';
import type { Packager } from '../package/index.ts';
import { FolderFunctions } from './folderFunctions.ts';
import { LastGood } from './lastGood.ts';
import { ServableNames } from './servableNames.ts';

export interface NeighbourhoodOptions extends Omit<LocalCloudOptions, 'directory'> {
  readonly doorway: Doorway;
  readonly latest: () => Callable;
  readonly packager: Packager;
  readonly layers: Pick<LayerFinder, 'layersOf'>;
}

/** Who can be called, and what debugs them. */
export interface Callable {
  readonly snapshot: FolderSnapshot;
  /** Left out, now and later: they run without a debugger. */
  readonly callDebugger?: CallDebugger;
}

/** The functions of a folder behind Lambda's API, for those of them that run by themselves: each as its sources are when it is called. */
export class Neighbourhood {
  readonly #cloud: LocalCloud;
  readonly #options: NeighbourhoodOptions;
  readonly #directory: string;
  readonly #closing = new AbortController();
  readonly #functions: FolderFunctions;
  readonly #names = new ServableNames();
  readonly #lastGood: LastGood;
  readonly #missed = new Set<string>();
  #called = new Set<string>();
  #linked: { readonly snapshot: FolderSnapshot; readonly done: Promise<void> } | undefined;

  private constructor(options: NeighbourhoodOptions, directory: string) {
    const { packager, layers, files, clock, logger, latest } = options;
    this.#options = options;
    this.#directory = directory;
    const runner = underDebugger(options.runner, () => latest().callDebugger);
    this.#cloud = createLocalCloud({ ...options, runner, directory });
    const say = (line: string) => logger.info(line);
    // Each is looked at again by each call.
    const onBuilt = (parts: CalledParts) => {
      for (const part of parts === 'unknown' ? [parts] : parts) this.#called.add(part);
    };
    this.#lastGood = new LastGood(files, say);
    const debuggable = latest().callDebugger !== undefined;
    const ports = { packager, layers, clock, signal: this.#closing.signal, changes: () => undefined, onBuilt, say };
    this.#functions = new FolderFunctions({ ...ports, debuggable });
  }

  static async open(options: NeighbourhoodOptions): Promise<Neighbourhood> {
    const opened = new Neighbourhood(options, await options.files.makeTemporaryDirectory('lambda-workbench-calls-'));
    await opened.#listen();
    return opened;
  }

  /** Names that were called since this was asked last, and are none of the folder's. */
  missed(): readonly string[] {
    const missed = [...this.#missed];
    this.#missed.clear();
    return missed;
  }

  /** As `Neighbour` has it. */
  called(): CalledParts {
    const called = this.#called;
    this.#called = new Set();
    return called.has('unknown') ? 'unknown' : [...called];
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#cloud.close();
    await this.#options.files.remove(this.#directory);
  }

  async #listen(): Promise<void> {
    const { doorway } = this.#options;
    await this.#cloud.listen({ port: doorway.port, doorway, ready: () => this.#ready(), onMissing: (name) => this.#missed.add(name) });
  }

  async #ready(): Promise<void> {
    const { snapshot } = this.#options.latest();
    if (this.#linked?.snapshot !== snapshot) this.#linked = { snapshot, done: this.#link(snapshot) };
    await this.#linked.done;
  }

  async #link(snapshot: FolderSnapshot): Promise<void> {
    await this.#linked?.done.catch(() => {});
    const { functions } = this.#names.of(await this.#lastGood.take(snapshot));
    await this.#cloud.link(this.#functions.replace(functions));
  }
}
