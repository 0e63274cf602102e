/**
 * `npm start [-- --web | --desktop] [--port N]`, port 8180 where it is free: opens VS Code on a copy of the sample project, with the extension
 * loaded from its package: the desktop one where `code` is on PATH, else the one in the browser.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extensionsFolder, freePort, installExtension, startCodeServer, writeSettings } from './codeServer.ts';
import { cache, readTools, root } from './tools.ts';
import { packageExtension } from './vsix.ts';

const { values } = parseArgs({
  options: { web: { type: 'boolean' }, desktop: { type: 'boolean' }, port: { type: 'string' } },
});
const port = values.port === undefined ? await freePort(8180) : Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`--port takes a number from 0 to 65535, not ${values.port}.`);

const vsix = await packageExtension(say);
const scratch = mkdtempSync(join(tmpdir(), 'lambda-workbench-'));
const folder = join(scratch, 'shop');
cpSync(join(root, 'test/workspaces/shop'), folder, { recursive: true });
const extensions = extensionsFolder(join(cache, 'start'), vsix);
const hasDesktop = run('code', ['--version']);
if (values.desktop && !hasDesktop)
  fail('--desktop needs the command `code` on PATH. In VS Code: "Shell Command: Install \'code\' command in PATH".');
if (hasDesktop && !values.web) openDesktop();
else await openWeb();

/** With folders of its own: neither your settings nor your extensions are touched. */
function openDesktop(): void {
  const userData = join(cache, 'start', 'desktop');
  writeSettings(join(userData, 'User'));
  const own = ['--user-data-dir', userData, '--extensions-dir', extensions];
  if (!existsSync(join(extensions, 'extensions.json')) && !run('code', [...own, '--install-extension', vsix.path, '--force'])) {
    fail(`VS Code didn't install ${vsix.path}.`);
  }
  if (!run('code', [...own, '--new-window', folder])) fail("VS Code didn't start. `npm start -- --web` opens it in the browser.");
  say(`VS Code is open on ${folder}`);
}

async function openWeb(): Promise<void> {
  // Its set-up may have been left out before, for the sake of a desktop editor that wasn't wanted after all.
  spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), 'workbench'], { stdio: 'inherit' });
  const options = { tools: readTools(), userData: join(scratch, 'user-data'), extensions };
  installExtension(options, vsix.path);
  say('starting the browser workbench');
  const server = await startCodeServer({ ...options, port });
  console.log(
    `\nOpen ${server.origin}/?folder=${encodeURI(folder.replaceAll('\\', '/'))}\n\nA copy of the sample project is in ${folder}. Ctrl+C stops.`,
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void server.stop());
  await server.ended;
  rmSync(options.userData, { recursive: true, force: true });
}

function run(command: string, args: readonly string[]): boolean {
  // On Windows `code` is a batch file, which only a shell starts.
  const windows = process.platform === 'win32';
  return spawnSync(command, windows ? args.map((arg) => `"${arg}"`) : args, { shell: windows, stdio: 'ignore' }).status === 0;
}

function say(line: string): void {
  console.log(`start: ${line}`);
}

function fail(message: string): never {
  console.error(`start: ${message}`);
  process.exit(2);
}
