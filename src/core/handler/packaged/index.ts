import { basename, dirname, extname, join } from 'node:path';
import { relativePath } from '../../paths.ts';
import type { CodeLocation, FunctionDefinition, PackagedFile } from '../../project/model.ts';
import { buildOutputReason } from '../built.ts';
import type { HandlerContext } from '../context.ts';
import type { HandlerResolution } from '../model.ts';
import { typeAt } from '../names.ts';
import { type HandlerRequest, shown, unknown } from '../request.ts';
import { type PackageEntry, packageFolder } from './folder.ts';
import { type AbsentFile, missingSource } from './missingSource.ts';
import { type Relocate, relocated } from './relocate.ts';

type Resolve = (request: HandlerRequest) => Promise<HandlerResolution>;

/** A handler of a package that is put together of single files: whatever folder they are in, only their names in it count. */
export async function resolveFiles(
  definition: FunctionDefinition,
  handler: string,
  code: Extract<CodeLocation, { readonly kind: 'files' }>,
  context: HandlerContext,
  resolve: Resolve,
): Promise<HandlerResolution> {
  const root = join(definition.definedIn, 'package');
  const { files } = context;
  const entries = code.files.map(({ name, content }): PackageEntry => {
    const plain = name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
    if (content.kind === 'text') return { name: plain, size: async () => content.text?.length ?? 0, readText: async () => content.text };
    const { path } = content;
    return { name: plain, size: async () => (await files.stat(path))?.size ?? 0, readText: () => files.readText(path) };
  });
  const paths = new Map(code.files.flatMap(({ content }, at) => (content.kind === 'file' ? [[entries[at]?.name, content.path]] : [])));
  const sourceOf = (path: string): string | undefined => paths.get(nameIn(root, path));
  const request: HandlerRequest = {
    definition,
    context: { ...context, files: packageFolder(root, entries) },
    handler,
    root,
    rootExists: true,
    sealed: { shown: (path) => (path === root ? 'the package' : (sourceOf(path) ?? nameIn(root, path))) },
  };
  const relocate: Relocate = (at) => {
    const path = sourceOf(at.path);
    return path === undefined
      ? { at: { path: definition.definedIn, range: definition.range }, exact: false, editable: false }
      : { at: { path, range: at.range }, exact: true, editable: true };
  };
  const found = await resolve(request);
  const absent = isAnswered(found) ? undefined : await firstAbsent(code.files, definition, context);
  if (absent !== undefined) {
    const reason = `${relativePath(definition.folder, absent.path)}, which the package is made of, isn’t there`;
    return (await missingSource(absent, definition, context)) ?? unknown(reason, absent.path);
  }
  return relocated(await unlessBuilt(found, sourceOf, definition, context), relocate);
}

/** What is wrong inside a file is that file's, whichever others are missing. */
function isAnswered(found: HandlerResolution): boolean {
  return found.kind === 'resolved' || (found.kind === 'unresolved' && 'path' in found.problem && 'exportName' in found.problem);
}

async function firstAbsent(
  packaged: readonly PackagedFile[],
  { folder }: FunctionDefinition,
  { files }: HandlerContext,
): Promise<AbsentFile | undefined> {
  for (const { content } of packaged)
    if (content.kind === 'file' && (await typeAt(content.path, folder, files)) === undefined) return content;
  return undefined;
}

/** Placeholders that a pipeline replaces, by the names that people give them. */
const STAND_IN = /dummy|placeholder|stub|fake|empty|initial|sample|noop/i;

/** A handler of a zip that is already there: the zip says what is in it. */
export async function resolveArchive(
  definition: FunctionDefinition,
  handler: string,
  path: string,
  context: HandlerContext,
  resolve: Resolve,
): Promise<HandlerResolution> {
  const archive = await context.archives.open(path, context.files);
  if (archive === undefined) return unknown(`the archive ${basename(path)} isn’t there, or can’t be opened`);
  const entries = archive.entries.map(({ name, size }) => ({ name, size: async () => size, readText: () => archive.readText(name) }));
  const request: HandlerRequest = {
    definition,
    context: { ...context, files: packageFolder(path, entries) },
    handler,
    root: path,
    rootExists: true,
    sealed: {},
  };
  const found = await resolve(request);
  if (found.kind === 'unresolved') {
    const doubt = STAND_IN.test(basename(path))
      ? 'by its name a pipeline replaces it'
      : await buildOutputReason(path, definition.folder, dirname(path), context);
    if (doubt !== undefined) return unknown(`${handler} isn’t in ${shown(path, request)}: ${doubt}`);
  }
  const inside = insideOf(found);
  const source = inside === undefined ? undefined : await sourceBeside(path, nameIn(path, inside), archive.readText, context);
  return relocated(found, (at) => {
    const exact = at.path === inside && source !== undefined;
    return {
      at: exact ? { path: source, range: at.range } : { path: definition.definedIn, range: definition.range },
      exact,
      editable: false,
    };
  });
}

/** What is wrong in a file that a build makes is the build's; it may be made anew before it is packed. */
async function unlessBuilt(
  found: HandlerResolution,
  sourceOf: (path: string) => string | undefined,
  definition: FunctionDefinition,
  context: HandlerContext,
): Promise<HandlerResolution> {
  if (found.kind !== 'unresolved' || !('path' in found.problem)) return found;
  const { path } = found.problem;
  const source = sourceOf(path);
  const doubt = source === undefined ? undefined : await buildOutputReason(source, definition.folder, source, context);
  return doubt === undefined ? found : unknown(`${basename(path)}: ${doubt}`, path);
}

/** The file that an archive's entry was packed from: near it, of the same name and the same text. */
async function sourceBeside(
  archive: string,
  name: string,
  readText: (name: string) => Promise<string | undefined>,
  context: HandlerContext,
): Promise<string | undefined> {
  const text = await readText(name);
  if (text === undefined) return undefined;
  const folder = dirname(archive);
  const stem = basename(archive, extname(archive));
  for (const place of [folder, join(folder, stem), join(folder, 'src'), dirname(folder), join(dirname(folder), stem)]) {
    const candidate = join(place, name);
    if (sameText(await context.files.readText(candidate), text)) return candidate;
  }
  return undefined;
}

function sameText(a: string | undefined, b: string): boolean {
  return a !== undefined && a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim();
}

function insideOf(found: HandlerResolution): string | undefined {
  if (found.kind === 'resolved') return found.at.path;
  if (found.kind === 'unknown') return found.path;
  return 'path' in found.problem ? found.problem.path : undefined;
}

function nameIn(root: string, path: string): string {
  return relativePath(root, path);
}
