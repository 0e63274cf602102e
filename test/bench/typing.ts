import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { startCodeServer } from '../../scripts/codeServer.ts';
import { out, readTools, root } from '../../scripts/tools.ts';
import { packageExtension } from '../../scripts/vsix.ts';
import { runInHost } from '../editor/run.ts';
import { launchChromium } from '../ui/chromium.ts';
import type { Held, Report } from './typing/report.ts';
import { functionsOfService, type Size, writeWorkspace } from './typing/workspace.ts';

/**
 * Types in the browser workbench, in a generated workspace of 1,000 functions with 20 files each: milliseconds from the moment when the
 * extension host hears of a keystroke to the change of the diagnostics, and the longest time that the host's loop was held meanwhile, by
 * all that runs in it and by the extension. A document is made wrong and right again 40 times, at ten keystrokes a second.
 * The same is typed in a window without the extension: what holds the loop there is the editor's own.
 * Run with: npm run bench:typing, or of another size: npm run bench:typing -- --functions 10000 --files 4
 */
const size = sizeAsked();
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'lambda-workbench-typing-')));
const folder = join(scratch, 'company');
writeWorkspace(folder, size);
await packageExtension(() => undefined);
const entry = join(out, 'bench', 'typing.cjs');
const reportPath = join(scratch, 'report.json');
await build({
  absWorkingDir: root,
  outfile: entry,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  stdin: {
    resolveDir: join(root, 'test/bench/typing'),
    contents: `import { measure } from './host.ts'; export const run = () => measure(${JSON.stringify(reportPath)});`,
  },
});
const server = await startCodeServer({
  tools: readTools(),
  userData: join(scratch, 'user-data'),
  extensions: join(scratch, 'extensions'),
  // What is measured is typing, not what saving sets off.
  settings: { 'files.autoSave': 'off' },
});
const browser = await launchChromium();
const bare = join(scratch, 'bare');
mkdirSync(bare);
writeFileSync(join(bare, 'package.json'), JSON.stringify({ name: 'bare', publisher: 'bench', version: '0.0.1', engines: { vscode: '*' } }));
try {
  const without = await reportWith(bare);
  print(await reportWith(root), without);
} finally {
  await browser.close();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Handlers need the handler's own file and the two that it imports. */
function sizeAsked(): Size {
  const options = { functions: { type: 'string', default: '1000' }, files: { type: 'string', default: '20' } } as const;
  const { values } = parseArgs({ options });
  const [services, filesOfFunction] = [Math.ceil(Number(values.functions) / functionsOfService), Number(values.files)];
  if (!(services >= 6 && filesOfFunction >= 3))
    throw new Error('It types in the sixth service: give --functions 150 or more, and --files 3 or more.');
  return { services, filesOfFunction };
}

/** @param extension absolute folder of the extension to type with */
async function reportWith(extension: string): Promise<Report> {
  const { code, said } = await runInHost({ server, browser, extension, folder, entry });
  if (code !== 0) throw new Error(`It ended with ${code}.\n${said}`);
  return JSON.parse(readFileSync(reportPath, 'utf8'));
}

function print({ load, typing }: Report, without: Report): void {
  const functions = size.services * functionsOfService;
  console.log(`${functions} functions over ${functions * size.filesOfFunction} files`);
  if (load !== undefined) console.log(`read anew: ${load.milliseconds.toFixed(0)} ms; ${heldText(load.held)}`);
  for (const [index, { where, milliseconds, held }] of typing.entries()) {
    const sorted = [...milliseconds].sort((a, b) => a - b);
    const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
    const figures = `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms, n=${sorted.length}`;
    const alone = without.typing[index]?.held.longestMs.toFixed(1);
    console.log(`a keystroke ${where}: ${figures}; ${heldText(held)}, without the extension for ${alone} ms`);
  }
}

function heldText({ longestMs, oursMs }: Held): string {
  return `the host's loop was held for ${longestMs.toFixed(1)} ms at most, by the extension for ${oursMs.toFixed(1)} ms`;
}
