import { JsonEntries } from './jsonEntries.ts';
import type { ParsedTree } from './model.ts';
import { type KnownParts, parseTree } from './parse.ts';
import { YamlBlocks } from './yamlBlocks.ts';

/** Of all files together: what was read long ago is forgotten. Characters; a tree takes some ninety bytes for each. */
const mostCharacters = 200_000;

interface KnownFile {
  readonly text: string;
  readonly tree: ParsedTree;
  readonly parts: KnownParts;
  kept: { readonly from: readonly unknown[]; readonly made: object } | undefined;
}

/**
 * The trees of files that are read again and again, as one that somebody types in. What is the same as before in a file stays the same
 * nodes as far as `YamlBlocks` and `JsonEntries` can tell. Files that were read only once, as all of a workspace are, take no place.
 */
export class KnownTrees {
  readonly #seen = new Set<string>();
  /** The one that was read last is the last one. */
  readonly #files = new Map<string, KnownFile>();

  /** As `parseTree`. */
  parse(path: string, text: string): ParsedTree {
    const known = this.#files.get(path);
    if (known?.text === text) return known.tree;
    if (!this.#seen.has(path)) {
      this.#seen.add(path);
      return parseTree(path, text);
    }
    const parts = known?.parts ?? { yaml: new YamlBlocks(), json: new JsonEntries(1) };
    const tree = parseTree(path, text, parts);
    this.#files.delete(path);
    this.#files.set(path, { text, tree, parts, kept: known?.kept });
    this.#forgetOldest();
    return tree;
  }

  /** What was made of a file's tree: the same as before, where all that it is made `from` is the same. */
  kept<Made extends object>(path: string, kind: new (...needs: never[]) => Made, from: readonly unknown[], make: () => Made): Made {
    const file = this.#files.get(path);
    const before = file?.kept;
    const isSame = before?.from.length === from.length && from.every((each, index) => each === before.from[index]);
    if (isSame && before.made instanceof kind) return before.made;
    const made = make();
    if (file !== undefined) file.kept = { from, made };
    return made;
  }

  #forgetOldest(): void {
    let left = [...this.#files.values()].reduce((sum, { text }) => sum + text.length, -mostCharacters);
    for (const [path, { text }] of this.#files) {
      if (left <= 0 || this.#files.size === 1) return;
      left -= text.length;
      this.#files.delete(path);
    }
  }
}
