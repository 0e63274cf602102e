import { join } from 'node:path';
import { BuildError } from '../errors.ts';
import type { Layout } from './layout.ts';
import type { CompileTools } from './native/compile.ts';
import { runTool } from './native/compile.ts';
import { walk } from './walk.ts';

const MAKE = { name: 'make', title: 'make', advice: 'Install make, and open the editor again so that it sees the new PATH.' };

/** SAM's `BuildMethod: makefile`: the target `build-<LogicalId>` puts the whole package into ARTIFACTS_DIR, `root`. */
export async function makePackage(
  { folder, logicalId, root }: { readonly folder: string; readonly logicalId: string; readonly root: string },
  tools: CompileTools,
): Promise<Layout> {
  const { files } = tools;
  await files.remove(root);
  await files.makeDirectory(root);
  const target = `build-${logicalId}`;
  const made = await runTool(MAKE, { args: [target], cwd: folder, env: { ARTIFACTS_DIR: root } }, tools);
  if (!made.succeeded) {
    const last = made.output.trim().split('\n').slice(-8).join('\n');
    throw new BuildError(
      `\`make ${target}\` in ${folder} failed:\n${last}`,
      'Correct the Makefile or what it builds, then run it again.',
      [],
    );
  }
  const packaged = await walk(files, root, { enterFolder: () => true, takeFile: () => true });
  const sources = await walk(files, folder, { enterFolder: (_path, name) => !LEFT_ALONE.test(name), takeFile: () => true });
  return {
    root,
    searchPaths: [],
    files: packaged.files.map((path) => ({ path, source: join(root, path) })),
    inputs: [...sources.folders, ...sources.files.map((path) => join(folder, path))],
    warnings: sources.warnings,
  };
}

/** What tools make, or download. */
const LEFT_ALONE = /^(\..*|node_modules|target|__pycache__|venv)$/;
