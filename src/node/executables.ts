import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * The absolute path of `name` on PATH. A version manager's shim is asked which executable it starts; one that starts none
 * here (a version that is installed but not chosen) leads to the newest installed version that has `name`.
 * Symbolic links are kept as they are: a virtual environment's `python` is one, and knows its packages by its own place.
 */
export async function findExecutable(name: string): Promise<string | undefined> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    if (directory === '') continue;
    for (const extension of EXTENSIONS) {
      const path = resolve(directory, name + extension);
      if (!(await isExecutable(path))) continue;
      const real = isShim(path) ? await seeThrough(path) : path;
      if (real !== undefined) return real;
    }
  }
  return undefined;
}

const EXTENSIONS = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** pyenv, asdf, mise, nodenv and Volta; and the aliases by which Windows offers its store. */
function isShim(path: string): boolean {
  const directory = dirname(path);
  return /^(shims|WindowsApps)$/i.test(basename(directory)) || /[\\/]\.?volta[\\/]bin$/i.test(directory);
}

async function seeThrough(shim: string): Promise<string | undefined> {
  const kind = /^(python|node)/i.exec(basename(shim))?.[1]?.toLowerCase();
  // Of any other executable's shim nothing is certain but that it works.
  if (kind === undefined) return shim;
  const question = kind === 'node' ? ['-p', 'process.execPath'] : ['-c', 'import sys; print(sys.executable)'];
  try {
    const { stdout } = await promisify(execFile)(shim, question, { timeout: 10_000, windowsHide: true });
    const path = stdout.trim();
    if (await isExecutable(path)) return path;
  } catch {
    // The shim starts nothing here.
  }
  return newestInstalled(shim, kind);
}

async function newestInstalled(shim: string, kind: string): Promise<string | undefined> {
  const root = dirname(dirname(shim));
  const tool = kind === 'node' ? 'nodejs' : kind;
  const candidates: string[] = [];
  // pyenv and nodenv keep `versions/`, asdf and mise `installs/<tool>/`.
  for (const versions of [join(root, 'versions'), join(root, 'installs', tool)]) {
    const names = await readdir(versions).catch(() => []);
    for (const version of names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))) {
      candidates.push(join(versions, version, 'bin', basename(shim)));
    }
  }
  for (const path of candidates) if (await isExecutable(path)) return path;
  return undefined;
}
