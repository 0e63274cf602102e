import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language, Node, Parser, Tree } from 'web-tree-sitter';

/** tree-sitter in WebAssembly, which a thread has once. */
export class Engine {
  readonly #newParser: () => Parser;
  readonly #load: (path: string) => Promise<Language>;
  readonly #stack: WasmStack;
  #parser: Parser;

  constructor(newParser: () => Parser, load: (path: string) => Promise<Language>, stack: WasmStack) {
    this.#newParser = newParser;
    this.#load = load;
    this.#stack = stack;
    this.#parser = newParser();
  }

  /** A grammar, by the absolute path of its `.wasm`. */
  load(path: string): Promise<Language> {
    return this.#load(path);
  }

  /**
   * What `extract` makes of the tree of `text`; the tree is gone when this returns. Throws what `extract` throws, and RangeError where
   * the text is nested deeper than the engine can follow, or takes it too long; the next text is read all the same.
   */
  withTree<T>(language: Language, text: string, extract: (root: Node, text: string) => T): T {
    if (nesting(text) > deepest) throw new RangeError('The text is nested too deeply');
    const top = this.#stack.top();
    try {
      this.#parser.setLanguage(language);
      const tree = this.#parse(text);
      try {
        return extract(tree.rootNode, text);
      } finally {
        tree.delete();
      }
    } catch (error) {
      this.#stack.restore(top);
      if (!(error instanceof Error) || error.name !== 'RuntimeError') throw error;
      this.#replaceParser(top);
      throw new RangeError('The text is nested too deeply', { cause: error });
    }
  }

  #parse(text: string): Tree {
    const begun = process.cpuUsage();
    const tree = this.#parser.parse(text, null, { progressCallback: () => process.cpuUsage(begun).user > patienceMicroseconds });
    if (tree !== null) return tree;
    this.#parser.reset();
    throw new RangeError(`The text takes too long to read: ${text.length} characters`);
  }

  /** For one that was stopped in the middle of its work. */
  #replaceParser(top: unknown): void {
    try {
      // Tells the garbage collector to leave it alone, whatever comes of the rest.
      this.#parser.delete();
    } catch {
      // Then its memory stays where it is.
      this.#stack.restore(top);
    }
    this.#parser = this.#newParser();
  }
}

/**
 * Sources are read at 1 to 3 MB/s, and none over 1 MB is; only text that is far from the language takes longer. In processor time: on a
 * busy machine every text takes long.
 */
const patienceMicroseconds = 800_000;

/** Brackets within each other. No person writes so many; the engine recurses for each. */
const deepest = 1_000;

/** How deep brackets stand in each other, whatever they are part of. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (const bracket of text.matchAll(/[([{]+|[)\]}]+/g)) {
    const opens = '([{'.includes(bracket[0].charAt(0));
    depth = Math.max(0, depth + (opens ? bracket[0].length : -bracket[0].length));
    if (depth > most) most = depth;
  }
  return most;
}

/** @param grammars absolute folder that holds `web-tree-sitter.wasm` */
export async function startEngine(grammars: string): Promise<Engine> {
  const { Language, Parser } = await import('web-tree-sitter');
  const binary = await readFile(join(grammars, 'web-tree-sitter.wasm'));
  const stack = new WasmStack();
  await new Promise<void>((resolve, reject) => {
    const instantiateWasm = (imports: object, receive: (instance: object, module: object) => void) => {
      stack.instantiate(binary, imports).then(({ instance, module }) => receive(instance, module), reject);
      return {};
    };
    Parser.init({ instantiateWasm }).then(resolve, reject);
  });
  return new Engine(
    () => new Parser(),
    (path) => Language.load(path),
    stack,
  );
}

/**
 * The stack that C code has in WebAssembly's memory: 64 KB. Code that recurses beyond its end is stopped where it is, without tidying up,
 * and then nothing that needs a stack would work any more.
 */
class WasmStack {
  #exports: Readonly<Record<string, unknown>> = {};

  async instantiate(binary: Uint8Array, imports: object): Promise<Instantiated> {
    const source = await (globalThis as unknown as WebAssemblyHost).WebAssembly.instantiate(binary, imports);
    this.#exports = source.instance.exports;
    return source;
  }

  /** Undefined where the library was started before by somebody else: there is one of it in a thread. */
  top(): unknown {
    const get = this.#exports['emscripten_stack_get_current'];
    return typeof get === 'function' ? get() : undefined;
  }

  restore(top: unknown): void {
    const restore = this.#exports['_emscripten_stack_restore'];
    if (top !== undefined && typeof restore === 'function') restore(top);
  }
}

/** What is used here of an API that the types of Node.js don't have. */
interface WebAssemblyHost {
  readonly WebAssembly: { instantiate(binary: Uint8Array, imports: object): Promise<Instantiated> };
}

interface Instantiated {
  readonly instance: { readonly exports: Readonly<Record<string, unknown>> };
  readonly module: object;
}
