import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Tools } from './tools.ts';

/** VS Code in the browser, started on 127.0.0.1. */
export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Settles with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

export interface CodeServerOptions {
  readonly tools: Tools;
  /** Absolute; made where it isn't there. Of this server alone. */
  readonly userData: string;
  /** Absolute folder of installed extensions. */
  readonly extensions: string;
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** On top of the clean workbench's. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Settings of a workbench that shows nothing but the project: no welcome page, no chat. */
export const cleanWorkbench: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

/** Resolves when it answers. Whoever starts it stops it. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const port = options.port || (await freePort());
  writeSettings(join(options.userData, 'User'), options.settings);
  const child = launch(options, ['--bind-addr', `127.0.0.1:${port}`, '--disable-workspace-trust', '--disable-getting-started-override']);
  const output: string[] = [];
  child.stdout?.on('data', (chunk) => output.push(String(chunk)));
  child.stderr?.on('data', (chunk) => output.push(String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const origin = `http://127.0.0.1:${port}`;
  const server: CodeServer = { origin, ended, stop: () => stop(child, ended) };
  // A script that is ended before it could stop it leaves no server behind.
  process.once('exit', () => kill(child, 'SIGKILL'));
  for (let tries = 0; tries < 1800; tries++) {
    if (child.exitCode !== null) break;
    if (await answers(`${origin}/healthz`)) return server;
    await delay(100);
  }
  await server.stop();
  throw new Error(`The browser workbench didn't start on ${origin}:\n${output.join('').trim()}`);
}

/** Installs a VSIX into `extensions`, unless it is there from another time. */
export function installExtension(options: Pick<CodeServerOptions, 'tools' | 'userData' | 'extensions'>, vsix: string): void {
  if (existsSync(join(options.extensions, 'extensions.json'))) return;
  const { node, args } = commandLine(options, ['--install-extension', vsix, '--force']);
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The extension wasn't installed:\n${stdout}${stderr}`);
}

/** In `base`, one folder a package, so that the next start finds it installed; those of older packages go. */
export function extensionsFolder(base: string, { digest }: { readonly digest: string }): string {
  const name = `extensions-${digest}`;
  for (const entry of existsSync(base) ? readdirSync(base) : []) {
    if (entry.startsWith('extensions-') && entry !== name) rmSync(join(base, entry), { recursive: true, force: true });
  }
  return join(base, name);
}

export function writeSettings(folder: string, settings: Readonly<Record<string, unknown>> = {}): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...cleanWorkbench, ...settings }, undefined, 2));
}

function launch(options: CodeServerOptions, more: readonly string[]): ChildProcess {
  const { node, args } = commandLine(options, [...more, '--auth', 'none', '--disable-telemetry', '--disable-update-check']);
  // A group of its own, where the system has groups: the extension host and what it started end with it.
  return spawn(node, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    env: { ...process.env, ...options.env },
  });
}

function commandLine(
  { tools, userData, extensions }: Pick<CodeServerOptions, 'tools' | 'userData' | 'extensions'>,
  more: readonly string[],
) {
  const { codeServer, codeServerNode } = tools.paths;
  if (!codeServer || !codeServerNode)
    throw new Error(`There is no browser workbench here: ${tools.missing['workbench'] ?? 'run npm run test:editor, which installs it.'}`);
  mkdirSync(userData, { recursive: true });
  // Its own config file, lest it writes one to the user's home.
  const args = [
    codeServer,
    '--config',
    join(userData, 'code-server.yaml'),
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
    ...more,
  ];
  return { node: codeServerNode, args };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  kill(child, 'SIGTERM');
  await Promise.race([ended, delay(3000, undefined, { ref: false })]);
  kill(child, 'SIGKILL');
  await ended;
}

/** With all that it started, where the system has groups of processes. */
function kill({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // Ended by itself meanwhile.
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** `wanted` where nobody listens on it, or else another. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort())));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
