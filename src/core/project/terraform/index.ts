import path from 'node:path';
import { unlessUnreadable } from '../../errors.ts';
import { relativePath } from '../../paths.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import type { FunctionDefinition } from '../model.ts';
import type { FormatReader, ReadContext } from '../reader.ts';
import { discover, type FoundFunction } from './discover.ts';
import { DocumentTexts } from './documents.ts';
import type { Span } from './hcl/model.ts';
import { messagingOf } from './messaging.ts';
import { createModuleReader, isTerraformFile, type Module, type ModuleBlock, type ModuleReader, type SourceFile } from './module.ts';
import { type Library, localSource, openRoot } from './scope.ts';
import { type ModuleSurroundings, Surroundings, surroundingsIn } from './surroundings.ts';

/** Terraform and OpenTofu. A file's functions are those of its own resources, and of the calls in it that decide what a function is. */
export const terraformReader: FormatReader = {
  isCandidate: isTerraformFile,
  mayDefine: (text) => /aws(cc)?_lambda_function|\bmodule\b/.test(text),
  async read(file, context) {
    const modules = createModuleReader(context);
    const folder = path.dirname(file.path);
    const module = await unlessUnreadable(modules.read(folder), undefined);
    const own = module?.files.find((each) => each.path === file.path);
    if (module === undefined || own === undefined) return { kind: 'not-a-template' };
    const library = await collectModules(module, own, modules);
    const root = openRoot(module, library);
    const found = await discover(root, context.files, file.path);
    if (found.length === 0) return { kind: 'not-a-template' };
    const around = await surroundingsOf(module, library, context);
    const defined = (texts: DocumentTexts) => define(found, file.path, context, new Surroundings(new Map([[root, around]]), texts));
    const functions = await withDocuments(context.files, context, defined);
    const messaging = messagingOf(functions, around);
    return {
      kind: 'template',
      path: file.path,
      format: 'terraform',
      functions,
      replaces: replacedBy(found, context),
      ...(messaging === undefined ? {} : { messaging }),
    };
  },
};

/** Once for all files of a folder that lead to the same modules: looked through for each, hundreds of files would take their square. */
async function surroundingsOf(module: Module, library: Library, context: ReadContext): Promise<ModuleSurroundings> {
  // A reading of its own: what one file has asked of the module by then makes no difference.
  const { files, once } = context;
  const compute = (through: ReadableFileSystem) =>
    withDocuments(through, context, (texts) => surroundingsIn(openRoot(module, library), texts));
  return once === undefined ? compute(files) : once(`terraform surroundings ${[...library.keys()].join('\n')}`, compute);
}

/** What is computed with the documents that it asks for: once more where there are any, as they may stand in each other. */
async function withDocuments<T>(files: ReadableFileSystem, { syntax }: ReadContext, compute: (texts: DocumentTexts) => T): Promise<T> {
  const texts = new DocumentTexts(syntax);
  let result = compute(texts);
  for (let round = 0; round < 3 && (await texts.fetch(files)); round += 1) result = compute(texts);
  return result;
}

/** As many folders as one file is read with. */
const mostModules = 200;

/** The modules that a file's calls lead to, those whose outputs it takes, and those that may be handed its functions. */
async function collectModules(module: Module, file: SourceFile, modules: ModuleReader): Promise<Library> {
  const library = new Map<string, Module>([[module.folder, module]]);
  const wanted = [...module.calls].filter(
    ([name, call]) => call.file === file || file.text.includes(`module.${name}`) || mayTakeFunctions(call),
  );
  let folders = wanted.flatMap(([, call]) => localSource(call, module.folder) ?? []);
  while (folders.length > 0 && library.size < mostModules) {
    const unread = [...new Set(folders)].filter((folder) => !library.has(folder));
    const read = await Promise.all(unread.map((folder) => unlessUnreadable(modules.read(folder), undefined)));
    const found = read.filter((each) => each !== undefined);
    for (const each of found) library.set(each.folder, each);
    folders = found.flatMap((each) => [...each.calls.values()].flatMap((call) => localSource(call, each.folder) ?? []));
  }
  return library;
}

function mayTakeFunctions({ file, block }: ModuleBlock): boolean {
  return /\baws_lambda_|\bmodule\.|\blocal\./.test(file.text.slice(block.start, block.end));
}

function define(
  found: readonly FoundFunction[],
  templatePath: string,
  context: ReadContext,
  surroundings: Surroundings,
): readonly FunctionDefinition[] {
  const file = relativePath(context.folder, templatePath);
  const definitions = found.map((each): FunctionDefinition => {
    const { address, block, parts } = each;
    const { depths: _, ...rest } = parts;
    const range = (span: Span) => block.file.lines.range(span.start, span.end);
    return {
      id: `${file}#${address}`,
      logicalId: address,
      name: parts.functionName.kind === 'literal' ? parts.functionName.value : address,
      format: 'terraform',
      folder: context.folder,
      templatePath,
      definedIn: block.file.path,
      range: range(block.block.labels.at(-1) ?? block.block),
      bodyRange: range(block.block),
      ...rest,
      ...surroundings.of(each),
    };
  });
  return [...new Map(definitions.map((definition) => [definition.id, definition])).values()];
}

/**
 * What other files list of the same functions, where these are what a call makes of them. With and without keys: not every module
 * on the way can tell what a `for_each` stands for.
 */
function replacedBy(found: readonly FoundFunction[], { folder }: ReadContext): readonly string[] {
  const inner = found.flatMap(({ trail }) => trail.slice(1));
  const ids = inner.flatMap(({ file, address, short }) => [address, short].map((each) => `${relativePath(folder, file)}#${each}`));
  return [...new Set(ids.flatMap((id) => [id, id.replace(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, '')]))];
}
