/** Remembers what was told, so that nothing is told twice: a compiler's words come as it says them, and its failure repeats some. */
export class SaidLines {
  readonly #lines = new Set<string>();

  add(text: string): void {
    for (const line of text.split('\n')) if (this.#lines.size < MOST_LINES) this.#lines.add(plain(line));
  }

  /** The message with what of it is new. Its first line is always. */
  newOf(message: string): string {
    const [first = '', ...rest] = message.split('\n');
    const fresh = rest.filter((line) => !this.#lines.has(plain(line)));
    if (fresh.length === rest.length) return message;
    return [`${first.replace(/:$/, '')}, as said above${fresh.length > 0 ? ':' : '.'}`, ...fresh].join('\n');
  }
}

const MOST_LINES = 10_000;

/** Compilers have paths with or without the folder they are in; that of C says `error:` behind them. */
function plain(line: string): string {
  return line
    .trim()
    .replace(/^\.\//, '')
    .replace(/(:\d+:\d+: )(?:fatal )?error: /, '$1');
}
