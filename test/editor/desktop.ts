/** `npm run test:desktop [FILTER]`: the same suites in the desktop VS Code, which @vscode/test-electron downloads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { writeSettings } from '../../scripts/codeServer.ts';
import { type Outcome, readReport } from '../../scripts/outcomes.ts';
import { root } from '../../scripts/tools.ts';
import { packageExtension } from '../../scripts/vsix.ts';
import { copyWorkspace } from '../workspaces/scratch.ts';
import { type BuiltSuite, buildSuites } from './suites.ts';

await packageExtension((line) => console.log(`desktop: ${line}`));
const outcomes: Outcome[] = [];
for (const suite of await buildSuites(process.argv[2])) outcomes.push(...(await runSuite(suite)));
const failed = outcomes.filter(({ status }) => status === 'failed');
for (const { name, detail } of failed) console.log(`\nFAILED ${name}\n${detail ?? ''}`);
console.log(`\n${outcomes.filter(({ status }) => status === 'passed').length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0;

async function runSuite(suite: BuiltSuite): Promise<readonly Outcome[]> {
  const workspace = copyWorkspace(suite.workspace);
  // Short: the path of a socket in it has a limit on macOS.
  const userData = mkdtempSync(join(tmpdir(), 'lw-'));
  writeSettings(join(userData, 'User'));
  const launchArgs = [workspace.folder, '--user-data-dir', userData, '--disable-extensions', '--disable-workspace-trust'];
  try {
    await runTests({
      extensionDevelopmentPath: [root, join(root, 'test/editor/javaDebugger')],
      extensionTestsPath: suite.entry,
      launchArgs,
    });
    return readReport(suite.reportPath);
  } catch (error) {
    const results = readReport(suite.reportPath);
    if (results.some(({ status }) => status === 'failed')) return results;
    return [...results, { name: `test/editor/${suite.name}.suite.ts`, status: 'failed', detail: (error as Error).message }];
  } finally {
    workspace.remove();
    rmSync(userData, { recursive: true, force: true });
  }
}
