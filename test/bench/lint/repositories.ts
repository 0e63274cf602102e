import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import furtherRepositories from './furtherRepositories.json' with { type: 'json' };
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

/** Looked at only once all was made: how well it does on code that nothing was tried on. */
export const further: readonly Repository[] = furtherRepositories;

/** Where a repository is, in a folder that holds the corpus. */
export function folderOf(repository: Repository, root: string): string {
  return join(root, repository.name.replace('/', '+'));
}

/**
 * Those that are there. `filter`: a whole name, or what names hold. `every`: all folders of `root`, whether or not they are of the corpus.
 */
export function present(root: string, options: { readonly filter?: string | undefined; readonly every: boolean }): readonly Repository[] {
  const { filter = '', every } = options;
  const all = every ? folders(root).map((folder): Repository => ({ name: folder.replace('+', '/'), commit: '' })) : corpus;
  const isNamed = all.some(({ name }) => name === filter);
  return all.filter(({ name }) => (isNamed ? name === filter : name.includes(filter))).filter((each) => existsSync(folderOf(each, root)));
}

function folders(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}
