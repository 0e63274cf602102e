import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { startReport } from '../../scripts/outcomes.ts';
import { out, root } from '../../scripts/tools.ts';

/** A `*.suite.ts` file, bundled for the extension host. */
export interface BuiltSuite {
  /** File name without `.suite.ts`. */
  readonly name: string;
  /** Project of `test/workspaces` that it opens: its first line says `// workspace: NAME`. */
  readonly workspace: string;
  /** For `extensionTestsPath`. Absolute. */
  readonly entry: string;
  /** Where its outcomes arrive while it runs. */
  readonly reportPath: string;
}

/** Every suite there is, or those whose name contains `filter`. */
export async function buildSuites(filter = ''): Promise<readonly BuiltSuite[]> {
  const entries = await readdir(join(root, 'test/editor'), { recursive: true });
  const files = entries
    .filter((entry) => entry.endsWith('.suite.ts'))
    .map((entry) => join('test/editor', entry))
    .sort();
  return Promise.all(files.filter((file) => file.includes(filter)).map(buildSuite));
}

async function buildSuite(file: string): Promise<BuiltSuite> {
  const name = basename(file, '.suite.ts');
  const workspace = /^\/\/ workspace: (\S+)/.exec(await readFile(join(root, file), 'utf8'))?.[1];
  if (!workspace) throw new Error(`${file}: its first line must name its project, as in "// workspace: shop".`);
  const entry = join(out, 'editor', `${name}.cjs`);
  const reportPath = join(out, 'reports', `editor-${name}.jsonl`);
  startReport(reportPath);
  const module = JSON.stringify(join(root, file));
  await build({
    absWorkingDir: root,
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
    stdin: {
      resolveDir: join(root, 'test/editor'),
      contents: `
        import { runMocha } from './mocha.ts';
        export const run = () => runMocha(${JSON.stringify({ file, reportPath })}, () => require(${module}));`,
    },
  });
  return { name, workspace, entry, reportPath };
}
