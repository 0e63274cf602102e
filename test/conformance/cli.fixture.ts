import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { clientEnvironment } from './aws-cli.fixture.ts';

const root = resolve(import.meta.dirname, '../..');
/** The command line as it is shipped. */
export const cli: string = join(root, 'dist', 'cli.js');

/** Why the shipped command line can't be tested here; undefined where it can. */
export function cliMissing(): string | undefined {
  return existsSync(cli) ? undefined : 'dist/cli.js is not built: npm run build';
}

/** A copy of the sample project in a folder whose name is no plain word, and a cache of its own. */
export interface Project {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

export function copyShop(): Project {
  const home = mkdtempSync(join(tmpdir(), 'lambda-workbench-cli-'));
  const folder = join(home, 'my shöp');
  cpSync(join(root, 'test', 'workspaces', 'shop'), folder, { recursive: true });
  const environment = Object.fromEntries(
    Object.entries(clientEnvironment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return {
    folder,
    environment: { ...environment, XDG_CACHE_HOME: join(home, 'cache') },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export interface Running {
  /** The next line of stdout; undefined at its end. */
  nextLine(): Promise<string | undefined>;
  readonly stderr: () => string;
  /** Ctrl+C; resolves with how it ended. */
  interrupt(): Promise<{ readonly status: number | null; readonly signal: string | null }>;
}

export function startCli(project: Project, args: readonly string[]): Running {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(process.execPath, [cli, ...args], {
    cwd: project.folder,
    env: { ...project.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<{ status: number | null; signal: string | null }>((settle) => {
    child.once('close', (status, signal) => settle({ status, signal }));
  });
  return {
    nextLine: async () => {
      const { value, done } = await lines.next();
      return done === true ? undefined : value;
    },
    stderr: () => stderr,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
  };
}
