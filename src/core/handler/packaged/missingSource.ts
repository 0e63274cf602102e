import { basename, dirname, extname } from 'node:path';
import { isWithin, relativePath } from '../../paths.ts';
import type { FunctionDefinition, PackagedFile } from '../../project/model.ts';
import { buildOutputReason } from '../built.ts';
import type { HandlerContext } from '../context.ts';
import { SOURCE_EXTENSIONS } from '../javascript/exports.ts';
import type { HandlerResolution } from '../model.ts';
import { typeAt } from '../names.ts';
import { nearness } from '../near.ts';
import { findSources, type SourceFile } from '../search/sources.ts';

/** One that a package is made of. */
export type AbsentFile = Extract<PackagedFile['content'], { readonly kind: 'file' }>;

/**
 * The answer where the one file that a package is made of isn't there, as after it was moved: `terraform plan` stops at it.
 * Undefined where something may make the file before, or nothing here speaks for another one that is meant.
 */
export async function missingSource(
  { path, writtenAt }: AbsentFile,
  definition: FunctionDefinition,
  context: HandlerContext,
): Promise<HandlerResolution | undefined> {
  const { folder } = definition;
  if (!isWithin(folder, path) || (await typeAt(path, folder, context.files)) !== undefined) return undefined;
  const above = await deepestFolder(dirname(path), folder, context);
  if ((await buildOutputReason(path, folder, above, context)) !== undefined) return undefined;
  const extensions = SOURCE_EXTENSIONS.some((extension) => extension === extname(path)) ? SOURCE_EXTENSIONS : [extname(path)];
  const sources = await findSources(above, extensions, context);
  const stem = basename(path, extname(path));
  const isMeant = (source: SourceFile): boolean =>
    basename(source.module) === stem || (dirname(source.path) === dirname(path) && nearness(stem, basename(source.module)) !== undefined);
  const meant = sources.find(isMeant);
  // What is written in another language is compiled to the file, whatever its folder is called.
  if (meant === undefined || extname(meant.path) !== extname(path)) return undefined;
  const shown = (file: string): string => relativePath(folder, file);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `The package is made of ${shown(path)}, which isn’t there. There is ${shown(meant.path)}.`,
      tried: [path],
      suggestions: [],
      ...(writtenAt !== undefined && { writtenAt }),
    },
  };
}

async function deepestFolder(wanted: string, folder: string, { files }: HandlerContext): Promise<string> {
  for (let current = wanted; current !== folder && isWithin(folder, current); current = dirname(current)) {
    if ((await typeAt(current, folder, files)) === 'directory') return current;
  }
  return folder;
}
