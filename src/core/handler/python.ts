import { basename, join } from 'node:path';
import { handlerText } from './handlerText.ts';
import { missingExport } from './missingExport.ts';
import type { HandlerProblem, HandlerResolution } from './model.ts';
import { PyModules } from './python/modules.ts';
import { absenceDoubt, type HandlerRequest, missingFolder, shown, unknown, wrapperReason } from './request.ts';
import { atRoot, findAlternatives, findExport, onlyFunction } from './search/alternatives.ts';
import { pythonManifest } from './search/project.ts';
import { findSources } from './search/sources.ts';

/** Part of every `sys.builtin_module_names`: the runtime refuses a handler in a module of such a name. */
const BUILTIN = new Set(
  '_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal posix pwd sys time xxsubtype'.split(
    ' ',
  ),
);

/** Modules that wrap a handler named elsewhere: they come with a layer or a package. */
const WRAPPERS =
  /^(?:newrelic|datadog|lumigo|epsagon|thundra|sentry|otel|opentelemetry|instana|dynatrace|rollbar|iopipe|awsgi|apig_wsgi|wsgi|serverless_wsgi|mangum|zappa|chalice|aws_lambda|awslambda|handler_wrapper|serverless_sdk|s_)/;

export interface PythonHandler {
  /** Dotted: slashes in the module are dots to the runtime. */
  readonly module: string;
  readonly exportName: string;
  /** What joins the module's parts as the handler is written. */
  readonly separator: '/' | '.';
}

/** Splits as the runtime does: at the last dot. A string where it can't. */
export function splitPythonHandler(handler: string): PythonHandler | string {
  const dot = handler.lastIndexOf('.');
  if (dot === -1) return 'It has no dot: Python reads module, dot, function';
  const written = handler.slice(0, dot);
  const module = written.replaceAll('/', '.');
  const exportName = handler.slice(dot + 1);
  if (exportName === '') return 'It has no function name after the last dot';
  if (module === '') return 'It has no module name before the dot';
  if (module.startsWith('.')) return 'Its module begins with a dot or a slash, which Python takes for a relative import';
  if (module.includes('..') || module.endsWith('.')) return 'Its module has an empty part';
  const [first = ''] = module.split('.');
  if (BUILTIN.has(first)) return `${first} is a module of Python itself, which the runtime refuses`;
  return { module, exportName, separator: written.includes('/') ? '/' : '.' };
}

export async function resolvePython(request: HandlerRequest): Promise<HandlerResolution> {
  const { handler, root, context, definition } = request;
  const modules = new PyModules(root, context);
  const parts = splitPythonHandler(handler);
  if (typeof parts === 'string') return { kind: 'unresolved', problem: await malformed(request, parts, modules) };
  if (!request.rootExists) return missingFolder(request);
  const located = await modules.locate(parts.module.split('.'));
  if (located.kind === 'binary') return unknown(`${parts.module} is compiled code`);
  if (located.kind !== 'file') return missingModule(request, parts, modules, located.kind === 'namespace' ? located.path : undefined);
  const { path } = located;
  const found = await modules.find(path, parts.exportName);
  if (found.kind === 'found') return { kind: 'resolved', path, exportName: parts.exportName, at: found.at };
  if (found.kind === 'unknown') return unknown(`${shown(path, request)}: ${found.reason}`, path);
  const doubt = wrapperReason(definition);
  if (doubt !== undefined) return unknown(doubt, path);
  const written = handler.slice(0, handler.length - parts.exportName.length);
  const list = await modules.list(path);
  if (found.kind === 'not-a-function') {
    const only = onlyFunction(list.exports);
    return {
      kind: 'unresolved',
      problem: {
        code: 'handler.not-a-function',
        message: `${shown(path, request)} defines ${parts.exportName} as ${found.what}, not as a function.`,
        path,
        exportName: parts.exportName,
        at: found.at,
        suggestions: only === undefined ? [] : [written + only],
      },
    };
  }
  const facts = await modules.facts(path);
  if (typeof facts === 'string') return unknown(facts, path);
  const note = parts.exportName === 'py' ? 'A handler names a function, not a file extension.' : undefined;
  const text = handlerText('python', parts.exportName);
  const problem = missingExport({
    path,
    shown: shown(path, request),
    exportName: parts.exportName,
    found: list,
    verb: 'defines',
    note,
    insertion: { range: facts.end, text: text === '' ? '' : `${facts.endsWithLineBreak ? '\n\n' : '\n\n\n'}${text}` },
    format: (name) => written + name,
  });
  return { kind: 'unresolved', problem };
}

async function missingModule(
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
  const alternatives = await findAlternatives(wanted, sources, (path) => modules.list(path), spell);
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
  if (doubt !== undefined) return unknown(`${parts.module} isn't in ${shown(root, request)}: ${doubt}`);
  const blocking = await moduleInTheWay(segments, modules);
  const message =
    namespace !== undefined
      ? `${shown(namespace, request)} is a folder without __init__.py, so it defines no ${parts.exportName}.`
      : blocking !== undefined
        ? `${shown(blocking, request)} is a module, not a package: a handler can't name members of its classes.`
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

async function malformed(request: HandlerRequest, reason: string, modules: PyModules): Promise<HandlerProblem> {
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
