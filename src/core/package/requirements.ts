import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem, Logger, Processes } from '../ports.ts';
import { type CommandResult, runCommand } from './command.ts';
import { walk } from './walk.ts';

export interface RequirementsOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute folder for installed sets, one folder each. */
  readonly cache: string;
  /** Absolute path of the interpreter for a runtime. */
  readonly interpreter: (runtime: string) => Promise<string>;
}

/** Where what a list requires is installed, for one version of Python. */
interface Place {
  readonly python: string;
  readonly key: string;
  readonly folder: string;
}

/** Installs what requirements.txt lists into folders of their own, once for each list and version of Python. */
export class Requirements {
  readonly #options: RequirementsOptions;
  readonly #running = new Map<string, Promise<string>>();
  readonly #versions = new Map<string, Promise<string>>();

  constructor(options: RequirementsOptions) {
    this.#options = options;
  }

  /** The folder with the packages; undefined where nothing is required. */
  async install(codeDirectory: string, runtime: string, signal?: AbortSignal): Promise<string | undefined> {
    const place = await this.#placeOf(codeDirectory, runtime);
    if (place === undefined) return undefined;
    const { python, key, folder } = place;
    if (await this.#isComplete(folder)) return folder;
    const others = this.#running.get(key);
    if (others !== undefined) {
      try {
        return await others;
      } catch (error) {
        // Whoever began it gave it up; this build didn't.
        if (!isCancelled(error) || signal?.aborted) throw error;
        return this.install(codeDirectory, runtime, signal);
      }
    }
    const running = this.#pip(python, codeDirectory, folder, signal).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  /** The folder with the packages, where they are installed already. */
  async installed(codeDirectory: string, runtime: string): Promise<string | undefined> {
    const place = await this.#placeOf(codeDirectory, runtime);
    return place !== undefined && (await this.#isComplete(place.folder)) ? place.folder : undefined;
  }

  async #placeOf(codeDirectory: string, runtime: string): Promise<Place | undefined> {
    const list = await this.#options.files.readText(join(codeDirectory, 'requirements.txt'));
    if (list === undefined || requiredLines(list).length === 0) return undefined;
    const python = await this.#options.interpreter(runtime);
    const version = this.#versions.get(python) ?? this.#version(python);
    this.#versions.set(python, version);
    void version.catch(() => this.#versions.delete(python));
    const key = await this.#keyOf(codeDirectory, await version);
    return { python, key, folder: join(this.#options.cache, key) };
  }

  async #isComplete(folder: string): Promise<boolean> {
    return (await this.#options.files.stat(`${folder}.complete`)) !== undefined;
  }

  async #pip(python: string, codeDirectory: string, folder: string, signal: AbortSignal | undefined): Promise<string> {
    const { files, logger } = this.#options;
    await files.remove(folder);
    await files.makeDirectory(folder);
    const args = ['-m', 'pip', 'install', '--requirement', 'requirements.txt', '--target', folder, ...QUIET];
    logger.info(`Installing ${join(codeDirectory, 'requirements.txt')}: ${python} ${args.join(' ')}`);
    const result = await this.#run(python, args, codeDirectory, signal);
    if (!result.succeeded) {
      await files.remove(folder);
      throw pipFailure(codeDirectory, python, result);
    }
    await files.write(`${folder}.complete`, '');
    return folder;
  }

  /** Everything that decides what pip installs: the lists, those they include, local packages, and Python's version. */
  async #keyOf(codeDirectory: string, version: string): Promise<string> {
    const hash = createHash('sha256').update(version);
    const pending = [join(codeDirectory, 'requirements.txt')];
    const seen = new Set<string>();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const list = (await this.#options.files.readText(path)) ?? '';
      hash.update(`\0${list}`);
      for (const line of requiredLines(list)) {
        const included = /^(?:-r|--requirement|-c|--constraint)[ =]*(.+)$/.exec(line)?.[1];
        if (included !== undefined) pending.push(resolve(dirname(path), included.trim()));
        const local = /^(?:-e |--editable[ =])?\s*((?:\.{0,2}[\\/]|\.{1,2}$)[^;#]*)/.exec(line)?.[1];
        if (local !== undefined) hash.update(await this.#stampOf(resolve(codeDirectory, local.trim())));
      }
    }
    return hash.digest('hex').slice(0, 24);
  }

  async #stampOf(path: string): Promise<string> {
    const { files } = this.#options;
    // pip builds inside a local package's folder, so what it leaves there is no change.
    const inside = await walk(files, path, {
      enterFolder: (_path, name) => !/^(\..*|build|__pycache__|.*\.egg-info)$/.test(name),
      takeFile: () => true,
    });
    const stats = await Promise.all([path, ...inside.files.map((file) => join(path, file))].map((file) => files.stat(file)));
    return stats.map((stat) => (stat?.type === 'file' ? `${stat.size} ${stat.modifiedMs}` : '')).join('\n');
  }

  async #version(python: string): Promise<string> {
    const result = await this.#run(
      python,
      ['-c', 'import sys, platform; print(sys.version, platform.platform())'],
      dirname(python),
      undefined,
    );
    if (result.succeeded) return result.output;
    throw new WorkbenchError(
      'interpreter-not-found',
      `Python does not start: ${python}: ${result.output}`,
      'Install Python, or set lambdaWorkbench.pythonPath to one that works.',
    );
  }

  #run(python: string, args: readonly string[], cwd: string, signal: AbortSignal | undefined): Promise<CommandResult> {
    const { processes, logger } = this.#options;
    return runCommand(processes, { command: python, args, cwd }, { ...(signal && { signal }), onLine: (line) => logger.debug(line) });
  }
}

/** Without what would only be noise in a log or need an answer. */
const QUIET = ['--disable-pip-version-check', '--no-input', '--no-compile', '--no-warn-script-location', '--progress-bar', 'off'];

function requiredLines(list: string): readonly string[] {
  const lines = list.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return lines.filter((line) => line !== '');
}

function isCancelled(error: unknown): boolean {
  return error instanceof WorkbenchError && error.code === 'cancelled';
}

function pipFailure(codeDirectory: string, python: string, result: CommandResult): WorkbenchError {
  const last = result.output.trim().split('\n').slice(-6).join('\n');
  const advice = /No module named pip/.test(result.output)
    ? `Install pip for this Python: ${python} -m ensurepip`
    : 'Correct requirements.txt, or check the network and the proxy; the log has all that pip said.';
  return new WorkbenchError('package-failed', `pip could not install ${join(codeDirectory, 'requirements.txt')}:\n${last}`, advice);
}
