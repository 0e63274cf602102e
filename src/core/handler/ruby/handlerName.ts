export interface RubyHandler {
  /** Without extension, as `require` takes it: `lib/app`. */
  readonly file: string;
  /** `Orders::Create`; undefined where the method stands by itself. */
  readonly constant: string | undefined;
  readonly method: string;
}

/** Splits as the runtime does: at every dot, into two or three parts. A string where it can't. */
export function splitRubyHandler(handler: string): RubyHandler | string {
  // As Ruby's `split` does, which drops empty parts at the end.
  const parts = handler.replace(/\.+$/, '').split('.');
  if (parts.length < 2) return 'Ruby reads file, dot, method';
  if (parts.length > 3) return 'It has more than three parts between its dots';
  const [file = '', second = '', third] = parts;
  if (file === '') return 'It has no file before the first dot';
  if (third === undefined) return { file, constant: undefined, method: second };
  if (!/^(?:[A-Z]\w*)(?:::[A-Z]\w*)*$/.test(second)) return `'${second}' is no name of a class or module`;
  return { file, constant: second, method: third };
}
