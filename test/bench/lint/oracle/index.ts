import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scanner, Sighting } from './model.ts';
import { scanProgram } from './programs.ts';
import { scanServerless } from './serverless.ts';
import { scanTemplate } from './templates.ts';
import { scanTerraform } from './terraform.ts';

const scanners: readonly Scanner[] = [scanTemplate, scanServerless, scanTerraform, scanProgram];

/** Every function that a look at the lines of a repository's files shows. */
export function sightingsIn(folder: string): readonly Sighting[] {
  const other = (file: string): readonly string[] | undefined => linesOf(join(folder, file));
  return [...filesBelow(folder, '')].flatMap((file) => {
    const lines = other(file);
    return lines === undefined ? [] : scanners.flatMap((scan) => scan({ file, lines, other }));
  });
}

/** Relative, with forward slashes. Links are not followed: what they lead to is seen where it is. */
function* filesBelow(root: string, directory: string): Generator<string> {
  for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory() && !leftOut.has(entry.name)) yield* filesBelow(root, path);
    else if (entry.isFile() && scanned.test(entry.name)) yield path;
  }
}

const scanned = /\.(ya?ml|json|template|tf|tofu|[cm]?[jt]s|[jt]sx|py|java|kt|cs|go)$/;

function linesOf(path: string): readonly string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    // A folder with a file's name, a broken link.
    return undefined;
  }
}

/** Installed or made by tools. */
const leftOut: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.aws-sam',
  'cdk.out',
  '.venv',
  '.serverless',
  '.sst',
  '.terraform',
  '.build',
]);
