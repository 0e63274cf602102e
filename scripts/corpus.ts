/**
 * Clones the public repositories that `npm run bench:lint` reads, each at its commit: `node scripts/corpus.ts [DIR] [--further]`,
 * `out/corpus` without DIR. `--further`: those that were only looked at once all was made. What is there already stays. Needs git and a
 * network; takes about 3 GB.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { mapLimited } from '../src/core/mapLimited.ts';
import { corpus, folderOf, further, type Repository } from '../test/bench/lint/repositories.ts';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { further: { type: 'boolean', default: false } } });
const wanted = options.further ? further : corpus;
const root = resolve(positionals[0] ?? 'out/corpus');
await mkdir(root, { recursive: true });
const failures = (await mapLimited(wanted, 4, clone)).filter((failure) => failure !== undefined);
console.log(`${wanted.length - failures.length} of ${wanted.length} repositories are in ${root}`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

/** @returns what went wrong, where something did */
async function clone(repository: Repository): Promise<string | undefined> {
  const folder = folderOf(repository, root);
  if (existsSync(folder)) return undefined;
  // Under its own name only when it is whole: a clone that was interrupted is begun again.
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const git = (...args: readonly string[]) => promisify(execFile)('git', ['-C', unfinished, '-c', 'core.symlinks=true', ...args]);
  try {
    await git('init', '--quiet');
    await git('fetch', '--quiet', '--depth', '1', `https://github.com/${repository.name}.git`, repository.commit);
    await git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', 'FETCH_HEAD');
    await rename(unfinished, folder);
    console.log(repository.name);
    return undefined;
  } catch (error) {
    return `${repository.name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
