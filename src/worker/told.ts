import { applyDelta, deltaBetween, emptySnapshot, isEmpty, type SnapshotDelta, splitDelta } from '../core/analysis/delta.ts';
import type { FolderSnapshot } from '../core/analysis/model.ts';
import type { FolderChanges } from '../shared/analysisProtocol.ts';

/** Of one message: some five milliseconds for whoever receives it. */
const most = { functions: 50, findings: 150 };

interface Told {
  readonly version: number;
  /** What the other end has. */
  readonly snapshot: FolderSnapshot;
  /** What leads from there to `now`. */
  readonly rest: SnapshotDelta;
  readonly now: FolderSnapshot;
}

/** Remembers what the other end knows of each folder, and answers with what it doesn't. */
export class ToldSnapshots {
  readonly #told = new Map<string, Told>();
  #lastVersion = 0;

  /** @param since the version that the other end has. It gets everything where that isn't the one that it was told last. */
  changes(folder: string, since: number | undefined, now: FolderSnapshot): FolderChanges {
    const told = this.#told.get(folder);
    const known = told !== undefined && told.version === since ? told : undefined;
    const before = known?.snapshot ?? emptySnapshot(now.folder);
    const { part, rest } = splitDelta(known?.now === now ? known.rest : deltaBetween(before, now), most);
    const more = !isEmpty(rest);
    const version = ++this.#lastVersion;
    this.#told.set(folder, { version, snapshot: more ? applyDelta(before, part) : now, rest, now });
    return { since: known === undefined ? undefined : since, version, delta: part, more };
  }
}
