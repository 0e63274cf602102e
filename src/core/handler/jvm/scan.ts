import { blanked } from '../../blanked.ts';
import { LineMap, type TextRange } from '../../text.ts';
import type { JvmFacts, JvmImport, JvmMethod, JvmType } from './model.ts';

/** A type while its body is read. */
interface Open {
  readonly name: string;
  readonly range: TextRange;
  readonly supertypes: readonly string[];
  readonly methods: JvmMethod[];
  /** The type whose static methods its own ones can be. */
  companionOf: Open | undefined;
}

interface Declared {
  /** Offset to read on from. */
  readonly end: number;
  readonly body: { readonly at: number; readonly open: Open } | undefined;
}

/** What the two languages that have no grammar here differ in. */
export interface Dialect {
  readonly nestedComments: boolean;
  /** Text of which nothing is told; why, in words. */
  readonly doubt: (code: string, text: string) => string | undefined;
  readonly packageOf: (code: string) => string;
  readonly imports: (code: string) => readonly JvmImport[];
  /** Words that begin a declaration; the first group is the word. */
  readonly declaration: RegExp;
  readonly isType: (kind: string) => boolean;
  /** The name after such a word; undefined where it declares none. */
  readonly nameAfter: (code: string, end: number, kind: string) => Name | undefined;
  /** The supertypes in the text after a type's name, and where its body's brace is; a string where that can't be told. */
  readonly header: (code: string, start: number) => Header | string;
  readonly method: (before: string, name: string, range: TextRange) => { readonly method: JvmMethod; readonly isStatic: boolean };
  /** The type that functions outside of all types are compiled to; undefined where there is none. */
  readonly fileType: (text: string, stem: string) => string | undefined;
}

export interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly supertypes: readonly string[];
  /** Offset of `{`; undefined where it has no body. */
  readonly body: number | undefined;
  /** Offset after the header. */
  readonly end: number;
}

/** Reads the declarations of a Kotlin or Scala source. On any doubt it says so: then nothing is called missing. */
export function scanFacts(text: string, stem: string, dialect: Dialect): JvmFacts {
  const code = blanked(text, { templates: true, nestedComments: dialect.nestedComments });
  const nothing = { package: '', imports: [], types: [] };
  if (code === undefined) return { ...nothing, doubt: 'it has a string or a comment without end' };
  const doubt = dialect.doubt(code, text);
  const scanner = new Scanner(code, dialect, dialect.fileType(text, stem));
  const scanDoubt = scanner.read();
  return { package: scanner.package, imports: dialect.imports(code), types: scanner.types(), doubt: doubt ?? scanDoubt };
}

class Scanner {
  readonly package: string;
  readonly #prefix: string;
  readonly #fileTypeName: string | undefined;
  readonly #code: string;
  readonly #dialect: Dialect;
  readonly #lines: LineMap;
  readonly #types: Open[] = [];

  constructor(code: string, dialect: Dialect, fileType: string | undefined) {
    this.#code = code;
    this.#dialect = dialect;
    this.#lines = new LineMap(code);
    this.package = dialect.packageOf(code);
    this.#prefix = this.package === '' ? '' : `${this.package}.`;
    this.#fileTypeName = fileType;
  }

  types(): readonly JvmType[] {
    return this.#types.map(({ name, range, supertypes, methods }) => ({
      name,
      range,
      supertypes,
      methods,
      doubt: undefined,
      end: undefined,
    }));
  }

  /** A doubt in words, or undefined. */
  read(): string | undefined {
    const code = this.#code;
    /** The types whose bodies are open; undefined for any other brace. */
    const stack: (Open | undefined)[] = [];
    const bodies = new Map<number, Open>();
    const tokens = new RegExp(`[{}]|${this.#dialect.declaration.source}`, 'g');
    for (let token = tokens.exec(code); token !== null; token = tokens.exec(code)) {
      const [mark, kind] = token;
      if (mark === '{') stack.push(bodies.get(token.index));
      else if (mark === '}' && stack.length === 0) return 'its braces do not match';
      else if (mark === '}') stack.pop();
      // Within a function's braces nothing can be named from outside.
      else if (kind !== undefined && !stack.includes(undefined)) {
        const declared = this.#declaration(token.index, tokens.lastIndex, kind, stack.at(-1));
        if (typeof declared === 'string') return declared;
        if (declared.body !== undefined) bodies.set(declared.body.at, declared.body.open);
        tokens.lastIndex = declared.end;
      }
    }
    return stack.length === 0 ? undefined : 'its braces do not match';
  }

  #declaration(start: number, end: number, kind: string, outer: Open | undefined): Declared | string {
    const name = this.#dialect.nameAfter(this.#code, end, kind);
    if (name === undefined) return { end, body: undefined };
    const range = this.#lines.range(name.start, name.end);
    if (!this.#dialect.isType(kind)) {
      this.#method(this.#code.slice(Math.max(0, start - 300), start), name.text, range, outer);
      return { end: name.end, body: undefined };
    }
    const header = this.#dialect.header(this.#code, name.end);
    if (typeof header === 'string') return header;
    const open = this.#open(outer === undefined ? this.#prefix + name.text : `${outer.name}$${name.text}`, range, header.supertypes);
    if (/^companion/.test(kind)) open.companionOf = outer;
    return header.body === undefined
      ? { end: Math.max(header.end, name.end), body: undefined }
      : { end: header.body, body: { at: header.body, open } };
  }

  #open(name: string, range: TextRange, supertypes: readonly string[]): Open {
    const open: Open = { name, range, supertypes, methods: [], companionOf: undefined };
    this.#types.push(open);
    return open;
  }

  #method(before: string, name: string, range: TextRange, outer: Open | undefined): void {
    const { method, isStatic } = this.#dialect.method(before, name, range);
    const owner = outer ?? this.#fileType(range);
    owner?.methods.push(method);
    if (isStatic) owner?.companionOf?.methods.push(method);
  }

  #fileType(range: TextRange): Open | undefined {
    if (this.#fileTypeName === undefined) return undefined;
    const name = this.#prefix + this.#fileTypeName;
    return this.#types.find((type) => type.name === name) ?? this.#open(name, range, []);
  }
}

/** The end of the group that opens at `start`, after its closing mark; undefined where there is none. */
export function endOfGroup(code: string, start: number, open: string, close: string): number | undefined {
  let depth = 0;
  for (let index = start; index < code.length; index += 1) {
    if (code[index] === open) depth += 1;
    else if (code[index] === close && !(close === '>' && /[-=]/.test(code[index - 1] ?? ''))) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

export function skipSpace(code: string, start: number): number {
  let index = start;
  while (/\s/.test(code[index] ?? '')) index += 1;
  return index;
}
