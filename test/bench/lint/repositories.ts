import { existsSync } from 'node:fs';
import { join } from 'node:path';
import repositories from './repositories.json' with { type: 'json' };

/** A public repository of the corpus. Only its name and commit are ours: none of its code is in this project. */
export interface Repository {
  /** `owner/name` on GitHub. */
  readonly name: string;
  readonly commit: string;
  /** Why its functions are nobody's: they are counted by themselves. */
  readonly synthetic?: string;
}

export const corpus: readonly Repository[] = repositories;

/** Where a repository is, in a folder that holds the corpus. */
export function folderOf(repository: Repository, root: string): string {
  return join(root, repository.name.replace('/', '+'));
}

/** Those that are there, of all or of the ones whose names hold `filter`. */
export function present(root: string, filter = ''): readonly Repository[] {
  return corpus.filter((repository) => repository.name.includes(filter) && existsSync(folderOf(repository, root)));
}
