import type { TextPosition } from '../../text.ts';
import { intrinsicName, type MappingNode } from './model.ts';
import { type Block, movedBlock, parseBlock } from './yamlBlock.ts';
import { YamlLines } from './yamlLines.ts';

/**
 * Reads one state after another of a text that somebody types in. An entry whose lines are as they were isn't parsed again, and where it
 * also stands as far down as before, its nodes are the same objects.
 *
 * What it answers is what `parseYaml` answers for the same text, down to every range. It answers only where that is sure: for mappings in
 * block style whose entries can each be read by themselves, without an error. A text with an error in it, with anchors, aliases or merge
 * keys, with tabs before content, directives or several documents is left to `parseYaml`.
 */
export class YamlBlocks {
  readonly #mostLines: number;
  #known: ReadonlyMap<string, KnownBlock> = new Map();

  /** @param mostLines an entry with more is read entry by entry, where it is a mapping itself */
  constructor(mostLines = 30) {
    this.#mostLines = mostLines;
  }

  /** The root; undefined where `parseYaml` has to be asked. */
  read(text: string): MappingNode | undefined {
    const lines = YamlLines.of(text);
    if (lines === undefined) return undefined;
    const reading = new Reading(lines, this.#known, this.#mostLines);
    const root = reading.mapping({ from: lines.first, to: lines.count, indent: 0 });
    // While somebody is halfway through a line, what stands around it stays known.
    if (root !== undefined) this.#known = reading.blocks;
    return root?.node;
  }
}

interface KnownBlock {
  /** How far in the key that comes next stands. */
  readonly after: number;
  readonly line: number;
  readonly block: Block;
  /** As it was parsed, where it stands elsewhere; undefined for one that is put together of others. */
  readonly parsed: Block | undefined;
}

interface Lines {
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
  /** How far in the keys stand. */
  readonly indent: number;
}

interface Mapping {
  readonly node: MappingNode;
  readonly outerEnd: TextPosition;
}

/** Of one text. What isn't sure is undefined. */
class Reading {
  /** By their texts. */
  readonly blocks = new Map<string, KnownBlock>();
  readonly #lines: YamlLines;
  readonly #known: ReadonlyMap<string, KnownBlock>;
  readonly #mostLines: number;

  constructor(lines: YamlLines, known: ReadonlyMap<string, KnownBlock>, mostLines: number) {
    this.#lines = lines;
    this.#known = known;
    this.#mostLines = mostLines;
  }

  mapping({ from, to, indent }: Lines): Mapping | undefined {
    const starts = this.#lines.entriesAt(from, to, indent);
    if (starts?.[0] !== from) return undefined;
    const blocks: Block[] = [];
    for (const [index, start] of starts.entries()) {
      const block = this.#block({ from: start, to: starts[index + 1] ?? to, indent });
      if (block === undefined) return undefined;
      blocks.push(block);
    }
    return mappingOf(blocks);
  }

  #block(lines: Lines): Block | undefined {
    const text = this.#lines.text(lines.from, lines.to);
    const after = this.#lines.indentOf(lines.to) ?? -1;
    const known = this.blocks.get(text) ?? this.#known.get(text);
    const before = known?.after === after ? known : undefined;
    const now = before?.line === lines.from ? before : this.#placed(lines, after, before?.parsed);
    if (now !== undefined) this.blocks.set(text, now);
    return now?.block;
  }

  #placed(lines: Lines, after: number, before: Block | undefined): KnownBlock | undefined {
    const { from, to, indent } = lines;
    const inner = before === undefined ? this.#inner(lines, after) : undefined;
    if (inner !== undefined) {
      const block = this.#composed(lines, inner);
      return block && { after, line: from, block, parsed: undefined };
    }
    const parsed = before ?? parseBlock(this.#lines.text(from, to), indent, after);
    return parsed && { after, line: from, block: movedBlock(parsed, from), parsed };
  }

  /** The mapping below a key, where that is large and can be read entry by entry. */
  #inner({ from, to, indent }: Lines, after: number): Lines | undefined {
    if (to - from <= this.#mostLines || this.#lines.loneKey(from) === undefined) return undefined;
    const first = this.#lines.entryIn(from + 1, to);
    const inner = first === undefined ? undefined : this.#lines.indentOf(first);
    if (first === undefined || inner === undefined || inner <= indent) return undefined;
    // At the end of a mapping, comments that stand further left may count for it.
    const isLast = indent > 0 && after < indent;
    if (isLast && this.#lines.commentsAtEnd(from, to).some((each) => each < inner)) return undefined;
    const starts = this.#lines.entriesAt(first, to, inner) ?? [];
    const only = starts.length === 1 ? this.#lines.loneKey(first) : '';
    return only === undefined || intrinsicName(only) !== undefined ? undefined : { from: first, to, indent: inner };
  }

  #composed({ from, indent }: Lines, inner: Lines): Block | undefined {
    const key = this.#lines.loneKey(from);
    const mapping = this.mapping(inner);
    if (key === undefined || mapping === undefined) return undefined;
    const start = { line: from, character: indent };
    const keyRange = { start, end: { line: from, character: indent + key.length } };
    const { node, outerEnd } = mapping;
    return { entry: { key, keyRange, value: node }, start, end: outerEnd, outerEnd };
  }
}

function mappingOf(blocks: readonly Block[]): Mapping | undefined {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // An intrinsic function, not a mapping.
  if (blocks.length === 1 && intrinsicName(first.entry.key) !== undefined) return undefined;
  const entries = new Map(blocks.map(({ entry }) => [entry.key, entry]));
  return { node: { kind: 'mapping', range: { start: first.start, end: last.end }, entries }, outerEnd: last.outerEnd };
}
