export interface JvmHandler {
  /** `com.shop.Orders$Create`. */
  readonly type: string;
  /** Undefined where the class is a handler by its interface. */
  readonly method: string | undefined;
}

const TYPE = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u;
const METHOD = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Splits as the runtime does: at the last `::`. A string where it can't, or where no class can be called so. */
export function splitJvmHandler(handler: string): JvmHandler | string {
  const colons = handler.lastIndexOf('::');
  const type = colons === -1 ? handler : handler.slice(0, colons);
  const method = colons === -1 ? undefined : handler.slice(colons + 2);
  if (type === '') return 'It has no class before ::';
  if (method === '') return 'It has no method after ::';
  if (/[/\\]/.test(type)) return 'Packages are joined by dots, not slashes';
  if (/[#:]/.test(type) || (method !== undefined && !METHOD.test(method))) return 'Class and method are joined by ::';
  if (!TYPE.test(type)) return `'${type}' is no name of a class`;
  return { type, method };
}
