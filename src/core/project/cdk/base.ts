import { dirname, join } from 'node:path';
import type { ReadContext } from '../reader.ts';

/** The folder that a program of the CDK is run in. */
export interface Base {
  readonly folder: string;
  /** False where it is only likely: then only what is there counts. */
  readonly certain: boolean;
  /** What runs is what a compiler makes of the sources in another folder: `__dirname` is there, not here. */
  readonly compiled: boolean;
}

const MOST_PARENTS = 12;

/** `cdk` runs where cdk.json is. Without one, where the package is, if it is anywhere above at all. */
export async function baseOf(path: string, { folder, files }: ReadContext): Promise<Base | undefined> {
  let manifest: string | undefined;
  let current = dirname(path);
  for (let step = 0; step < MOST_PARENTS; step += 1) {
    const config = await files.readText(join(current, 'cdk.json'));
    if (config !== undefined) return { folder: current, certain: true, compiled: runsCompiled(config) };
    // SST up to version 2 runs programs of the CDK.
    if ((await files.stat(join(current, 'sst.config.ts'))) !== undefined) return { folder: current, certain: true, compiled: false };
    manifest ??= (await files.stat(join(current, 'package.json'))) === undefined ? undefined : current;
    if (current === folder || dirname(current) === current) break;
    current = dirname(current);
  }
  return manifest === undefined ? undefined : { folder: manifest, certain: false, compiled: false };
}

/** `"app": "node dist/bin/app.js"`: a folder of its own. `node bin/app.js` is compiled in place. */
function runsCompiled(config: string): boolean {
  return /"app"\s*:\s*"[^"]*\bnode\s[^"]*\b(?:dist|build|out|lib\/bin|built|target|\.?output|js)\/[^"]*"/.test(config);
}
