import type { ReadableFileSystem } from '../../ports.ts';
import type { KnownTrees } from '../tree/knownTrees.ts';
import type { TemplateSource } from '../tree/model.ts';
import { sourceOf } from '../tree/parse.ts';
import type { Located } from './located.ts';

/** A file that a service takes in. */
export type Document =
  | { readonly kind: 'tree'; readonly root: Located | undefined }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  /** Not looked at yet. */
  | { readonly kind: 'wanted' };

/**
 * The files that a service takes in. Reading a service asks for them without waiting; what was wanted is read afterwards, and the
 * service is read again, so that nothing but this touches the file system.
 */
export class Documents {
  readonly #trees: KnownTrees;
  readonly #known = new Map<string, Document>();
  readonly #wanted = new Set<string>();

  constructor(trees: KnownTrees) {
    this.#trees = trees;
  }

  get(path: string): Document {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (this.#known.size + this.#wanted.size >= mostDocuments) return { kind: 'unreadable' };
    this.#wanted.add(path);
    return { kind: 'wanted' };
  }

  /** @returns whether anything is known now that wasn't */
  async readWanted(files: ReadableFileSystem): Promise<boolean> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    const documents = await Promise.all(wanted.map(async (path) => [path, await readDocument(path, files, this.#trees)] as const));
    for (const [path, document] of documents) this.#known.set(path, document);
    return documents.length > 0;
  }
}

/** No service is put together of more files. */
const mostDocuments = 300;

/** Larger files are data. Bytes. */
const largestDocument = 1024 * 1024;

async function readDocument(path: string, files: ReadableFileSystem, trees: KnownTrees): Promise<Document> {
  const stat = await files.stat(path);
  if (stat === undefined) return { kind: 'absent' };
  if (stat.type !== 'file' || stat.size > largestDocument) return { kind: 'unreadable' };
  const text = await files.readText(path);
  return text === undefined ? { kind: 'absent' } : parseDocument(path, text, trees);
}

function parseDocument(path: string, text: string, trees: KnownTrees): Document {
  const source = sourceOf(path, text);
  if (!/\.(ya?ml|json|tfstate)$/i.test(path)) return { kind: 'tree', root: { node: wholeText(text, source), source } };
  const tree = trees.parse(path, text);
  if (tree.kind === 'syntax-error') return { kind: 'unreadable' };
  return { kind: 'tree', root: tree.root === undefined ? undefined : { node: tree.root, source } };
}

function wholeText(text: string, { end }: TemplateSource): Located['node'] {
  return { kind: 'scalar', value: text, text, range: { start: { line: 0, character: 0 }, end } };
}
