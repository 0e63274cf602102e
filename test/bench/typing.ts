import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startCodeServer } from '../../scripts/codeServer.ts';
import { out, readTools, root } from '../../scripts/tools.ts';
import { packageExtension } from '../../scripts/vsix.ts';
import { runInHost } from '../editor/run.ts';
import { launchChromium } from '../ui/chromium.ts';
import type { Report } from './typing/report.ts';
import { size, writeWorkspace } from './typing/workspace.ts';

/**
 * Types in the browser workbench, in a generated workspace of 1,000 functions over 20,000 files: milliseconds from the moment when the
 * extension host hears of a keystroke to the change of the diagnostics, and the longest time that the host's loop was held meanwhile.
 * The document is made wrong and right again 40 times, at ten keystrokes a second.
 * Run with: npm run bench:typing
 */
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'lambda-workbench-typing-')));
const folder = join(scratch, 'company');
writeWorkspace(folder);
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
try {
  const { code, said } = await runInHost({ server, browser, extension: root, folder, entry });
  if (code !== 0) throw new Error(`It ended with ${code}.\n${said}`);
  print(JSON.parse(readFileSync(reportPath, 'utf8')));
} finally {
  await browser.close();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}

function print({ functions, loadMs, loadBlockedMs, typing }: Report): void {
  const files = size.services * size.functionsOfService * size.filesOfFunction;
  console.log(`${functions} functions over ${files} files`);
  console.log(`read anew: ${loadMs.toFixed(0)} ms, the host's loop held for ${loadBlockedMs.toFixed(1)} ms at most`);
  for (const { where, milliseconds, blockedMs } of typing) {
    const sorted = [...milliseconds].sort((a, b) => a - b);
    const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
    const figures = `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms, n=${sorted.length}`;
    console.log(`a keystroke ${where}: ${figures}; the host's loop held for ${blockedMs.toFixed(1)} ms at most`);
  }
}
