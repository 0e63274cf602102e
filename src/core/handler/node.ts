import { basename, extname, join } from 'node:path';
import type { TextRange } from '../text.ts';
import { handlerText } from './handlerText.ts';
import { JsModules, languageOf, SOURCE_EXTENSIONS } from './javascript/exports.ts';
import { missingExport } from './missingExport.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { type NodeHandler, splitNodeHandler } from './nodeHandler.ts';
import { locateNodeSources, type NodeSources } from './nodeSources.ts';
import { absenceDoubt, type HandlerRequest, missingFolder, shown, unknown, wrapperReason } from './request.ts';
import { atRoot, findAlternatives, findExport } from './search/alternatives.ts';
import { type NodeProject, nodeProject } from './search/project.ts';
import { findSources, type SourceFile } from './search/sources.ts';

/** `major`: of the runtime; from 24 on Node.js imports instead of requiring. */
export async function resolveNode(request: HandlerRequest, major: number): Promise<HandlerResolution> {
  const { handler, root, context, definition } = request;
  const modules = new JsModules(context);
  const parts = splitNodeHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(request, parts, modules) };
  if (handler.startsWith('/')) return unknown('it is an absolute path: a layer or the runtime holds it');
  const located = await locateNodeSources(request, parts, major);
  if (!request.rootExists && located.kind !== 'found') return missingFolder(request);
  if (located.kind === 'unknown') return unknown(located.reason);
  if (located.kind === 'missing') return missingFile(request, parts, located, modules);
  let problem: HandlerResolution | undefined;
  for (const path of located.paths) {
    const found = await modules.find(path, parts.exportName.split('.'), major >= 24);
    if (found.kind === 'found') return { kind: 'resolved', path, exportName: parts.exportName, at: found.at };
    if (found.kind === 'unknown') return unknown(`${shown(path, request)}: ${found.reason}`, path);
    if (found.kind === 'not-a-function') {
      const name = parts.exportName;
      problem ??= {
        kind: 'unresolved',
        problem: {
          code: 'handler.not-a-function',
          message: `${shown(path, request)} exports ${name} as ${found.what}, not as a function.`,
          path,
          exportName: name,
          at: found.at,
          suggestions: await functionsOf(path, request, modules),
        },
      };
    }
  }
  const doubt = wrapperReason(definition) ?? located.stale;
  const [path = join(root, parts.module)] = located.paths;
  if (doubt !== undefined) return unknown(doubt, path);
  return problem ?? { kind: 'unresolved', problem: await exportMissing(path, parts, request, modules) };
}

async function functionsOf(path: string, request: HandlerRequest, modules: JsModules): Promise<readonly string[]> {
  const { exports } = await modules.list(path);
  const stem = request.handler.slice(0, request.handler.indexOf('.', request.handler.lastIndexOf('/') + 1));
  const functions = exports.filter(({ kind }) => kind === 'function');
  return functions.length === 1 ? functions.map(({ name }) => `${stem}.${name}`) : [];
}

async function exportMissing(path: string, parts: NodeHandler, request: HandlerRequest, modules: JsModules): Promise<HandlerProblem> {
  const { exportName } = parts;
  const facts = await modules.facts(path);
  const project = await nodeProject(request.root, request.definition.folder, request.context);
  const style = styleOf(path, typeof facts === 'string' ? undefined : facts.style, project);
  const end: TextRange = typeof facts === 'string' ? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } : facts.end;
  const brk = typeof facts !== 'string' && facts.endsWithLineBreak ? '\n' : '\n\n';
  const text = handlerText(style, exportName);
  const isType = typeof facts !== 'string' && facts.typeOnly.includes(exportName);
  const isExtension = SOURCE_EXTENSIONS.some((extension) => extension === `.${exportName}`);
  const note = isType
    ? `${exportName} is only a type, which isn't there at run time.`
    : isExtension
      ? 'A handler names an export, not a file extension.'
      : exportName.includes('.')
        ? `Node.js splits at the first dot of the last part: module '${basename(parts.module)}', export '${exportName}'.`
        : undefined;
  const written = request.handler.slice(0, request.handler.length - exportName.length);
  return missingExport({
    path,
    shown: shown(path, request),
    exportName,
    found: await modules.list(path),
    verb: 'exports',
    note,
    insertion: { range: end, text: text === '' ? '' : brk + text },
    format: (name) => written + name,
  });
}

function styleOf(path: string, written: 'module' | 'commonjs' | undefined, project: NodeProject): 'typescript' | 'module' | 'commonjs' {
  if (languageOf(path) !== 'javascript') return 'typescript';
  const extension = extname(path);
  if (extension === '.mjs') return 'module';
  if (extension === '.cjs') return 'commonjs';
  return written ?? project.type;
}

async function missingFile(
  request: HandlerRequest,
  parts: NodeHandler,
  located: Extract<NodeSources, { readonly kind: 'missing' }>,
  modules: JsModules,
): Promise<HandlerResolution> {
  const { root, definition, context } = request;
  const project = await nodeProject(root, definition.folder, context);
  const sources = located.sources ?? (await findSources(root, SOURCE_EXTENSIONS, context));
  const alternatives = await findAlternatives({ ...parts, module: located.meant ?? parts.module }, sources, (path) => modules.list(path));
  const base = join(located.folder ?? root, parts.module);
  const doubt = located.certain
    ? wrapperReason(definition)
    : await absenceDoubt(`${base}.js`, request, alternatives, {
        sources: sources.length,
        language: 'Node.js',
        // TypeScript never runs as it is: some build moves it, declared or not.
        bundler:
          project.bundler ??
          (sources.some(({ path }) => languageOf(path) !== 'javascript') ? 'a build of the TypeScript sources' : undefined),
        installs: undefined,
      });
  if (doubt !== undefined) return unknown(`${parts.module} isn't in ${shown(root, request)}: ${doubt}`);
  const extension = extensionFor(parts.module, sources, located);
  const where = shown(root, request);
  const names = located.tried.map((path) => basename(path));
  const message =
    located.note ?? `No file for '${parts.module}' in ${where}: looked for ${names.slice(0, -1).join(', ')} or ${names.at(-1)}.`;
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

/** The extension that neighbours have; `.mjs` where there are none, as it works without a package.json. */
function extensionFor(module: string, sources: readonly SourceFile[], located: Extract<NodeSources, { readonly kind: 'missing' }>): string {
  const folder = module.slice(0, Math.max(0, module.lastIndexOf('/')));
  const beside = sources.filter((source) => source.module.slice(0, Math.max(0, source.module.lastIndexOf('/'))) === folder);
  const extension = extname((beside[0] ?? sources[0])?.path ?? '');
  if (located.certain && extension === '') return '.ts';
  return ['.ts', '.mts', '.js', '.mjs', '.cjs'].includes(extension) ? extension : extension === '.tsx' ? '.ts' : '.mjs';
}

async function malformed(request: HandlerRequest, reason: string, modules: JsModules): Promise<HandlerProblem> {
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
