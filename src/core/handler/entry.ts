import { dirname, extname } from 'node:path';
import type { Build, FunctionDefinition } from '../project/model.ts';
import { buildOutputReason } from './built.ts';
import type { HandlerContext } from './context.ts';
import { JsModules, SOURCE_EXTENSIONS } from './javascript/exports.ts';
import type { HandlerResolution } from './model.ts';
import { typeAt } from './names.ts';
import { resolveNodeExport } from './node.ts';
import { PyModules } from './python/modules.ts';
import { resolvePythonName } from './python.ts';
import { type HandlerRequest, shown, unknown } from './request.ts';

type Entry = Extract<Build, { readonly kind: 'entry' }>;

/**
 * A function whose code is one source file, whatever module its handler says: CDK's `NodejsFunction` writes it to `index.js`,
 * and takes a handler without a dot for the name of the export. `major`: of Node.js; absent for Python.
 */
export async function resolveEntry(
  definition: FunctionDefinition,
  handler: string | undefined,
  entry: Entry,
  major: number | undefined,
  context: HandlerContext,
): Promise<HandlerResolution> {
  const written = handler ?? entry.exportName;
  const path = await entryFile(entry.path, major, definition.folder, context);
  const root = dirname(entry.path);
  const request: HandlerRequest = { definition, context, handler: written, root, rootExists: true };
  if (path === undefined) return missingEntry(withExtension(entry, major), request);
  const exportName = major === undefined ? written.slice(written.lastIndexOf('.') + 1) : written.slice(firstDot(written) + 1);
  if (major === undefined) return resolvePythonName(request, exportName, path, new PyModules(root, context));
  const stale = () => buildOutputReason(path, definition.folder, path, context);
  return resolveNodeExport(request, exportName, { kind: 'found', paths: [path], stale }, major, new JsModules(context));
}

/** As the runtime splits: the first dot of the last part. */
function firstDot(handler: string): number {
  return handler.indexOf('.', handler.lastIndexOf('/') + 1);
}

/** The entry as it is written, or with the extension that was left out. */
async function entryFile(path: string, major: number | undefined, folder: string, context: HandlerContext): Promise<string | undefined> {
  const extensions = major === undefined ? ['.py'] : SOURCE_EXTENSIONS;
  const candidates = extname(path) === '' ? [path, ...extensions.map((extension) => path + extension)] : [path];
  for (const candidate of candidates) if ((await typeAt(candidate, folder, context.files)) === 'file') return candidate;
  return undefined;
}

/** As somebody would name the file that is missing: handlers of SST leave the extension out. */
function withExtension(entry: Entry, major: number | undefined): Entry {
  return extname(entry.path) === '' ? { ...entry, path: entry.path + (major === undefined ? '.py' : '.ts') } : entry;
}

async function missingEntry(entry: Entry, request: HandlerRequest): Promise<HandlerResolution> {
  const { definition, context, handler } = request;
  const name = shown(entry.path, request);
  const isThere = (await typeAt(request.root, definition.folder, context.files)) === 'directory';
  const doubt = await buildOutputReason(entry.path, definition.folder, isThere ? request.root : definition.folder, context);
  if (doubt !== undefined) return unknown(`${name} isn’t there: ${doubt}`);
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: `${entry.by} takes ${name} as the function’s source, which isn’t there.`,
      tried: [entry.path],
      suggestions: [],
      missing: { path: entry.path, exportName: handler.slice(handler.lastIndexOf('.') + 1), style: 'module' },
    },
  };
}
