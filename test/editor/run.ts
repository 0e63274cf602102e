/** Runs the suites inside the extension host of the browser workbench. Each opens a project of its own, one after the other. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type CodeServer, startCodeServer } from '../../scripts/codeServer.ts';
import { type Outcome, readReport } from '../../scripts/outcomes.ts';
import { readTools, root } from '../../scripts/tools.ts';
import { launchChromium } from '../ui/chromium.ts';
import { copyWorkspace } from '../workspaces/scratch.ts';
import { type BuiltSuite, buildSuites } from './suites.ts';

/** Milliseconds for one suite, the workbench's start included. */
const patience = 400_000;

export interface EditorRun {
  /** Part of the file names to run; empty runs all. */
  readonly filter?: string;
  /** Called for every outcome as it arrives. */
  onOutcome(outcome: Outcome): void;
  /** Folder of the extension to load: the project's own, unless a test of the harness says otherwise. */
  readonly extension?: string;
}

/** `dist/` must be built. */
export async function runEditorSuites({ filter, onOutcome, extension = root }: EditorRun): Promise<void> {
  const suites = await buildSuites(filter);
  const scratch = mkdtempSync(join(tmpdir(), 'lambda-workbench-editor-'));
  const tools = readTools();
  // Where a workbench that starts for the first time finds what is installed.
  cpSync(join(root, 'test/editor/javaDebugger'), join(scratch, 'extensions', 'vscjava.vscode-java-debug-0.0.1'), { recursive: true });
  const server = await startCodeServer({
    settings: desktopSettings,
    // A suite that needs it is told why it can't be had; where it was set up, Go has all that installing it takes.
    ...(tools.paths.delve === undefined && { env: { WITHOUT_DELVE: tools.missing['delve'] ?? 'It is not set up.' } }),
    tools,
    userData: join(scratch, 'user-data'),
    extensions: join(scratch, 'extensions'),
  });
  const browser = await launchChromium();
  try {
    for (const suite of suites) await runSuite(suite, { server, browser, extension, onOutcome });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Where extends Pick<EditorRun, 'onOutcome'> {
  readonly server: CodeServer;
  readonly browser: Browser;
  readonly extension: string;
}

async function runSuite(suite: BuiltSuite, { server, browser, extension, onOutcome }: Where): Promise<void> {
  const workspace = copyWorkspace(suite.workspace);
  let seen = 0;
  const stream = () => {
    const outcomes = readReport(suite.reportPath);
    for (const outcome of outcomes.slice(seen)) onOutcome(outcome);
    seen = outcomes.length;
  };
  const streaming = setInterval(stream, 200);
  try {
    const { code, said } = await runInHost({ server, browser, extension, folder: workspace.folder, entry: suite.entry });
    stream();
    const failed = readReport(suite.reportPath).some(({ status }) => status === 'failed');
    if (seen === 0 || (code !== 0 && !failed)) throw new Error(`It ended with ${code} after ${seen} tests.\n${said}`);
  } catch (error) {
    onOutcome({ name: `test/editor/${suite.name}.suite.ts`, status: 'failed', detail: (error as Error).message });
  } finally {
    clearInterval(streaming);
    workspace.remove();
  }
}

export interface HostRun {
  readonly server: CodeServer;
  readonly browser: Browser;
  /** Absolute folder of the extension to load. */
  readonly extension: string;
  /** Absolute folder to open. */
  readonly folder: string;
  /** Absolute path of a CommonJS module that exports `run()`. */
  readonly entry: string;
}

/** Runs a module inside the extension host of a window of its own. Answers its exit code, and what the window said last of errors. */
export async function runInHost({
  server,
  browser,
  extension,
  folder,
  entry,
}: HostRun): Promise<{ readonly code: number; readonly said: string }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  const lastWords = () => said.slice(-20).join('\n');
  page.on('console', (message) => void (message.type() === 'error' && said.push(message.text())));
  let timer: NodeJS.Timeout | undefined;
  try {
    const ended = new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`It didn’t end within ${patience / 1000} s.\n${lastWords()}`)), patience);
      // The workbench calls these two in the page when it runs extension tests.
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
      void page.exposeFunction(
        'codeAutomationLog',
        (type: string, args: readonly unknown[]) => void (type === 'error' && said.push(args.map(String).join(' '))),
      );
    });
    await page.route(
      (url) => url.pathname === '/',
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: allowTests(await response.text()) });
      },
    );
    await page.goto(testUrl(server.origin, folder, extension, entry));
    return { code: await ended, said: lastWords() };
  } finally {
    // A window that couldn't be opened is told of by now; its time running out would be an error that nobody takes.
    clearTimeout(timer);
    await context.close();
  }
}

/** A workbench honours the address's `payload` only with its smoke-test driver on. */
function allowTests(html: string): string {
  return html.replace(
    /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)(")/,
    (_match, before: string, settings: string, after: string) => {
      const configuration = JSON.parse(settings.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
      configuration.developmentOptions = { ...configuration.developmentOptions, enableSmokeTestDriver: true };
      return before + JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;') + after;
    },
  );
}

function testUrl(origin: string, folder: string, extension: string, entry: string): string {
  const remote = (path: string) => `vscode-remote://${new URL(origin).host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(entry)],
  ];
  return `${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Where a browser's workbench differs from the desktop's: it saves a second after the last key, which on a busy machine comes before an undo. */
const desktopSettings = { 'files.autoSave': 'off' };
