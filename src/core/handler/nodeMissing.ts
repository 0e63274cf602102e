import { basename, extname, join } from 'node:path';
import { isIgnored } from '../gitIgnore.ts';
import { relativePath } from '../paths.ts';
import { handlerText } from './handlerText.ts';
import { type JsModules, languageOf, SOURCE_EXTENSIONS } from './javascript/exports.ts';
import { missingExport } from './missingExport.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { inAnotherCase } from './names.ts';
import { type NodeHandler, splitNodeHandler } from './nodeHandler.ts';
import type { NodeSources } from './nodeSources.ts';
import { absenceDoubt, caseMismatch, type HandlerRequest, shown, unknown, wrapperReason } from './request.ts';
import { atRoot, findAlternatives, findExport } from './search/alternatives.ts';
import { isFileExtension } from './search/likely.ts';
import { type NodeProject, nodeProject, upwards } from './search/project.ts';
import { findSources, type SourceFile } from './search/sources.ts';
import { outputMapping } from './search/tsconfig.ts';

type Missing = Extract<NodeSources, { readonly kind: 'missing' }>;

/** Modules that wrap a handler named elsewhere. */
const WRAPPERS =
  /^(?:@?datadog|newrelic|@?lumigo|epsagon|thundra|@?sentry|@?otel|@?opentelemetry|@?instana|@?dynatrace|iopipe|lambda-wrapper|handler-wrapper|aws-lambda-wrapper|s_)/;

