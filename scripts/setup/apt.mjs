/** System packages on Debian and its relatives. */
import { spawnSync } from 'node:child_process';
import { onPath, run } from './run.mjs';

let queue = Promise.resolve();
let updated = false;

export function hasPackage(name) {
  return spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout?.includes('install ok installed') ?? false;
}

/** Installs what isn't there, or throws with the command that somebody with the right to must run. One at a time: apt locks itself. */
export function apt(names, why, say) {
  const turn = queue.then(() => install(names, why, say));
  queue = turn.catch(() => undefined);
  return turn;
}

async function install(names, why, say) {
  const wanted = names.filter((name) => !hasPackage(name));
  if (wanted.length === 0) return;
  const advice = `${why} needs ${wanted.join(' ')}. Run: sudo apt-get install -y ${wanted.join(' ')}`;
  if (!onPath('apt-get'))
    throw new Error(`${why} needs ${wanted.join(' ')} (names of Debian's packages): install them with this system's package manager.`);
  if (process.getuid?.() !== 0) throw new Error(advice);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  try {
    if (!updated) await run('apt-get', ['update', '-q'], options);
    updated = true;
    say(`apt-get install ${wanted.join(' ')}`);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...wanted], options);
  } catch (error) {
    throw new Error(`${advice}\n${error.message}`);
  }
}
