import { applyDelta, deltaBetween, emptySnapshot, firstPart } from '../core/analysis/delta.ts';
import type { FolderSnapshot } from '../core/analysis/model.ts';
import type { FolderChanges } from '../shared/analysisProtocol.ts';

/** Of one message: some ten milliseconds for whoever receives it. */
const most = { functions: 100, findings: 300 };

interface Told {
  readonly version: number;
  readonly snapshot: FolderSnapshot;
}

/** Remembers what the other end knows of each folder, and answers with what it doesn't. */
export class ToldSnapshots {
  readonly #told = new Map<string, Told>();
  #lastVersion = 0;

  /** @param since the version that the other end has. It gets everything where that isn't the one that it was told last. */
  changes(folder: string, since: number | undefined, now: FolderSnapshot): FolderChanges {
    const told = this.#told.get(folder);
    const known = told !== undefined && told.version === since ? told.snapshot : undefined;
    const before = known ?? emptySnapshot(now.folder);
    const whole = deltaBetween(before, now);
    const delta = firstPart(whole, most);
    const more = delta.templates !== whole.templates || delta.findings !== whole.findings;
    const version = ++this.#lastVersion;
    this.#told.set(folder, { version, snapshot: more ? applyDelta(before, delta) : now });
    return { since: known === undefined ? undefined : since, version, delta, more };
  }
}