/** The answer where none of the files is there that the runtime would load. */
export async function missingNodeFile(
  request: HandlerRequest,
  parts: NodeHandler,
  located: Missing,
  modules: JsModules,
): Promise<HandlerResolution> {
  const { root, definition, context } = request;
  const project = await nodeProject(root, definition.folder, context);
  const sources = located.sources ?? (await findSources(root, SOURCE_EXTENSIONS, context));
  const twin = await twinOf(parts, located, request);
  const wanted = { ...parts, module: twin?.module ?? located.meant ?? parts.module };
  const dot = /^(?:\.\/)*/.exec(request.handler)?.[0] ?? '';
  const alternatives = await findAlternatives(
    wanted,
    twin === undefined ? sources : [twin],
    (path) => modules.list(path),
    (module, name) => `${dot}${module}.${name}`,
  );
  const base = join(located.folder ?? root, parts.module);
  const keepsPaths = definition.build.kind === 'bundler' || alternatives.founded === 'sibling';
  const inPlace = project.bundler === undefined && (await isCompiledInPlace(base, request));
  const layout = layoutOf(parts.module, sources, { keepsPaths, inPlace });
  const doubt = WRAPPERS.test(parts.module)
    ? 'it wraps another handler, and comes with a layer or a package'
    : located.certain
      ? wrapperReason(definition)
      : await absenceDoubt(base + layout.extension, request, alternatives, {
          sources: sources.length,
          language: 'Node.js',
          bundler: definition.build.kind === 'bundler' ? undefined : (project.bundler ?? layout.build),
          installs: undefined,
        });
  if (doubt !== undefined) return unknown(`${parts.module} isn’t in ${shown(root, request)}: ${doubt}`);
  if (twin !== undefined)
    return { kind: 'unresolved', problem: caseMismatch(twin.path, parts.module, twin.module, alternatives.handlers, request) };
  const names = located.tried.map((path, index) => (index === 0 || located.tried.length < 5 ? basename(path) : extname(path)));
  const looked = `looked for ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  const message = located.note ?? `No file for '${parts.module}' in ${shown(root, request)}: ${looked}.`;
  const extension = extensionFor(parts.module, sources, located);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: alternatives.handlers[0] === undefined ? message : `${message} There is ${alternatives.handlers.join(', ')}.`,
      tried: located.tried,
      suggestions: alternatives.handlers,
      ...(located.folder === undefined
        ? {}
        : { missing: { path: base + extension, exportName: parts.exportName, style: extension === '.js' ? project.type : 'module' } }),
    },
  };
}

/**
 * How sources become what runs. TypeScript never runs as it is: some build moves it, declared or not. Where there are sources in
 * the very folder that the handler names, the compiler puts its output beside them. `extension`: of the file that a person writes.
 */
function layoutOf(
  module: string,
  sources: readonly SourceFile[],
  { keepsPaths, inPlace }: { readonly keepsPaths: boolean; readonly inPlace: boolean },
): { readonly extension: string; readonly build?: string } {
  const folder = folderOf(module);
  const beside = sources.filter((source) => folderOf(source.module) === folder);
  const isTyped = ({ path }: SourceFile): boolean => languageOf(path) !== 'javascript';
  if (inPlace && beside.some(isTyped)) return { extension: '.ts' };
  const extension = (keepsPaths ? sources : folder === '' ? [] : beside).some(isTyped) ? '.ts' : '.js';
  if (!sources.some(isTyped) || (folder !== '' && beside.length > 0)) return { extension };
  return { extension, build: 'a build of the TypeScript sources' };
}

/** Whether the TypeScript compiler puts its output beside the sources: nothing says another folder, and git ignores it just there. */
async function isCompiledInPlace(base: string, { root, definition: { folder }, context }: HandlerRequest): Promise<boolean> {
  const { files } = context;
  const isIgnoredOutput = (await isIgnored(`${base}.js`, folder, files)) && !(await isIgnored(`${base}.ts`, folder, files));
  if (!isIgnoredOutput || (await outputMapping(root, folder, context)) !== undefined) return false;
  const configs = await Promise.all(upwards(root, folder).map((above) => files.stat(join(above, 'tsconfig.json'))));
  return configs.some((config) => config !== undefined);
}

function folderOf(module: string): string {
  return module.slice(0, Math.max(0, module.lastIndexOf('/')));
}

/** The source that the handler names in another case. */
async function twinOf(parts: NodeHandler, located: Missing, request: HandlerRequest): Promise<SourceFile | undefined> {
  const { root, context } = request;
  const same = located.sources?.find(({ module }) => module.toLowerCase() === parts.module.toLowerCase());
  if (same !== undefined || located.sources !== undefined) return same;
  const path = await inAnotherCase(
    root,
    parts.module,
    (entry, name) => entry.type === 'file' && SOURCE_EXTENSIONS.some((extension) => entry.name.toLowerCase() === name + extension),
    context.files,
  );
  if (path === undefined) return undefined;
  const inner = relativePath(root, path);
  return { path, module: inner.slice(0, -extname(inner).length) };
}

/** The extension that neighbours have; `.mjs` where there are none, as it works without a package.json. */
function extensionFor(module: string, sources: readonly SourceFile[], located: Missing): string {
  const beside = sources.filter((source) => folderOf(source.module) === folderOf(module));
  const extension = extname((beside[0] ?? sources[0])?.path ?? '');
  if (located.certain && extension === '') return '.ts';
  return ['.ts', '.mts', '.js', '.mjs', '.cjs'].includes(extension) ? extension : extension === '.tsx' ? '.ts' : '.mjs';
}

/** The problem of a file that is there, and lacks the export. */
export async function exportMissing(
  path: string,
  exportName: string,
  request: HandlerRequest,
  modules: JsModules,
): Promise<HandlerProblem> {
  const facts = await modules.facts(path);
  const known = typeof facts === 'string' ? undefined : facts;
  const project = await nodeProject(request.root, request.definition.folder, request.context);
  const text = handlerText(styleOf(path, known?.style, project), exportName);
  const written = request.handler.slice(0, request.handler.length - exportName.length);
  return missingExport({
    path,
    shown: shown(path, request),
    exportName,
    found: await modules.list(path),
    verb: 'exports',
    note: noteOn(exportName, written, known?.typeOnly ?? []),
    insertion: { range: known?.end ?? TOP, text: text === '' ? '' : `${known?.endsWithLineBreak ? '\n' : '\n\n'}${text}` },
    hint: request.definition.logicalId,
    format: (name) => written + name,
  });
}

const TOP = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Why a name that looks right isn't. */
function noteOn(exportName: string, written: string, typeOnly: readonly string[]): string | undefined {
  if (typeOnly.includes(exportName)) return `${exportName} is only a type, which isn’t there at run time.`;
  if (isFileExtension(exportName)) return 'A handler names an export, not a file extension.';
  if (!exportName.includes('.') || written === '') return undefined;
  const module = written.slice(written.lastIndexOf('/') + 1, -1);
  return `Node.js splits at the first dot of the last part: module '${module}', export '${exportName}'.`;
}

function styleOf(path: string, written: 'module' | 'commonjs' | undefined, project: NodeProject): 'typescript' | 'module' | 'commonjs' {
  if (languageOf(path) !== 'javascript') return 'typescript';
  const extension = extname(path);
  if (extension === '.mjs') return 'module';
  if (extension === '.cjs') return 'commonjs';
  return written ?? project.type;
}

/** The problem of a handler that the runtime can't take apart. */
export async function malformedNode(request: HandlerRequest, reason: string, modules: JsModules): Promise<HandlerProblem> {
  const { handler, root, context } = request;
  const sources = request.rootExists ? await findSources(root, SOURCE_EXTENSIONS, context) : [];
  return {
    code: 'handler.malformed',
    message: `'${handler}' is not a Node.js handler. ${reason}. A right one looks like 'index.handler'.`,
    suggestions: await wellFormed(handler, sources, modules),
  };
}

/** What is meant: the same with a dot, a file without its export, or an export without its file. */
async function wellFormed(handler: string, sources: readonly SourceFile[], modules: JsModules): Promise<readonly string[]> {
  const exportsOf = (path: string) => modules.list(path);
  const spelled = handler.replace(/(?:::|[:#])(?=[^:#/]*$)/, '.').replace(/\.{2,}(?!\/)/g, '.');
  const parts = splitNodeHandler(spelled);
  if (spelled !== handler && typeof parts !== 'string' && sources.some(({ module }) => module === parts.module)) return [spelled];
  const bare = handler.replace(/^\.?\//, '').replace(/\.$/, '');
  if (sources.some(({ module }) => module === bare)) {
    const { handlers } = await findAlternatives({ module: bare, exportName: 'handler' }, sources, exportsOf);
    return handlers.filter((text) => text.startsWith(`${bare}.`)).slice(0, 1);
  }
  const name = handler.replace(/^\./, '');
  const holders = await findExport(name, atRoot(sources), exportsOf);
  return holders.map(({ module }) => `${module}.${name}`);
}
