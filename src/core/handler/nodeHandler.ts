/** The parts of a Node.js handler: `src/order.api.get` is the module `src/order` and the nested export `api.get`. */
export interface NodeHandler {
  /** Relative to the code folder, with forward slashes, without extension. */
  readonly module: string;
  readonly exportName: string;
}

/** Splits as the runtime does: at the first dot of the last path segment. A string where it can't. */
export function splitNodeHandler(handler: string): NodeHandler | string {
  if (handler.includes('..')) return "Node.js refuses a handler with '..' in it";
  const slash = handler.lastIndexOf('/');
  const match = /^([^.]*)\.(.*)$/s.exec(handler.slice(slash + 1));
  if (match === null) return 'It has no dot: Node.js reads file, dot, export';
  const [, stem = '', exportName = ''] = match;
  if (stem === '') return 'It has no file name before the dot';
  if (exportName === '') return 'It has no export name after the dot';
  const folder = handler
    .slice(0, slash + 1)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  return { module: folder === '' ? stem : `${folder}/${stem}`, exportName };
}
