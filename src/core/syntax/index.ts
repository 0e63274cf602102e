import { join } from 'node:path';
import type { Language, Node } from 'web-tree-sitter';
import { WorkbenchError } from '../errors.ts';
import { type Engine, startEngine } from './engine.ts';

/** As the grammar's file is called. */
export type SyntaxLanguage = 'javascript' | 'typescript' | 'tsx' | 'python' | 'ruby' | 'java' | 'c-sharp' | 'go' | 'rust';
export type SyntaxNode = Node;

export interface Syntax {
  /**
   * Parses `text` and answers what `extract` makes of its tree. The tree is freed before this returns, so `extract` hands out
   * plain data, never nodes. Throws WorkbenchError `installation-damaged` where a parser can't be loaded. Answers are remembered by text and by `extract`, which therefore is one function, not a closure.
   */
  read<T>(language: SyntaxLanguage, text: string, extract: (root: SyntaxNode, text: string) => T): Promise<T>;
  /** The same for a language that is read without a grammar: what `parse`, one pure function, makes of a text. */
  derive<T>(text: string, parse: (text: string) => T): T;
}

/** `grammars`: absolute folder with `web-tree-sitter.wasm` and the `tree-sitter-<language>.wasm` files. Nothing is loaded before it is needed. */
export function createSyntax(options: { readonly grammars: string }): Syntax {
  return new TreeSitterSyntax(options.grammars);
}

/** Texts are kept as keys of the memory: 8 million characters are about as many bytes. */
const REMEMBERED_CHARACTERS = 8_000_000;

interface Remembered {
  readonly extract: unknown;
  readonly language: SyntaxLanguage | undefined;
  readonly answer: unknown;
}

class TreeSitterSyntax implements Syntax {
  readonly #grammars: string;
  readonly #languages = new Map<SyntaxLanguage, Promise<Language>>();
  /** Of each text, what was made of it: different readers ask different things of the same file. */
  readonly #memory = new Map<string, readonly Remembered[]>();
  #remembered = 0;
  #engine: Promise<Engine> | undefined;

  constructor(grammars: string) {
    this.#grammars = grammars;
  }

  async read<T>(language: SyntaxLanguage, text: string, extract: (root: SyntaxNode, text: string) => T): Promise<T> {
    const known = this.#recall(text, extract, language);
    if (known !== undefined) return known.answer as T;
    const { engine, grammar } = await this.#load(language);
    // From here to the end nothing awaits: the one parser serves every language in turn.
    const answer = engine.withTree(grammar, text, extract);
    this.#remember(text, { extract, language, answer });
    return answer;
  }

  derive<T>(text: string, parse: (text: string) => T): T {
    const known = this.#recall(text, parse, undefined);
    if (known !== undefined) return known.answer as T;
    const answer = parse(text);
    this.#remember(text, { extract: parse, language: undefined, answer });
    return answer;
  }

  #recall(text: string, extract: unknown, language: SyntaxLanguage | undefined): Remembered | undefined {
    const known = this.#memory.get(text);
    const answer = known?.find((entry) => entry.extract === extract && entry.language === language);
    if (known === undefined || answer === undefined) return undefined;
    this.#memory.delete(text);
    this.#memory.set(text, known);
    return answer;
  }

  async #load(language: SyntaxLanguage): Promise<{ readonly engine: Engine; readonly grammar: Language }> {
    try {
      this.#engine ??= startEngine(this.#grammars);
      const engine = await this.#engine;
      const loading = this.#languages.get(language) ?? engine.load(join(this.#grammars, `tree-sitter-${language}.wasm`));
      this.#languages.set(language, loading);
      return { engine, grammar: await loading };
    } catch (error) {
      // Whatever was missing may be there the next time.
      this.#engine = undefined;
      this.#languages.clear();
      const message = `The parser of ${language} can’t be loaded from ${this.#grammars}.`;
      throw new WorkbenchError('installation-damaged', message, 'Install Lambda Workbench anew; from its sources, run npm run build.', {
        cause: error,
      });
    }
  }

  #remember(text: string, answer: Remembered): void {
    const known = this.#memory.get(text);
    if (known === undefined) this.#remembered += text.length;
    this.#memory.set(text, [...(known ?? []), answer]);
    for (const oldest of this.#memory.keys()) {
      if (this.#remembered <= REMEMBERED_CHARACTERS) return;
      this.#memory.delete(oldest);
      this.#remembered -= oldest.length;
    }
  }
}
