/** A place in a text that only moves forward, and what Terraform's language takes at once. */
export class Cursor {
  readonly text: string;
  offset = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  at(token: string): boolean {
    return this.text.startsWith(token, this.offset);
  }

  take(token: string): boolean {
    if (!this.at(token)) return false;
    this.offset += token.length;
    return true;
  }

  /** What `pattern`, a sticky one, matches here. */
  takeMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.offset;
    const match = pattern.exec(this.text)?.[0];
    if (match !== undefined) this.offset += match.length;
    return match;
  }

  takeIdentifier(): string | undefined {
    return this.takeMatch(identifier);
  }

  /** Past blanks and comments, and past line ends where `lines` says so. */
  skipSpace(lines: boolean): void {
    const { text } = this;
    for (;;) {
      const character = text[this.offset];
      if (character === ' ' || character === '\t' || (lines && (character === '\n' || character === '\r'))) this.offset++;
      else if (character === '#') this.offset = this.#lineEnd();
      else if (character !== '/') return;
      else if (this.at('//')) this.offset = this.#lineEnd();
      else if (this.at('/*')) this.offset = this.#after('*/');
      else return;
    }
  }

  /** Whether nothing but blanks and comments is left of the line. */
  atLineEnd(): boolean {
    this.skipSpace(false);
    const character = this.text[this.offset];
    return character === undefined || character === '\n' || character === '\r';
  }

  /** To the end of the line, which isn't taken. Always moves, unless it is there already. */
  skipLine(): void {
    this.offset = this.#lineEnd();
  }

  skipAll(): void {
    this.offset = this.text.length;
  }

  /** Whether a line begins here, without indentation, that opens a block which stands in no other. */
  startsFileBlock(): boolean {
    const before = this.text[this.offset - 1];
    if (before !== '\n' && before !== '\r') return false;
    fileBlock.lastIndex = this.offset;
    return fileBlock.test(this.text);
  }

  #lineEnd(): number {
    const end = this.text.indexOf('\n', this.offset);
    return end < 0 ? this.text.length : end;
  }

  #after(token: string): number {
    const found = this.text.indexOf(token, this.offset + 2);
    return found < 0 ? this.text.length : found + token.length;
  }
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

const fileBlock =
  /(?:(?:resource|data)[ \t]+"?[\w-]+"?[ \t]+"?[\w-]+"?|(?:module|variable|output|provider)[ \t]+"?[\w-]+"?|locals|terraform)[ \t]*\{/y;
