interface Line {
  /** Offset in the text. */
  readonly start: number;
  /** Spaces before what stands in it. */
  readonly indent: number;
  readonly kind: 'blank' | 'comment' | 'item' | 'other';
}

/** The lines of one YAML document, told apart by how they begin. Parts of it are lines from one up to another, counted from zero. */
export class YamlLines {
  readonly #text: string;
  readonly #lines: readonly Line[];
  /** The first line with content. */
  readonly first: number;

  private constructor(text: string, lines: readonly Line[], first: number) {
    this.#text = text;
    this.#lines = lines;
    this.first = first;
  }

  /** Undefined for more than the plain lines of one document: directives, tabs before content, marks of other documents, lone carriage returns. */
  static of(text: string): YamlLines | undefined {
    if (/\r(?!\n)|\uFEFF|^ *\t|^%|^\.\.\./m.test(text)) return undefined;
    const lines = linesOf(text);
    const marks = lines.flatMap(({ start }, index) => (text.startsWith('---', start) ? [index] : []));
    const first = lines.findIndex(({ kind }, index) => (kind === 'other' || kind === 'item') && index !== marks[0]);
    if (first === -1 || marks.length > 1) return undefined;
    const [mark] = marks;
    if (mark !== undefined && (mark > first || !/^--- *(?:#.*)?\r?\n/.test(text.slice(lines[mark]?.start, lines[mark + 1]?.start))))
      return undefined;
    return new YamlLines(text, lines, first);
  }

  get count(): number {
    return this.#lines.length;
  }

  text(from: number, to: number): string {
    return this.#text.slice(this.#lines[from]?.start, this.#lines[to]?.start);
  }

  /** Where the entries of a mapping begin whose keys stand at `indent`; undefined where something stands further left. */
  entriesAt(from: number, to: number, indent: number): readonly number[] | undefined {
    const starts: number[] = [];
    for (let index = from; index < to; index++) {
      const line = this.#lines[index];
      if (line === undefined || line.kind === 'blank' || line.kind === 'comment') continue;
      if (line.indent < indent) return undefined;
      if (line.indent === indent && line.kind === 'other') starts.push(index);
    }
    return starts;
  }

  /** How far in the comments stand behind the last line with content. */
  commentsAtEnd(from: number, to: number): readonly number[] {
    const indents: number[] = [];
    for (let index = to - 1; index > from; index--) {
      const line = this.#lines[index];
      if (line === undefined || line.kind === 'other' || line.kind === 'item') break;
      if (line.kind === 'comment') indents.push(line.indent);
    }
    return indents;
  }

  /** The key, where it is a plain word and all that stands in its line. */
  loneKey(index: number): string | undefined {
    return /^ *(\w[\w:.-]*): *\r?\n?$/.exec(this.text(index, index + 1))?.[1];
  }

  /** The first line with content from `from` up to `to`, where an entry may begin there. */
  entryIn(from: number, to: number): number | undefined {
    const index = this.#lines.findIndex(({ kind }, at) => at >= from && at < to && (kind === 'other' || kind === 'item'));
    return this.#lines[index]?.kind === 'other' ? index : undefined;
  }

  /** How far in a line stands; undefined behind the last one. */
  indentOf(index: number): number | undefined {
    return this.#lines[index]?.indent;
  }
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; ; ) {
    let content = start;
    while (text[content] === ' ') content++;
    lines.push({ start, indent: content - start, kind: kindOf(text, content) });
    const end = text.indexOf('\n', content);
    if (end === -1) return lines;
    start = end + 1;
  }
}

function kindOf(text: string, content: number): Line['kind'] {
  const first = text[content];
  if (first === undefined || first === '\n' || first === '\r') return 'blank';
  if (first === '#') return 'comment';
  const second = text[content + 1];
  return first === '-' && (second === undefined || /\s/.test(second)) ? 'item' : 'other';
}
