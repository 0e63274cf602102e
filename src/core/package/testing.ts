import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { nodeFiles } from '../../node/files.ts';
import { nodeProcesses } from '../../node/processes.ts';
import type { HandlerResolution } from '../handler/model.ts';
import type { Logger, Processes } from '../ports.ts';
import type { FunctionDefinition, Value } from '../project/model.ts';
import { bareFunction } from '../project/testing.ts';
import { createPackager, type Packager } from './index.ts';

/** For tests: a real folder with a project in it, and a packager beside it. */
export interface Workbench {
  readonly folder: string;
  readonly packager: Packager;
  /** What was started so far: the program's name and its first argument. */
  readonly started: readonly string[];
  write(tree: Readonly<Record<string, string>>): Promise<void>;
  dispose(): Promise<void>;
}

export async function workbench(
  tree: Readonly<Record<string, string>>,
  options: { python?: string; dotnet?: () => string; docker?: () => string } = {},
): Promise<Workbench> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'package-')));
  const folder = join(base, 'project');
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  };
  await mkdir(folder, { recursive: true });
  await write(tree);
  const processes = nodeProcesses();
  const started: string[] = [];
  const spawn: Processes['spawn'] = (request) => {
    started.push(`${basename(request.command)} ${request.args[0]}`);
    return processes.spawn(request);
  };
  // What images a machine can build is no matter of tests, unless they bring a tool.
  const find: Processes['find'] = async (name) =>
    /^(docker|podman|finch)$/.test(name) ? (name === 'docker' ? options.docker?.() : undefined) : processes.find(name);
  const packager = createPackager({
    files: nodeFiles(),
    processes: { ...processes, spawn, find },
    logger: silent,
    cacheDirectory: join(base, 'cache'),
    interpreter: async (runtime) =>
      runtime.startsWith('dotnet')
        ? (options.dotnet?.() ?? 'dotnet')
        : (options.python ?? (runtime.startsWith('ruby') ? 'ruby' : 'python3')),
  });
  return {
    folder,
    packager,
    started,
    write,
    dispose: async () => {
      await packager.dispose();
      await rm(base, { recursive: true, force: true });
    },
  };
}

/** A function of a template, with everything left out that the test doesn't name. */
export function define(
  folder: string,
  parts: Partial<FunctionDefinition> & { runtime: Value<string>; handler: Value<string> },
): FunctionDefinition {
  return bareFunction({ folder, logicalId: 'Fn', ...parts });
}

export function literal<T>(value: T): Value<T> {
  return { kind: 'literal', value, path: '', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}

/** The packager finds the module file by itself. */
export const notAnalysed: HandlerResolution = { kind: 'unknown', reason: 'not analysed' };

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
