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

/** Part of every `sys.builtin_module_names`: the runtime refuses a handler in a module of such a name. */
const BUILTIN = new Set(
  '_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal posix pwd sys time xxsubtype'.split(
    ' ',
  ),
);
