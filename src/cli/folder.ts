import { dirname, relative, resolve, sep } from 'node:path';
import { defaultExclusion } from '../core/analysis/exclusion.ts';
import { createAnalysis } from '../core/analysis/index.ts';
import type { AnalysedFunction, Analysis, FolderSnapshot } from '../core/analysis/model.ts';
import { WorkbenchError } from '../core/errors.ts';
import { createSyntax } from '../core/syntax/index.ts';
import { createWorkbench, type Workbench } from '../core/workbench.ts';
import type { CommandContext } from './command.ts';
import { withReadingProgress } from './readingProgress.ts';

/** Everything that is known of DIR. Throws `folder-not-found`. */
export async function analyse(context: CommandContext, directory: string | undefined): Promise<FolderSnapshot> {
  const folder = await folderAt(context, directory);
  const { analysis, end } = openAnalysis(context, folder);
  try {
    return await analysis.snapshot(folder);
  } finally {
    end();
    analysis.dispose();
  }
}

/** The absolute path of DIR. Throws `folder-not-found`. */
export async function folderAt(context: CommandContext, directory: string | undefined): Promise<string> {
  const folder = resolve(context.cwd, directory ?? '.');
  const type = (await context.files.stat(folder))?.type;
  if (type === 'file') {
    throw new WorkbenchError('folder-not-found', `${folder} is a file.`, `Give the folder it is in: ${dirname(folder)}`);
  }
  if (type !== 'directory') {
    throw new WorkbenchError('folder-not-found', `There is no folder ${folder}.`, 'Give the folder that holds your templates.');
  }
  return folder;
}

/** An analysis that says on a terminal how far it is with reading the folder, until `end`. */
export function openAnalysis(context: CommandContext, folder: string): { readonly analysis: Analysis; readonly end: () => void } {
  const { reading, clock, stderr: write } = context;
  const { files, end } = context.watched ? withReadingProgress(reading, { clock, write, folder }) : { files: reading, end: () => {} };
  const analysis = createAnalysis({
    files,
    logger: context.logger,
    clock: context.clock,
    syntax: createSyntax({ grammars: resolve(context.resources, 'grammars') }),
    exclude: defaultExclusion,
  });
  return { analysis, end };
}

/** As `analyse`, for commands that do something with the functions: what can't be read is told on stderr, for its functions are missing. */
export async function analyseToUse(context: CommandContext, directory: string | undefined): Promise<FolderSnapshot> {
  const snapshot = await analyse(context, directory);
  for (const template of snapshot.templates) {
    if (template.kind === 'broken') context.logger.warn(`${relativePath(snapshot.folder, template.path)}: ${template.message}`);
  }
  return snapshot;
}

/** Whether no function is missing for a template that can't be read. */
export function isWhole({ templates }: FolderSnapshot): boolean {
  return templates.every(({ kind }) => kind === 'template');
}

export function functionsOf(snapshot: FolderSnapshot): readonly AnalysedFunction[] {
  return snapshot.templates.flatMap((template) => (template.kind === 'template' ? template.functions : []));
}

/**
 * By id, logical id or name; without one, the only function there is. Throws `function-not-found` with what there is,
 * `function-ambiguous` with what to choose from.
 */
export function functionNamed(snapshot: FolderSnapshot, wanted: string | undefined): AnalysedFunction {
  const all = functionsOf(snapshot);
  if (wanted === undefined) return onlyOne(all, snapshot.folder);
  const exact = all.find((fn) => fn.definition.id === wanted);
  if (exact !== undefined) return exact;
  const found = all.filter(({ definition }) => definition.logicalId === wanted || definition.name === wanted);
  if (found.length > 1) {
    const ids = found.map((fn) => fn.definition.id).join(', ');
    throw new WorkbenchError('function-ambiguous', `More than one function is called "${wanted}".`, `Say which by its id: ${ids}.`);
  }
  const only = found[0];
  if (only === undefined) {
    const names = [...new Set(all.map((fn) => fn.definition.name))];
    const advice = names.length === 0 ? `No function was found in ${snapshot.folder}.` : `The functions there are: ${names.join(', ')}.`;
    throw new WorkbenchError('function-not-found', `There is no function "${wanted}".`, advice);
  }
  return only;
}

function onlyOne(all: readonly AnalysedFunction[], folder: string): AnalysedFunction {
  const [only, another] = all;
  if (only === undefined) {
    throw new WorkbenchError('function-not-found', `No function was found in ${folder}.`, 'Give the folder that holds your templates.');
  }
  if (another === undefined) return only;
  const names = [...new Set(all.map((fn) => fn.definition.name))].join(', ');
  throw new WorkbenchError('function-ambiguous', `There are ${all.length} functions in ${folder}.`, `Say which one: ${names}.`);
}

/** `path` from `folder`, with forward slashes, as ids and reports show it. */
export function relativePath(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/') || '.';
}

/** The workbench for one command; `use` ends before everything it started is ended. The local cloud of a command lives as long as it. */
export async function withWorkbench<T>(context: CommandContext, use: (workbench: Workbench) => Promise<T>): Promise<T> {
  const { files, clock, processes, logger } = context;
  const cache = await context.cacheFolders.claim();
  const cloudDirectory = await files.makeTemporaryDirectory('lambda-workbench-cloud-');
  const workbench = createWorkbench(
    { files, clock, processes, logger },
    {
      bootstraps: resolve(context.resources, 'bootstrap'),
      cacheDirectory: cache.path,
      runtimesDirectory: context.cacheFolders.shared,
      cloudDirectory,
      interpreters: () => ({ node: '', python: '' }),
      strict: () => context.options['strict'] === true,
      // Each line is printed as it comes, and nobody looks back.
      maxLogRecords: 100,
    },
  );
  try {
    return await use(workbench);
  } finally {
    await workbench.dispose();
    await files.remove(cloudDirectory);
    cache.release();
  }
}
