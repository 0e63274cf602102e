import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { out, root } from './tools.ts';

/** The extension as people get it. */
export interface Vsix {
  /** Absolute path of the `.vsix`. */
  readonly path: string;
  /** Of everything it was made from: same digest, same package. */
  readonly digest: string;
}

/** Everything that goes into the package or decides what does. */
const sources = [
  'src',
  'media',
  'syntaxes',
  'docs/findings',
  'package.json',
  'package-lock.json',
  'esbuild.mjs',
  '.vscodeignore',
  'README.md',
  'LICENSE',
];

/** Builds and packages for this platform; an answer from `out/` when nothing has changed since. */
export async function packageExtension(say: (line: string) => void): Promise<Vsix> {
  const digest = digestOf(sources);
  const target = `${process.platform}-${process.arch}`;
  const path = join(out, `lambda-workbench-${target}.vsix`);
  const stamp = `${path}.digest`;
  if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return { path, digest };

  say('building');
  node('esbuild.mjs');
  say(`packaging for ${target}`);
  await mkdir(out, { recursive: true });
  await rm(stamp, { force: true });
  const temporary = join(out, `packaging-${process.pid}.vsix`);
  node(
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--target',
    target,
    '--out',
    temporary,
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
  );
  await rename(temporary, path);
  writeFileSync(stamp, digest);
  return { path, digest };
}

function node(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`\`node ${args.join(' ')}\` ended with ${status}:\n${stdout}${stderr}`);
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(path)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): readonly string[] {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
