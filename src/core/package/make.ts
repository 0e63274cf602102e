import { join } from 'node:path';
import type { Layout } from './layout.ts';
import type { CompileTools } from './native/compile.ts';
import { buildFailure, compileProblems, runTool } from './native/compile.ts';
import { walk } from './walk.ts';

const MAKE = { name: 'make', title: 'make', advice: 'Install make, and open the editor again so that it sees the new PATH.' };

const ADVICE = 'Correct the Makefile or what it builds, then run it again.';

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
    const problems = compileProblems(made.output, folder);
    const said = made.output.trim().split('\n').slice(-8);
    throw buildFailure(`\`make ${target}\` in ${folder}`, problems, { base: folder, said, advice: ADVICE });
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
