import path from 'node:path';
import type { Dependencies } from './recordingFiles.ts';

/** Which answers a change of one path makes untrue. Each look-up costs the same, however many answers there are. */
export class DependencyIndex {
  readonly #owners = new Map<string, Dependencies>();
  readonly #byPath = new Map<string, Set<string>>();
  /** Owners of anything below a folder: what a folder's coming or going changes. */
  readonly #below = new Map<string, Set<string>>();
  readonly #byListing = new Map<string, Set<string>>();
  /** Folders whose coming has been told since something last went: all answers know that they are there. */
  readonly #there = new Set<string>();

  set(owner: string, dependencies: Dependencies): void {
    for (const absent of dependencies.absent) this.#there.delete(absent);
    const known = this.#owners.get(owner);
    if (known !== undefined && isSame(known, dependencies)) {
      this.#owners.set(owner, dependencies);
      return;
    }
    this.delete(owner);
    this.#owners.set(owner, dependencies);
    this.#eachKey(dependencies, (map, key) => {
      const owners = map.get(key);
      if (owners === undefined) map.set(key, new Set([owner]));
      else owners.add(owner);
    });
  }

  delete(owner: string): void {
    const dependencies = this.#owners.get(owner);
    if (dependencies === undefined) return;
    this.#owners.delete(owner);
    this.#eachKey(dependencies, (map, key) => {
      const owners = map.get(key);
      owners?.delete(owner);
      if (owners?.size === 0) map.delete(key);
    });
  }

  /** @param exists whether there is something at `changed` now: only coming and going changes a folder's listing */
  affectedBy(changed: string, exists: boolean): readonly string[] {
    if (!exists) this.#there.clear();
    const here = [...(this.#byPath.get(changed) ?? []), ...(this.#below.get(changed) ?? []), ...this.#listers(changed, exists)];
    return exists ? [...here, ...this.#foldersThatCame(changed)] : here;
  }

  /** A file may be all that tells of the folders that came with it. */
  #foldersThatCame(changed: string): readonly string[] {
    const owners: string[] = [];
    for (let folder = path.dirname(changed); folder !== path.dirname(folder); folder = path.dirname(folder)) {
      if (this.#there.has(folder)) continue;
      this.#there.add(folder);
      for (const owner of this.#byPath.get(folder) ?? []) if (this.#owners.get(owner)?.absent.has(folder)) owners.push(owner);
      owners.push(...this.#listers(folder, true));
    }
    return owners;
  }

  /** Who listed the folder of `changed` when it was otherwise. */
  #listers(changed: string, exists: boolean): readonly string[] {
    const name = path.basename(changed);
    const parent = path.dirname(changed);
    const existed = (owner: string): boolean =>
      this.#owners
        .get(owner)
        ?.listings.get(parent)
        ?.some((entry) => entry.name === name) ?? false;
    return [...(this.#byListing.get(parent) ?? [])].filter((owner) => existed(owner) !== exists);
  }

  #eachKey(dependencies: Dependencies, visit: (map: Map<string, Set<string>>, key: string) => void): void {
    const folders = new Set<string>();
    for (const file of dependencies.paths) {
      visit(this.#byPath, file);
      for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) folders.add(folder);
    }
    for (const folder of folders) visit(this.#below, folder);
    for (const folder of dependencies.listings.keys()) visit(this.#byListing, folder);
  }
}

/** Whether both are found under the same keys. */
function isSame(before: Dependencies, after: Dependencies): boolean {
  if (before.paths.size !== after.paths.size || before.listings.size !== after.listings.size) return false;
  for (const file of after.paths) if (!before.paths.has(file)) return false;
  for (const folder of after.listings.keys()) if (!before.listings.has(folder)) return false;
  return true;
}
