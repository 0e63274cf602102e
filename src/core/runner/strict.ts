import { join } from 'node:path';
import type { ChildProcess, FileSystem, Processes, SpawnRequest } from '../ports.ts';
import type { RunnableFunction } from './model.ts';

export interface StrictOptions {
  readonly fn: RunnableFunction;
  readonly files: FileSystem;
  readonly processes: Processes;
  /** Absolute folder of the bootstraps. */
  readonly bootstraps: string;
}

/** What a function's folder is called there. */
export const TASK_ROOT = '/var/task';

/** Megabytes of `/tmp` where the function doesn't say. */
const DEFAULT_TMP_MB = 512;

/**
 * The folders that a function has in Lambda, made for one execution environment: `/var/task` that can't be written to, `/opt`, and
 * a `/tmp` of its size. A process holds them (`strict.sh`), in a user namespace, so that they need no rights; others enter it.
 */
export class LambdaFolders {
  readonly #holder: ChildProcess;
  readonly #nsenter: string;
  readonly #fn: RunnableFunction;
  readonly #root: string;
  readonly #files: FileSystem;

  private constructor(holder: ChildProcess, nsenter: string, root: string, { fn, files }: StrictOptions) {
    this.#holder = holder;
    this.#nsenter = nsenter;
    this.#root = root;
    this.#fn = fn;
    this.#files = files;
  }

  /** Resolves with why there can't be any here, in words that complete "…isn't available here: …". */
  static async open(options: StrictOptions): Promise<LambdaFolders | string> {
    const { processes, files, bootstraps, fn } = options;
    if (processes.platform !== 'linux') return 'it takes user namespaces, which only Linux has';
    const [unshare, nsenter] = await Promise.all(['unshare', 'nsenter'].map((name) => processes.find(name)));
    if (unshare === undefined || nsenter === undefined) return 'it takes the programs unshare and nsenter';
    const root = await files.makeTemporaryDirectory('lambda-root-');
    const size = String(fn.ephemeralStorageMb ?? DEFAULT_TMP_MB);
    const script = [join(bootstraps, 'strict.sh'), root, fn.codeRoot, size, ...(fn.layers ?? [])];
    const args = ['--user', '--map-root-user', '--mount', '/bin/sh', ...script];
    const holder = processes.spawn({ command: unshare, args, cwd: '/', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, logPipe: false });
    const refused = await isReady(holder);
    if (refused === undefined) return new LambdaFolders(holder, nsenter, root, options);
    await files.remove(root);
    return refused;
  }

  /** A process that sees them. What this machine calls otherwise has Lambda's names there. */
  inside(request: SpawnRequest): SpawnRequest {
    const { TMPDIR: _, ...variables } = request.env;
    const { environment } = this.#fn;
    const env = Object.entries(variables).map(([name, value]) => [name, name in environment ? value : this.#there(value)]);
    const enter = ['--target', String(this.#holder.pid), '--user', '--preserve-credentials', '--mount', '--root', '--wd', '--'];
    const args = [request.command, ...request.args].map((arg) => this.#there(arg));
    return {
      ...request,
      command: this.#nsenter,
      program: request.command,
      args: [...enter, ...args],
      cwd: '/',
      env: Object.fromEntries(env),
    };
  }

  /** A text with the names of this machine. */
  here(text: string): string {
    return text.replaceAll(`${TASK_ROOT}/`, `${this.#fn.codeRoot}/`);
  }

  async close(): Promise<void> {
    this.#holder.signal('SIGKILL');
    await this.#holder.exit;
    await this.#files.remove(this.#root);
  }

  #there(text: string): string {
    const { codeRoot, layers = [] } = this.#fn;
    const places: [string, string][] = [[codeRoot, TASK_ROOT], ...layers.map((layer): [string, string] => [layer, '/opt'])];
    // The longest first: a layer may be in the package's folder.
    const sorted = places.toSorted(([a], [b]) => b.length - a.length);
    const [, option = '', paths = ''] = /^(--[\w-]+=)?(.*)$/s.exec(text) ?? [];
    const parts = paths.split(':').map((part) => {
      const place = sorted.find(([from]) => part === from || part.startsWith(`${from}/`));
      if (place) return place[1] + part.slice(place[0].length);
      return /^\/(opt|tmp)(\/|$)/.test(part) ? `/var/host${part}` : part;
    });
    return option + parts.join(':');
  }
}

/** Resolves with `undefined` when the folders are there, or with why they can't be. */
async function isReady(holder: ChildProcess): Promise<string | undefined> {
  let said = '';
  const ready = new Promise<undefined>((resolve) => {
    holder.onStdout((chunk) => {
      if (Buffer.from(chunk).includes('ready')) resolve(undefined);
    });
  });
  holder.onStderr((chunk) => {
    said += Buffer.from(chunk).toString('utf8');
  });
  const ended = holder.exit.then(() => said.trim().split('\n').at(-1) || 'user namespaces are not allowed');
  return Promise.race([ready, ended]);
}
