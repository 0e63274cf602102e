import { basename, join } from 'node:path';
import { relativePath } from '../paths.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { inAnotherCase } from './names.ts';
import type { PyModules } from './python/modules.ts';
import { type PythonHandler, splitPythonHandler } from './pythonHandler.ts';
import { absenceDoubt, caseMismatch, type HandlerRequest, shown, unknown } from './request.ts';
import { atRoot, findAlternatives, findExport } from './search/alternatives.ts';
import { pythonManifest } from './search/project.ts';
import { findSources, type SourceFile } from './search/sources.ts';

/** Modules that wrap a handler named elsewhere: they come with a layer or a package. */
const WRAPPERS =
  /^(?:newrelic|datadog|lumigo|epsagon|thundra|sentry|otel|opentelemetry|instana|dynatrace|rollbar|iopipe|awsgi|apig_wsgi|wsgi|serverless_wsgi|mangum|zappa|chalice|aws_lambda|awslambda|handler_wrapper|serverless_sdk|s_)/;

/** The answer where the module isn't there. */
export async function missingPythonModule(
  request: HandlerRequest,
  parts: PythonHandler,
  modules: PyModules,
  namespace: string | undefined,
): Promise<HandlerResolution> {
  const { root, definition, context } = request;
  const sources = await findSources(root, ['.py'], context);
  const spell = (module: string, name: string): string => `${parts.separator === '/' ? module : module.replaceAll('/', '.')}.${name}`;
  const slashed = parts.module.replaceAll('.', '/');
  // `src.app` where src/app.py is: the file was named, its function forgotten.
  const asFile = `${slashed}/${parts.exportName}`;
  const wanted =
    namespace !== undefined && sources.some(({ module }) => module === asFile)
      ? { module: asFile, exportName: 'lambda_handler' }
      : { module: slashed, exportName: parts.exportName };
  const twin = await twinOf(slashed, request);
  const alternatives = await findAlternatives(
    twin === undefined ? wanted : { ...wanted, module: twin.module },
    twin === undefined ? sources : [twin],
    (path) => modules.list(path),
    spell,
  );
  const segments = parts.module.split('.');
  const base = join(root, ...segments);
  const [first = ''] = segments;
  const owned = sources.some(({ module }) => module === first || module.startsWith(`${first}/`));
  const doubt =
    !owned && WRAPPERS.test(first)
      ? `${first} may come with a layer or a package`
      : await absenceDoubt(`${base}.py`, request, alternatives, {
          sources: sources.length,
          language: 'Python',
          bundler: undefined,
          installs: owned ? undefined : await pythonManifest(root, definition.folder, context),
        });
  if (doubt !== undefined) return unknown(`${parts.module} isn’t in ${shown(root, request)}: ${doubt}`);
  if (twin !== undefined)
    return { kind: 'unresolved', problem: caseMismatch(twin.path, slashed, twin.module, alternatives.handlers, request) };
  const blocking = await moduleInTheWay(segments, modules);
  const message =
    namespace !== undefined
      ? `${shown(namespace, request)} is a folder without __init__.py, so it defines no ${parts.exportName}.`
      : blocking !== undefined
        ? `${shown(blocking, request)} is a module, not a package: a handler can’t name members of its classes.`
        : `No module '${parts.module}' in ${shown(root, request)}: looked for ${basename(base)}.py or ${basename(base)}/__init__.py.`;
  return {
    kind: 'unresolved',
    problem: {
      code: 'handler.file-not-found',
      message: alternatives.handlers[0] === undefined ? message : `${message} There is ${alternatives.handlers.join(', ')}.`,
      tried: [join(base, '__init__.py'), `${base}.py`],
      suggestions: alternatives.handlers,
      ...(namespace === undefined && blocking === undefined ? { missing: { path: `${base}.py`, exportName: parts.exportName } } : {}),
    },
  };
}

/** The file of a leading part that is a module where a package is needed: `core.Class.method`. */
async function moduleInTheWay(segments: readonly string[], modules: PyModules): Promise<string | undefined> {
  for (let length = 1; length < segments.length; length += 1) {
    const located = await modules.locate(segments.slice(0, length));
    if (located.kind === 'file' && basename(located.path) !== '__init__.py') return located.path;
  }
  return undefined;
}

/** The module that the handler names in another case. */
async function twinOf(module: string, { root, context }: HandlerRequest): Promise<SourceFile | undefined> {
  const { files } = context;
  const file = await inAnotherCase(root, module, ({ name, type }, stem) => type === 'file' && name.toLowerCase() === `${stem}.py`, files);
  const inner = (path: string): string => relativePath(root, path);
  if (file !== undefined) return { path: file, module: inner(file).slice(0, -'.py'.length) };
  const folder = await inAnotherCase(root, module, ({ name, type }, stem) => type === 'directory' && name.toLowerCase() === stem, files);
  if (folder === undefined || inner(folder) === module) return undefined;
  const init = join(folder, '__init__.py');
  return (await files.stat(init))?.type === 'file' ? { path: init, module: inner(folder) } : undefined;
}

/** The problem of a handler that the runtime can't take apart. */
export async function malformedPython(request: HandlerRequest, reason: string, modules: PyModules): Promise<HandlerProblem> {
  const { handler, root, context } = request;
  const sources = request.rootExists ? await findSources(root, ['.py'], context) : [];
  const spelled = handler.replace(/(?:::|[:#])(?=[^:#/.]*$)/, '.').replace(/^[./]+/, '');
  const parts = splitPythonHandler(spelled);
  const exists = (module: string): boolean => sources.some((source) => source.module === module || source.module === `${module}/__init__`);
  const suggestions: string[] = [];
  if (typeof parts !== 'string') {
    if (spelled !== handler && exists(parts.module.replaceAll('.', '/'))) suggestions.push(spelled);
  } else if (!spelled.includes('.')) {
    const { handlers } = await findAlternatives({ module: spelled, exportName: 'lambda_handler' }, sources, (path) => modules.list(path));
    const holders = await findExport(spelled, atRoot(sources), (path) => modules.list(path));
    suggestions.push(...(exists(spelled) ? handlers.slice(0, 1) : holders.map(({ module }) => `${module}.${spelled}`)));
  }
  return {
    code: 'handler.malformed',
    message: `'${handler}' is not a Python handler. ${reason}. A right one looks like 'app.lambda_handler'.`,
    suggestions,
  };
}
