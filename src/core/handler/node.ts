import { join } from 'node:path';
import type { Lookup } from './context.ts';
import { esModuleClash } from './esModuleClash.ts';
import { JsModules } from './javascript/exports.ts';
import type { HandlerResolution } from './model.ts';
import { splitNodeHandler } from './nodeHandler.ts';
import { exportMissing, malformedNode, missingNodeFile } from './nodeMissing.ts';
import { locateNodeSources, type NodeSources } from './nodeSources.ts';
import { type HandlerRequest, missingFolder, resolvedAt, shown, unknown, wrapperReason } from './request.ts';
import { onlyFunction } from './search/likely.ts';

/** `major`: of the runtime; from 24 on Node.js imports instead of requiring. */
export async function resolveNode(request: HandlerRequest, major: number): Promise<HandlerResolution> {
  const modules = new JsModules(request.context);
  const parts = splitNodeHandler(request.handler);
  // Such as the Lambda Web Adapter, to which a handler is a command.
  const doubt = typeof parts === 'string' ? wrapperReason(request.definition) : undefined;
  if (doubt !== undefined) return unknown(doubt);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformedNode(request, parts, modules) };
  if (request.handler.startsWith('/')) return unknown('it is an absolute path: a layer or the runtime holds it');
  const located = await locateNodeSources(request, parts, major);
  if (!request.rootExists && located.kind !== 'found') return missingFolder(request);
  if (located.kind === 'unknown') return unknown(located.reason);
  if (located.kind === 'missing') return missingNodeFile(request, parts, located, modules);
  const [first = ''] = located.paths;
  const found = await resolveNodeExport(request, parts.exportName, located, major, modules);
  const clash = found.kind === 'resolved' ? await esModuleClash(first, parts.exportName, request, modules) : undefined;
  return clash === undefined ? found : { kind: 'unresolved', problem: clash };
}

/** Looks for the export in each file that may be the source of what runs. */
export async function resolveNodeExport(
  request: HandlerRequest,
  exportName: string,
  located: Extract<NodeSources, { readonly kind: 'found' }>,
  major: number,
  modules: JsModules,
): Promise<HandlerResolution> {
  let constant: { readonly path: string; readonly found: Extract<Lookup, { readonly kind: 'not-a-function' }> } | undefined;
  for (const path of located.paths) {
    const found = await modules.find(path, exportName.split('.'), major >= 24);
    if (found.kind === 'found') return resolvedAt(path, exportName, found);
    if (found.kind === 'unknown') return unknown(`${shown(path, request)}: ${found.reason}`, path);
    if (found.kind === 'not-a-function') constant ??= { path, found };
  }
  const [path = join(request.root, request.handler)] = located.paths;
  const doubt = wrapperReason(request.definition) ?? (await located.stale());
  if (doubt !== undefined) return unknown(doubt, path);
  if (constant === undefined) return { kind: 'unresolved', problem: await exportMissing(path, exportName, request, modules) };
  const written = request.handler.slice(0, request.handler.length - exportName.length);
  const only = onlyFunction((await modules.list(constant.path)).exports);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.not-a-function',
      message: `${shown(constant.path, request)} exports ${exportName} as ${constant.found.what}, not as a function.`,
      path: constant.path,
      exportName,
      at: constant.found.at,
      suggestions: only === undefined ? [] : [written + only],
    },
  };
}
