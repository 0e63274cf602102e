import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem, Logger, Processes } from '../ports.ts';
import { type CommandResult, runCommand } from './command.ts';
import { type LambdaPython, pipArguments, unfitDistributions } from './lambdaPython.ts';
import { pipStep } from './pipSteps.ts';
import { pipFailure, unfitFailure, wasOffline, wheelFailure } from './requirementsFailures.ts';
import { listWithHashesOf } from './requirementsHashes.ts';
import { walk } from './walk.ts';

export interface RequirementsOptions {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly logger: Logger;
  /** Absolute folder for installed sets, one folder each. */
  readonly cache: string;
  /** The folder within a set's own that it is installed into: a layer's has `python`. Left out: itself. */
  readonly inside?: string;
  /** Absolute path of the interpreter for a runtime. */
  readonly interpreter: (runtime: string) => Promise<string>;
}

export interface InstallOptions {
  readonly signal?: AbortSignal;
  /** A line of what pip does, where it has to do something. */
  readonly onOutput?: (line: string) => void;
}

/** Where what a list requires is installed, for one version of Python. */
interface Place {
  /** Absolute folder of requirements.txt. */
  readonly list: string;
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

  /** The folder with the packages as this machine loads them; undefined where nothing is required. */
  async install(codeDirectory: string, runtime: string, options: InstallOptions = {}): Promise<string | undefined> {
    const place = await this.#placeOf(codeDirectory, runtime);
    return place && (await this.#once(place, () => this.#installHere(place, options), options.signal));
  }

  /** The folder with the packages as Lambda loads them: the same one where all that is installed here loads there too. */
  async installForLambda(codeDirectory: string, lambda: LambdaPython, options: InstallOptions = {}): Promise<string | undefined> {
    const place = await this.#placeOf(codeDirectory, lambda.runtime);
    if (place === undefined) return undefined;
    const here = await this.#once(place, () => this.#installHere(place, options), options.signal).catch((error: unknown) => {
      if (error instanceof WorkbenchError && error.code === 'package-failed') return error;
      throw error;
    });
    if (typeof here === 'string' && (await unfitDistributions(this.#options.files, here, lambda)).length === 0) return here;
    const key = `${place.key}-${lambda.runtime}-${lambda.architecture}`;
    const there = { ...place, key, folder: this.#folderOf(key) };
    try {
      return await this.#once(there, () => this.#installThere(there, lambda, options), options.signal);
    } catch (error) {
      // What can't be had for this machine either has a plainer reason than the lack of wheels.
      throw typeof here === 'string' || isCancelled(error) ? error : here;
    }
  }

  /** The folder with the packages, where they are installed already. */
  async installed(codeDirectory: string, runtime: string): Promise<string | undefined> {
    const place = await this.#placeOf(codeDirectory, runtime);
    return place !== undefined && (await this.#isComplete(place.key)) ? place.folder : undefined;
  }

  async #placeOf(codeDirectory: string, runtime: string): Promise<Place | undefined> {
    const list = await this.#options.files.readText(join(codeDirectory, 'requirements.txt'));
    if (list === undefined || requiredLines(list).length === 0) return undefined;
    const python = await this.#options.interpreter(runtime);
    const version = this.#versions.get(python) ?? this.#version(python);
    this.#versions.set(python, version);
    void version.catch(() => this.#versions.delete(python));
    const key = await this.#keyOf(codeDirectory, await version);
    return { list: codeDirectory, python, key, folder: this.#folderOf(key) };
  }

  #folderOf(key: string): string {
    return join(this.#options.cache, key, this.#options.inside ?? '');
  }

  async #isComplete(key: string): Promise<boolean> {
    return (await this.#options.files.stat(this.#markerOf(key))) !== undefined;
  }

  #markerOf(key: string): string {
    return join(this.#options.cache, `${key}.complete`);
  }

  /** What is asked for by several builds at once is made once. */
  async #once(place: Place, make: () => Promise<void>, signal: AbortSignal | undefined): Promise<string> {
    const { key, folder } = place;
    if (await this.#isComplete(key)) return folder;
    const others = this.#running.get(key);
    if (others !== undefined) {
      try {
        return await others;
      } catch (error) {
        // Whoever began it gave it up; this build didn't.
        if (!isCancelled(error) || signal?.aborted) throw error;
        return this.#once(place, make, signal);
      }
    }
    const running = this.#make(place, make).finally(() => this.#running.delete(key));
    this.#running.set(key, running);
    return running;
  }

  async #make({ key, folder }: Place, make: () => Promise<void>): Promise<string> {
    const { files } = this.#options;
    await files.remove(folder);
    await files.makeDirectory(folder);
    try {
      await make();
    } catch (error) {
      await files.remove(folder);
      throw error;
    }
    await files.write(this.#markerOf(key), '');
    return folder;
  }

  async #installHere(place: Place, options: InstallOptions): Promise<void> {
    const result = await this.#pip(place, [...INSTALL, place.folder], options);
    if (!result.succeeded) throw pipFailure(place, result, await this.#options.processes.find('uv'));
  }

  async #installThere(place: Place, lambda: LambdaPython, options: InstallOptions): Promise<void> {
    const { files } = this.#options;
    const install = [...INSTALL, place.folder, ...pipArguments(lambda)];
    const first = await this.#pip(place, install, options);
    if (!first.succeeded) {
      if (wasOffline(first)) throw pipFailure(place, first, undefined);
      const result = await this.#withOwnWheels(place, install, options);
      if (!result.succeeded) throw wheelFailure(place.list, lambda, result);
    }
    const unfit = await unfitDistributions(files, place.folder, lambda);
    if (unfit.length > 0) throw unfitFailure(place.list, lambda, unfit);
  }

  /** What is published as source alone is built here, and taken where it is pure Python: that loads everywhere. */
  async #withOwnWheels(place: Place, install: readonly string[], options: InstallOptions): Promise<CommandResult> {
    const { files } = this.#options;
    const wheels = `${place.folder}.wheels`;
    const pinned = `${place.folder}.txt`;
    try {
      await this.#pip(place, ['wheel', '--wheel-dir', wheels], options);
      for (const { name } of await files.readDirectory(wheels)) {
        if (!name.endsWith('-none-any.whl')) await files.remove(join(wheels, name));
      }
      await files.remove(place.folder);
      const list = await listWithHashesOf(wheels, place.list, files);
      if (list !== undefined) await files.write(pinned, list);
      return await this.#pip(place, [...install, '--find-links', wheels], options, list === undefined ? undefined : pinned);
    } finally {
      await Promise.all([wheels, pinned].map((path) => files.remove(path)));
    }
  }

  /** `requirements`: what is installed, where it isn't the list itself. */
  #pip(
    { python, list }: Place,
    args: readonly string[],
    { signal, onOutput }: InstallOptions,
    requirements = 'requirements.txt',
  ): Promise<CommandResult> {
    const all = ['-m', 'pip', ...args, '--requirement', requirements, ...QUIET];
    this.#options.logger.info(`Installing ${join(list, 'requirements.txt')}: ${python} ${all.join(' ')}`);
    onOutput?.('Installing requirements.txt with pip …');
    return this.#run(python, all, list, {
      ...(signal && { signal }),
      onOutput: (line) => {
        const step = pipStep(line);
        if (step !== undefined) onOutput?.(step);
      },
    });
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
    const result = await this.#run(python, ['-c', 'import sys, platform; print(sys.version, platform.platform())'], dirname(python), {});
    if (result.succeeded) return result.output;
    throw new WorkbenchError(
      'interpreter-not-found',
      `Python does not start: ${python}: ${result.output}`,
      'Install Python, or set lambdaWorkbench.pythonPath to one that works.',
    );
  }

  #run(python: string, args: readonly string[], cwd: string, { signal, onOutput }: InstallOptions): Promise<CommandResult> {
    const { processes, logger } = this.#options;
    const onLine = (line: string): void => {
      logger.debug(line);
      onOutput?.(line);
    };
    return runCommand(processes, { command: python, args, cwd }, { ...(signal && { signal }), onLine });
  }
}

const INSTALL = ['install', '--no-compile', '--no-warn-script-location', '--target'];

/** Without what would only be noise in a log or need an answer. */
const QUIET = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];

function requiredLines(list: string): readonly string[] {
  const lines = list.split(/\r?\n/).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
  return lines.filter((line) => line !== '');
}

function isCancelled(error: unknown): boolean {
  return error instanceof WorkbenchError && error.code === 'cancelled';
}
