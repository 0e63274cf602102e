import { resolve } from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { Syntax } from '../../syntax/index.ts';
import { LineMap } from '../../text.ts';
import { plainOf } from '../cloudformation/apis/plain.ts';
import { parseTree, sourceOf } from '../tree/parse.ts';
import { evaluate } from './evaluate.ts';
import { Cursor } from './hcl/cursor.ts';
import { ExpressionParser } from './hcl/expressions.ts';
import { readText } from './hcl/templates.ts';
import type { SourceFile } from './module.ts';
import type { Scope } from './scope.ts';
import { type Evaluated, type Made, type Reference, resolved } from './value.ts';

/** Files that documents are made of. What isn't there yet is noted: whoever can read files reads it then. */
export class DocumentTexts {
  readonly #texts = new Map<string, string | undefined>();
  readonly #wanted = new Set<string>();
  readonly #syntax: Pick<Syntax, 'derive'>;

  constructor(syntax: Pick<Syntax, 'derive'>) {
    this.#syntax = syntax;
  }

  /** JSON or YAML as plain data, undefined where it is neither. */
  parsed(text: string): unknown {
    return this.#syntax.derive(text, parseData);
  }

  text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#wanted.add(path);
    return this.#texts.get(path);
  }

  /** Reads what was asked for; false where that was nothing. */
  async fetch(files: ReadableFileSystem): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    for (const path of wanted) {
      const text = await files.readText(path);
      this.#texts.set(path, text === undefined || text.length > LARGEST ? undefined : text);
    }
    return wanted.length > 0;
  }
}

function parseData(text: string): unknown {
  const tree = parseTree('', text);
  return tree.kind === 'tree' ? plainOf(tree.root, sourceOf('', text)) : undefined;
}

/** More than API Gateway imports. */
const LARGEST = 6 * 1024 * 1024;

/**
 * An argument that is a document as plain data: `jsonencode({ … })`, a text with interpolations, `templatefile(…)`. In it a short text
 * stands for each resource that is referred to; `references` says for which.
 */
export class DocumentReader {
  readonly references = new Map<string, Reference>();
  readonly #scope: Scope;
  readonly #texts: DocumentTexts;
  readonly #isMeant: (reference: Reference) => boolean;
  #parts = 0;

  /** `isMeant`: whether a reference is one of interest, also where what it stands for is written out. */
  constructor(scope: Scope, texts: DocumentTexts, isMeant: (reference: Reference) => boolean) {
    this.#scope = scope;
    this.#texts = texts;
    this.#isMeant = isMeant;
  }

  /** Undefined where it can't be told. */
  read(value: Evaluated): unknown {
    const found = resolved(value);
    const made = found.kind === 'unknown' ? found.made?.() : undefined;
    if (made?.kind === 'data') return this.#data(made.value, 0);
    const text = made === undefined ? (found.kind === 'scalar' ? String(found.value) : undefined) : this.#text(made);
    return text === undefined ? undefined : this.#texts.parsed(text);
  }

  #data(value: Evaluated, depth: number): unknown {
    const found = resolved(value);
    if (depth > DEEPEST || this.#parts++ > MOST_PARTS) return undefined;
    if (this.#isMarked(value, found)) return this.#mark(value);
    switch (found.kind) {
      case 'scalar':
        return found.value ?? undefined;
      case 'list':
        return found.items.map((item) => this.#data(item, depth + 1));
      case 'map':
        return Object.fromEntries([...found.entries].map(([key, item]) => [key, this.#data(item, depth + 1)]));
      default:
        return this.#shown(value);
    }
  }

  #text(made: Made): string | undefined {
    if (made.kind === 'data') return JSON.stringify(this.#data(made.value, 0));
    if (made.kind === 'parts') return made.parts.map((part) => (typeof part === 'string' ? part : this.#shown(part))).join('');
    const path = resolved(made.path);
    const text = path.kind === 'scalar' ? this.#texts.text(resolve(this.#scope.root.module.folder, String(path.value))) : undefined;
    if (text === undefined || made.variables === undefined) return text;
    return this.#filledIn(text, resolved(made.variables));
  }

  /** A template with its variables in it; undefined where there is more to it, conditions or loops. */
  #filledIn(text: string, variables: Evaluated): string | undefined {
    const cursor = new Cursor(text);
    const parser = new ExpressionParser(cursor);
    const template = readText(cursor, () => parser.expression(true));
    if (template.kind === 'literal') return String(template.value);
    if (template.kind !== 'template') return undefined;
    const file: SourceFile = {
      path: '',
      text,
      lines: new LineMap(text),
      body: { attributes: new Map(), blocks: [], damaged: false },
    };
    const bound = variables.kind === 'map' ? variables.entries : new Map<string, Evaluated>();
    const environment = { ...this.#scope.environment(file), bound };
    const shown = template.parts.map((part) => (typeof part === 'string' ? part : this.#shown(evaluate(part, environment))));
    return shown.join('');
  }

  #shown(value: Evaluated): string {
    const found = resolved(value);
    if (this.#parts++ > MOST_PARTS) return '';
    if (this.#isMarked(value, found)) return this.#mark(value);
    if (found.kind === 'scalar') return found.value === null ? '' : String(found.value);
    const made = found.kind === 'unknown' ? found.made?.() : undefined;
    return (made && this.#text(made)) ?? '';
  }

  #isMarked(value: Evaluated, found: Evaluated): value is Extract<Evaluated, Reference> {
    return value.kind === 'reference' && (this.#isMeant(value) || (found.kind === 'unknown' && found.made === undefined));
  }

  /** Letters and digits alone, which stay what they are wherever they stand in YAML and JSON. */
  #mark(reference: Reference): string {
    const mark = `workbenchReference${this.references.size}End`;
    this.references.set(mark, reference);
    return mark;
  }
}

/** The references that stand in a text of the document. */
export function marksIn(text: string): readonly string[] {
  return text.match(/workbenchReference\d+End/g) ?? [];
}

const DEEPEST = 60;
const MOST_PARTS = 50_000;
