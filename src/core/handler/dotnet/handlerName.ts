/** `Assembly::Namespace.Type::Method`. */
export interface NamedNetHandler {
  readonly kind: 'method';
  readonly assembly: string;
  readonly type: string;
  readonly method: string;
}

export type NetHandler =
  | NamedNetHandler
  /** An assembly that runs by itself. */
  | { readonly kind: 'executable'; readonly assembly: string };

/** Splits as the runtime does. A string where it can't. */
export function splitNetHandler(handler: string): NetHandler | string {
  if (!handler.includes(':')) return { kind: 'executable', assembly: handler };
  const parts = handler.split('::');
  const [assembly = '', type = '', method = ''] = parts;
  if (parts.length !== 3 || handler.replaceAll('::', '').includes(':')) return '.NET reads assembly, type and method with :: between them';
  if (assembly === '' || type === '' || method === '') return 'One of its three parts is empty';
  if (/[/\\]/.test(type)) return 'Namespaces are joined by dots, not slashes';
  return { kind: 'method', assembly, type, method };
}
