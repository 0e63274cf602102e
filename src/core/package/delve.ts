import { dirname, join } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem, Logger, Processes } from '../ports.ts';
import { runCommand } from './command.ts';
import type { InstallOptions } from './requirements.ts';

/** The newest when this was written. */
const VERSION = 'v1.27.2';

export interface DelveOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute, for this alone. */
  readonly cache: string;
}

/** The debugger of Go functions: the developer's own, or one in a folder of ours. */
export class Delve {
  readonly #options: DelveOptions;

  constructor(options: DelveOptions) {
    this.#options = options;
  }

  /** Absolute path of its program: on PATH, where `go install` puts programs, or installed by us. */
  async installed(): Promise<string | undefined> {
    const { files, processes } = this.#options;
    const onPath = await processes.find('dlv');
    if (onPath !== undefined) return onPath;
    for (const folder of [...(await this.#goFolders()), this.#folder]) {
      const path = join(folder, this.#program);
      if ((await files.stat(path))?.type === 'file') return path;
    }
    return undefined;
  }

  /**
   * With `go install`, into the folder of ours. Rejects with `interpreter-not-found` where there is no Go, `package-failed` where it
   * can't be had, `cancelled`.
   */
  async install({ signal, onOutput }: InstallOptions = {}): Promise<string> {
    const { files, processes, logger } = this.#options;
    const go = await processes.find('go');
    if (go === undefined) {
      throw new WorkbenchError(
        'interpreter-not-found',
        'Delve is installed with Go, and there is no go on PATH.',
        'Install Go from https://go.dev/dl, and open the editor again so that it sees the new PATH.',
      );
    }
    await files.makeDirectory(this.#folder);
    const args = ['install', `github.com/go-delve/delve/cmd/dlv@${VERSION}`];
    // The developer's own flags are for their own modules.
    const env = { GOBIN: this.#folder, GOFLAGS: '' };
    const onLine = (line: string): void => {
      logger.debug(line);
      onOutput?.(line);
    };
    const { succeeded, output } = await runCommand(
      processes,
      { command: go, args, cwd: this.#folder, env },
      { onLine, ...(signal && { signal }) },
    );
    if (succeeded) return join(this.#folder, this.#program);
    const said = output.trim().split('\n').slice(-4).join('\n');
    throw new WorkbenchError(
      'package-failed',
      `go install could not get Delve ${VERSION}:\n${said}`,
      'Install Delve yourself, and put dlv on PATH.',
    );
  }

  get #folder(): string {
    return join(this.#options.cache, VERSION);
  }

  get #program(): string {
    return this.#options.processes.platform === 'win32' ? 'dlv.exe' : 'dlv';
  }

  async #goFolders(): Promise<readonly string[]> {
    const { processes } = this.#options;
    const go = await processes.find('go');
    if (go === undefined) return [];
    const { stdout } = await runCommand(
      processes,
      { command: go, args: ['env', 'GOBIN', 'GOPATH'], cwd: dirname(go) },
      { onLine: () => {} },
    );
    const [bin = '', paths = ''] = stdout.split(/\r?\n/);
    const separator = processes.platform === 'win32' ? ';' : ':';
    return [bin, ...paths.split(separator).map((path) => path && join(path, 'bin'))].filter((path) => path !== '');
  }
}
