import { join } from 'node:path';
import type { FileSystem, Logger } from '../ports.ts';
import { functionDirectory } from './codeStore.ts';
import type { CloudFunction, FunctionVersion } from './functionModel.ts';

/** The functions of the local cloud: in memory, and as one JSON file each below its directory. */
export interface FunctionStore {
  /** Reads what an earlier session left. A file that can't be read is reported and passed over. */
  load(): Promise<void>;
  /** By name. */
  list(): readonly CloudFunction[];
  get(name: string): CloudFunction | undefined;
  /** Replaces or adds; what is in memory changes at once. */
  put(fn: CloudFunction): Promise<void>;
  remove(name: string): Promise<void>;
  /** Runs changes of one function one after the other. */
  exclusive<T>(name: string, change: () => Promise<T>): Promise<T>;
  /** When the changes under way have ended, and are on disk. */
  settled(): Promise<void>;
  onDidChange(listener: () => void): () => void;
}

export function createFunctionStore(files: FileSystem, logger: Logger, directory: string): FunctionStore {
  const functions = new Map<string, CloudFunction>();
  const queues = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };

  return {
    async load() {
      for (const entry of await files.readDirectory(join(directory, 'functions'))) {
        const path = join(directory, 'functions', entry.name, 'function.json');
        const fn = parseFunction(await files.readText(path));
        if (fn === undefined) logger.warn(`The local cloud can’t read ${path}: that function is left out.`);
        else functions.set(fn.name, settle(fn));
      }
      if (functions.size > 0) tell();
    },
    list: () => [...functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    get: (name) => functions.get(name),
    async put(fn) {
      functions.set(fn.name, fn);
      tell();
      // Environment variables are in it.
      await files.write(join(functionDirectory(directory, fn.name), 'function.json'), `${JSON.stringify(fn, undefined, 2)}\n`, {
        secret: true,
      });
    },
    async remove(name) {
      functions.delete(name);
      tell();
      await files.remove(functionDirectory(directory, name));
    },
    exclusive(name, change) {
      const before = queues.get(name) ?? Promise.resolve();
      const result = before.then(change, change);
      const settled = result.catch(() => {});
      queues.set(name, settled);
      void settled.then(() => {
        if (queues.get(name) === settled) queues.delete(name);
      });
      return result;
    },
    async settled() {
      await Promise.all(queues.values());
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Ours wrote it: what could be wrong is a file cut short, or one of another version. */
function parseFunction(text: string | undefined): CloudFunction | undefined {
  try {
    const fn = JSON.parse(text ?? '') as Partial<CloudFunction> | null;
    const whole =
      typeof fn?.name === 'string' &&
      isVersion(fn.latest) &&
      isVersion(fn.serving) &&
      Array.isArray(fn.versions) &&
      fn.versions.every(isVersion) &&
      typeof fn.lastVersion === 'number' &&
      typeof fn.tags === 'object' &&
      typeof fn.downloadToken === 'string';
    return whole ? (fn as CloudFunction) : undefined;
  } catch {
    return undefined;
  }
}

function isVersion(value: Partial<FunctionVersion> | undefined): value is FunctionVersion {
  return typeof value?.settings?.runtime === 'string' && typeof value.code?.sha256 === 'string' && typeof value.version === 'string';
}

/** An update that was in progress when the session ended is complete: its code was on disk before it began. */
function settle(fn: CloudFunction): CloudFunction {
  const latest: FunctionVersion = { ...fn.latest, state: 'Active', lastUpdate: 'Successful' };
  return { ...fn, latest, serving: latest };
}
