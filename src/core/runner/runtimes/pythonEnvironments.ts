import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Installed } from './discovery.ts';
import type { Machine, Version } from './model.ts';

/**
 * The virtual environments of a function, nearest first: in a folder of its own or one above, or where Poetry keeps them. `near`: absolute,
 * the folder of its code. What a person has installed for it is there.
 */
export async function environmentsNear(near: string, machine: Machine): Promise<readonly Installed[]> {
  const { files, environment } = machine;
  const found: Installed[] = [];
  const add = async (folder: string): Promise<void> => {
    const each = await environmentAt(folder, machine);
    if (each) found.push(each);
  };
  for (let folder = near, level = 0; level < MOST_LEVELS; folder = dirname(folder), level++) {
    for (const name of ['.venv', 'venv', 'env']) await add(join(folder, name));
    for (const path of await poetryEnvironments(folder, machine)) await add(path);
    const isTop = (await files.stat(join(folder, '.git')).catch(() => undefined)) !== undefined;
    if (isTop || folder === environment['HOME'] || dirname(folder) === folder) break;
  }
  if (environment['VIRTUAL_ENV'] !== undefined) await add(environment['VIRTUAL_ENV']);
  return found;
}

/** Folders above a function that may still be its project. */
const MOST_LEVELS = 6;

/** The environment in a folder, by the file that each has: `version = 3.12.4`, or as virtualenv and uv write it `version_info`. */
async function environmentAt(folder: string, { files, platform }: Machine): Promise<Installed | undefined> {
  const settings = await files.readText(join(folder, 'pyvenv.cfg')).catch(() => undefined);
  const version = /^version(?:_info)?\s*=\s*(\d+)\.(\d+)/m.exec(settings ?? '');
  if (version === null) return undefined;
  const path = platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  if ((await files.stat(path).catch(() => undefined))?.type !== 'file') return undefined;
  return { path, version: { major: Number(version[1]), minor: Number(version[2]) } };
}

/** Poetry names them by the project, a hash of its folder, and Python's version. */
async function poetryEnvironments(folder: string, machine: Machine): Promise<readonly string[]> {
  const { files, environment, platform } = machine;
  const project = await files.readText(join(folder, 'pyproject.toml')).catch(() => undefined);
  if (project === undefined || !project.includes('poetry')) return [];
  const name = /^\[(?:tool\.poetry|project)\][^[]*?^name\s*=\s*["']([^"']+)["']/m.exec(project)?.[1];
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  if (name === undefined || home === undefined) return [];
  const caches = { darwin: join(home, 'Library', 'Caches', 'pypoetry'), win32: join(home, 'AppData', 'Local', 'pypoetry', 'Cache') };
  const cache =
    environment['POETRY_CACHE_DIR'] ?? (platform in caches ? caches[platform as keyof typeof caches] : join(home, '.cache', 'pypoetry'));
  const all = environment['POETRY_VIRTUALENVS_PATH'] ?? join(cache, 'virtualenvs');
  const hash = createHash('sha256').update(folder).digest('base64url').slice(0, 8);
  const start = `${name
    .toLowerCase()
    .replace(/[ $`!*@"\\\r\n\t]/g, '_')
    .slice(0, 42)}-${hash}-py`;
  const entries = await files.readDirectory(all).catch(() => []);
  return entries.filter((entry) => entry.name.startsWith(start)).map((entry) => join(all, entry.name));
}

/** The environments of conda, the active one first: which Python is in one is told by what it has installed. */
export async function condaEnvironments({ files, environment, platform }: Machine): Promise<readonly Installed[]> {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const roots = home === undefined ? [] : ['miniconda3', 'anaconda3', 'miniforge3', 'mambaforge'].map((name) => join(home, name));
  const folders = [environment['CONDA_PREFIX'], ...roots].filter((folder) => folder !== undefined);
  for (const root of roots) {
    for (const { name } of await files.readDirectory(join(root, 'envs')).catch(() => [])) folders.push(join(root, 'envs', name));
  }
  const found: Installed[] = [];
  for (const folder of new Set(folders)) {
    const version = pythonAmong((await files.readDirectory(join(folder, 'conda-meta')).catch(() => [])).map(({ name }) => name));
    if (version) found.push({ path: platform === 'win32' ? join(folder, 'python.exe') : join(folder, 'bin', 'python'), version });
  }
  return found;
}

function pythonAmong(packages: readonly string[]): Version | undefined {
  for (const name of packages) {
    const version = /^python-(\d+)\.(\d+)\.[^-]*-[^-]*\.json$/.exec(name);
    if (version) return { major: Number(version[1]), minor: Number(version[2]) };
  }
  return undefined;
}
