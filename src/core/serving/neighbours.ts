import type { FolderSnapshot } from '../analysis/model.ts';
import type { CallDebugger } from '../debuggedCalls.ts';
import { type Doorway, openDoorway } from '../local/doorway.ts';
import { variablesForFunctions } from '../local/functionVariables.ts';
import type { CalledParts, Neighbour } from '../localCalls.ts';
import type { Ports } from '../ports.ts';
import type { Callable, Neighbourhood } from './neighbourhood.ts';

export interface NeighboursOptions extends Pick<Ports, 'files' | 'processes'> {
  /** What answers behind a door; asked once for each, when somebody knocks. */
  readonly open: (doorway: Doorway, latest: () => Callable) => Promise<Neighbourhood>;
}

/**
 * Lambda's API beside functions that run by themselves, from the editor or with `invoke`: through it they call each other as those of
 * `serve` do. Until one is called there is an open port, and nothing behind it: most functions call none.
 */
export class Neighbours {
  readonly #options: NeighboursOptions;
  /** Two for a folder at most: what debugged functions call is debugged, too. */
  readonly #doors = new Map<string, Promise<FolderDoor>>();
  #isDisposed = false;

  constructor(options: NeighboursOptions) {
    this.#options = options;
  }

  /** Those of the folder as they are in the latest snapshot that this was asked with; the latest of debuggers has them, where there is one. */
  async of(snapshot: FolderSnapshot, callDebugger?: CallDebugger): Promise<Neighbour> {
    const latest = { snapshot, ...(callDebugger && { callDebugger }) };
    const key = `${callDebugger ? 'debugged' : 'plain'} ${snapshot.folder}`;
    let opening = this.#doors.get(key);
    if (opening === undefined) {
      opening = this.#open(latest);
      this.#doors.set(key, opening);
      opening.catch(() => this.#doors.delete(key));
    }
    const door = await opening;
    door.latest = latest;
    return { variables: door.variables, missed: () => door.missed(), called: () => door.called() };
  }

  /** Cancels what they run. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.allSettled([...this.#doors.values()].map(async (door) => await (await door).close()));
  }

  async #open(first: Callable): Promise<FolderDoor> {
    const { files, processes, open } = this.#options;
    const doorway = await openDoorway();
    const variables = await variablesForFunctions(`http://127.0.0.1:${doorway.port}`, processes.environment, files);
    const door = new FolderDoor(doorway, variables, first, open);
    if (this.#isDisposed) await door.close();
    return door;
  }
}

class FolderDoor {
  readonly #doorway: Doorway;
  readonly variables: Neighbour['variables'];
  latest: Callable;
  #behind: Promise<Neighbourhood> | undefined;
  #opened: Neighbourhood | undefined;

  constructor(doorway: Doorway, variables: Neighbour['variables'], first: Callable, open: NeighboursOptions['open']) {
    this.#doorway = doorway;
    this.variables = variables;
    this.latest = first;
    doorway.onKnock(() => {
      this.#behind = open(doorway, () => this.latest);
      this.#behind.then(
        (opened) => {
          this.#opened = opened;
        },
        () => doorway.close(),
      );
    });
  }

  missed(): readonly string[] {
    return this.#opened?.missed() ?? [];
  }

  called(): CalledParts {
    return this.#opened?.called() ?? [];
  }

  async close(): Promise<void> {
    this.#doorway.close();
    await (await this.#behind)?.close();
  }
}
