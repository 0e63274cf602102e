import { basename, dirname, join } from 'node:path';
import { handlerText } from './handlerText.ts';
import { missingExport } from './missingExport.ts';
import type { HandlerResolution } from './model.ts';
import { PyModules } from './python/modules.ts';
import { splitPythonHandler } from './pythonHandler.ts';
import { malformedPython, missingPythonModule } from './pythonMissing.ts';
import { type HandlerRequest, missingFolder, resolvedAt, shown, unknown, wrapperReason } from './request.ts';
import { isFileExtension, likelyExports, onlyFunction } from './search/likely.ts';

export async function resolvePython(request: HandlerRequest): Promise<HandlerResolution> {
  const { handler, root, context } = request;
  const modules = new PyModules(root, context);
  const parts = splitPythonHandler(handler);
  // Such as the Lambda Web Adapter, to which a handler is a command.
  const doubt = typeof parts === 'string' ? wrapperReason(request.definition) : undefined;
  if (doubt !== undefined) return unknown(doubt);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformedPython(request, parts, modules) };
  if (!request.rootExists) return missingFolder(request);
  const located = await modules.locate(parts.module.split('.'));
  if (located.kind === 'binary') return unknown(`${parts.module} is compiled code`);
  if (located.kind === 'file') return resolvePythonName(request, parts.exportName, located.path, modules);
  return missingPythonModule(request, parts, modules, located.kind === 'namespace' ? located.path : undefined);
}

/** Looks for the name in the file that the module is. */
export async function resolvePythonName(
  request: HandlerRequest,
  exportName: string,
  path: string,
  modules: PyModules,
): Promise<HandlerResolution> {
  const { handler, definition } = request;
  const found = await modules.find(path, exportName);
  if (found.kind === 'found') return resolvedAt(path, exportName, found);
  if (found.kind === 'unknown') return unknown(`${shown(path, request)}: ${found.reason}`, path);
  const doubt = wrapperReason(definition);
  if (doubt !== undefined) return unknown(doubt, path);
  const written = handler.slice(0, handler.length - exportName.length);
  const list = await modules.list(path);
  if (found.kind === 'not-a-function') {
    const only = onlyFunction(list.exports);
    return {
      kind: 'unresolved',
      problem: {
        code: 'handler.not-a-function',
        message: `${shown(path, request)} defines ${exportName} as ${found.what}, not as a function.`,
        path,
        exportName,
        at: found.at,
        suggestions: only === undefined ? [] : [written + only],
      },
    };
  }
  const facts = await modules.facts(path);
  if (typeof facts === 'string') return unknown(facts, path);
  const text = handlerText('python', exportName);
  const problem = missingExport({
    path,
    shown: shown(path, request),
    exportName,
    found: list,
    verb: 'defines',
    note: isFileExtension(exportName) ? 'A handler names a function, not a file extension.' : undefined,
    insertion: { range: facts.end, text: text === '' ? '' : `${facts.endsWithLineBreak ? '\n\n' : '\n\n\n'}${text}` },
    hint: request.definition.logicalId,
    format: (name) => written + name,
  });
  const named = await fileNamed(exportName, path, modules);
  return { kind: 'unresolved', problem: named === undefined ? problem : { ...problem, suggestions: [`${handler}.${named}`] } };
}

/** The function that is meant where the handler ends in the name of a file: `src.app` for `src/app.py`. */
async function fileNamed(exportName: string, path: string, modules: PyModules): Promise<string | undefined> {
  if (basename(path) !== '__init__.py') return undefined;
  const file = join(dirname(path), `${exportName}.py`);
  return likelyExports('lambda_handler', file, (await modules.list(file)).exports)[0];
}
