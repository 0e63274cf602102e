import { join } from 'node:path';
import type { FileSystem } from '../ports.ts';
import { type InstallOptions, Requirements, type RequirementsOptions } from './requirements.ts';

/**
 * The debugger of Python functions, in a folder of our own for each version of Python: nothing that belongs to the developer
 * is touched.
 */
export class Debugpy {
  readonly #files: FileSystem;
  readonly #requirements: Requirements;
  readonly #list: string;

  /** `cache`: absolute, for this alone. */
  constructor(options: RequirementsOptions) {
    this.#files = options.files;
    this.#requirements = new Requirements(options);
    this.#list = join(options.cache, 'list');
  }

  /** The folder to import `debugpy` from, where it has been installed for this runtime. */
  async installed(runtime: string): Promise<string | undefined> {
    return this.#requirements.installed(this.#list, runtime);
  }

  /** Rejects with `package-failed` where pip can't get it, `interpreter-not-found` where there is no Python. */
  async install(runtime: string, options: InstallOptions = {}): Promise<string | undefined> {
    await this.#files.write(join(this.#list, 'requirements.txt'), 'debugpy\n');
    return this.#requirements.install(this.#list, runtime, options);
  }
}
