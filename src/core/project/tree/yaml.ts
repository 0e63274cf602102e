import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { LineMap, type TextRange } from '../../text.ts';
import { parseLeniently, syntaxError } from './lenientYaml.ts';
import { intrinsicName, lazy, type MappingEntry, type MappingNode, type ParsedTree, type Span, type TemplateNode } from './model.ts';

/** Reads YAML. Any tag is accepted: CloudFormation's short forms, and those it doesn't have. */
export function parseYaml(text: string): ParsedTree {
  const document = parseLeniently(text);
  const error = syntaxError(document);
  if (error !== undefined) {
    return { kind: 'syntax-error', message: error.message, span: { start: error.pos[0], end: Math.max(error.pos[1], error.pos[0]) } };
  }
  const root = document.contents;
  return { kind: 'tree', root: root === null ? undefined : new YamlReader(text, document, new LineMap(text)).read(root) };
}

/** Makes the nodes of a document. */
export class YamlReader {
  readonly #text: string;
  readonly #lines: LineMap;
  readonly #anchors: () => ReadonlyMap<string, readonly Node[]>;
  /** One tree node for each YAML node, so that many aliases of one anchor share their work. */
  readonly #known = new Map<Node, TemplateNode>();

  constructor(text: string, document: Document.Parsed, lines: LineMap) {
    this.#text = text;
    this.#lines = lines;
    this.#anchors = lazy(() => anchorsOf(document), new Map());
  }

  read(node: Node): TemplateNode {
    const target = isAlias(node) ? this.#targetOf(node) : node;
    if (target === undefined) return this.#unresolved(node);
    const known = this.#known.get(target);
    if (known !== undefined) return known;
    const made = this.#withTag(target, this.#untagged(target));
    this.#known.set(target, made);
    return made;
  }

  /** The nearest node above with the alias's anchor. The library's own look-up goes through the whole document for each alias. */
  #targetOf(alias: Alias): Node | undefined {
    const start = spanOf(alias).start;
    return this.#anchors()
      .get(alias.source)
      ?.findLast((node) => spanOf(node).start < start);
  }

  #untagged(node: Node): TemplateNode {
    if (isScalar(node)) return this.#scalar(node);
    if (isMap(node)) return this.#mapping(node);
    if (!isSeq(node)) return this.#absent(node);
    const items = lazy(() => node.items.map((item) => this.#value(item, node)), []);
    return {
      kind: 'sequence',
      range: this.#range(this.#trimmed(spanOf(node))),
      get items() {
        return items();
      },
    };
  }

  /** Only an alias can be unresolved. It isn't absent: something is meant to be there. */
  #unresolved(node: Node): TemplateNode {
    const range = this.#range(spanOf(node));
    const name = isAlias(node) ? node.source : '';
    return { kind: 'intrinsic', name: 'Alias', range, argument: { kind: 'scalar', value: name, text: name, range } };
  }

  /** `!Sub text` and `Fn::Sub: text` are the same thing. */
  #withTag(node: Node, value: TemplateNode): TemplateNode {
    const tag = node.tag;
    if (tag === undefined || !/^![^!]/.test(tag)) return value;
    return { kind: 'intrinsic', name: tag.slice(1), range: value.range, argument: value };
  }

  #scalar(node: Scalar): TemplateNode {
    const value = node.value;
    const plain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const text = typeof value === 'string' ? value : (node.source ?? String(value));
    return { kind: 'scalar', value: plain ? value : text, text, range: this.#range(this.#scalarSpan(node)) };
  }

  #scalarSpan(node: Scalar): Span {
    const { start, end } = spanOf(node);
    switch (node.type) {
      case 'QUOTE_DOUBLE':
      case 'QUOTE_SINGLE':
        return { start: start + 1, end: Math.max(start + 1, end - 1) };
      case 'BLOCK_FOLDED':
      case 'BLOCK_LITERAL': {
        const header = this.#text.slice(start, end).search(/[\r\n]/);
        return header === -1 ? { start: end, end } : this.#trimmed({ start: start + header, end });
      }
      default:
        return { start, end };
    }
  }

  #mapping(node: YAMLMap): TemplateNode {
    const range = this.#range(this.#trimmed(spanOf(node)));
    const only = node.items.length === 1 ? node.items[0] : undefined;
    const name = only === undefined ? undefined : intrinsicName(keyText(only.key));
    if (only !== undefined && name !== undefined) {
      const argument = lazy<TemplateNode>(() => this.#value(only.value, node), absent(range));
      return {
        kind: 'intrinsic',
        name,
        range,
        get argument() {
          return argument();
        },
      };
    }
    const entries = lazy<MappingNode['entries']>(() => this.#entries(node), new Map());
    return {
      kind: 'mapping',
      range,
      get entries() {
        return entries();
      },
    };
  }

  #entries(node: YAMLMap): MappingNode['entries'] {
    const entries = new Map<string, MappingEntry>();
    for (const pair of node.items) if (keyText(pair.key) === '<<') this.#merge(this.#value(pair.value, node), entries);
    for (const pair of node.items) {
      const entry = this.entry(pair, node);
      if (entry.key !== '<<') entries.set(entry.key, entry);
    }
    return entries;
  }

  entry({ key, value }: Pair, owner: YAMLMap): MappingEntry {
    const keyRange = this.#range(isScalar(key) ? this.#scalarSpan(key) : spanOf(owner));
    return { key: keyText(key), keyRange, value: this.#value(value, owner) };
  }

  #merge(source: TemplateNode, into: Map<string, MappingEntry>): void {
    const sources = source.kind === 'sequence' ? source.items : [source];
    for (const mapping of sources) {
      if (mapping.kind !== 'mapping') continue;
      for (const [key, entry] of mapping.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  #value(value: unknown, owner: Node): TemplateNode {
    if (isPair(value)) return this.#absent(owner);
    return value === null || value === undefined ? this.#absent(owner) : this.read(value as Node);
  }

  #absent(owner: Node): TemplateNode {
    return absent(this.#range(spanOf(owner)));
  }

  #range({ start, end }: Span): TextRange {
    return this.#lines.range(start, end);
  }

  #trimmed(span: Span): Span {
    let { start, end } = span;
    while (start < end && /\s/.test(this.#text.charAt(start))) start++;
    while (end > start && /\s/.test(this.#text.charAt(end - 1))) end--;
    return { start, end };
  }
}

/** Every anchored node by its anchor, in the document's order. */
function anchorsOf(document: Document.Parsed): ReadonlyMap<string, readonly Node[]> {
  const anchors = new Map<string, Node[]>();
  visit(document, {
    Value: (_, node) => {
      if (node.anchor === undefined) return;
      const same = anchors.get(node.anchor);
      if (same === undefined) anchors.set(node.anchor, [node]);
      else same.push(node);
    },
  });
  return anchors;
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function spanOf(node: Node): Span {
  const range = node.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}

function absent(range: TextRange): TemplateNode {
  return { kind: 'scalar', value: null, text: '', range };
}
