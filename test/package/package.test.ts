import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer, type ZipFile } from 'yauzl';
import { out, root } from '../../scripts/tools.ts';
import { packageExtension } from '../../scripts/vsix.ts';

let vsix: string;
beforeAll(async () => {
  vsix = (await packageExtension(() => undefined)).path;
});

describe('the package', () => {
  /** After a wanted change: `npx vitest run --project package -u`. */
  it('holds the files of files.txt and no others', async () => {
    const files = [...new Set((await filesIn(vsix)).map(withoutPlatform))].sort();
    await expect(`${files.join('\n')}\n`).toMatchFileSnapshot('files.txt');
  });

  it('is at most 20 MB', () => {
    expect(statSync(vsix).size).toBeLessThanOrEqual(20_000_000);
  });

  it('loads at most 200 KB on activation', () => {
    const loaded = loadedWith('dist/extension.js');
    const bytes = loaded.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
    expect(bytes, `Loaded: ${loaded.join(', ')}\nHeaviest in them:\n${heaviest(loaded)}`).toBeLessThanOrEqual(200_000);
  });

  it('has a lock file that names no registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*registry/);
  });
});

/** Chunks are named by their content, and esbuild's binary by the platform. */
function withoutPlatform(file: string): string {
  return file
    .replace(/^(extension\/dist\/chunks\/).*$/, '$1*.js')
    .replace(/^(extension\/node_modules\/@esbuild\/)[^/]+\//, '$1PLATFORM/')
    .replace(/PLATFORM\/esbuild\.exe$/, 'PLATFORM/bin/esbuild');
}

/** A built file and all it imports statically, as esbuild tells. */
function loadedWith(entry: string): readonly string[] {
  const outputs = builtFiles();
  const files = new Set<string>([entry]);
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) if (kind === 'import-statement' && !external) files.add(path);
  }
  return [...files];
}

/** The ten sources that give most bytes to `files`. */
function heaviest(files: readonly string[]): string {
  const outputs = builtFiles();
  const sources = files.flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  const sorted = sources.toSorted(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  return sorted
    .slice(0, 10)
    .map(([path, { bytesInOutput }]) => `${bytesInOutput} ${path}`)
    .join('\n');
}

interface BuiltFile {
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

function builtFiles(): Readonly<Record<string, BuiltFile>> {
  const meta = JSON.parse(readFileSync(join(out, 'meta.json'), 'utf8')) as { readonly outputs: Readonly<Record<string, BuiltFile>> };
  return meta.outputs;
}

function filesIn(path: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(readFileSync(path), { lazyEntries: false }, (error: Error | null, zip?: ZipFile) => {
      if (error || !zip) return reject(error);
      const names: string[] = [];
      zip.on('entry', ({ fileName }: { readonly fileName: string }) => names.push(fileName));
      zip.on('error', reject);
      zip.on('end', () => resolve(names));
    });
  });
}
