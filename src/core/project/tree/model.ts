import type { TextPosition, TextRange } from '../../text.ts';

/**
 * What YAML and JSON templates have in common: a tree whose every node knows its place, with CloudFormation's intrinsic
 * functions (`!Ref x` as well as `{"Ref": "x"}`) as nodes of their own. Children are made when they are first asked for, so
 * that aliases that multiply or refer to themselves cost nothing.
 */
export type TemplateNode = ScalarNode | SequenceNode | MappingNode | IntrinsicNode;

/** Half-open, in offsets of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The value as text; a number as it is written (`3.10` stays `3.10`). */
  readonly text: string;
  /** Without quotes and without a block scalar's header. */
  readonly range: TextRange;
  /** It isn't what is written at its place, but what that stands for. */
  readonly computed?: boolean;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly range: TextRange;
  readonly items: readonly TemplateNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly range: TextRange;
  /** Each key once; merge keys (`<<`) are followed. */
  readonly entries: ReadonlyMap<string, MappingEntry>;
}

export interface MappingEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: TemplateNode;
}

export interface IntrinsicNode {
  readonly kind: 'intrinsic';
  /** Without `!` and `Fn::`: `Ref`, `Sub`, `GetAtt`. */
  readonly name: string;
  readonly range: TextRange;
  readonly argument: TemplateNode;
}

export type ParsedTree =
  | { readonly kind: 'tree'; readonly root: TemplateNode | undefined }
  | { readonly kind: 'syntax-error'; readonly message: string; readonly span: Span };

/** A parsed text and what is needed to speak about it. */
export interface TemplateSource {
  readonly path: string;
  /** Where the text ends. */
  readonly end: TextPosition;
  /** Whether it is laid out as JSON is, whatever its name. */
  readonly braces: boolean;
  /** What the template says of its parameters, by name. */
  readonly parameters: ReadonlyMap<string, TemplateNode>;
  readonly mappings: TemplateNode | undefined;
  /** Variables of the `Fn::ForEach` loops around the resource being read. */
  readonly loopVariables: readonly string[];
}

/**
 * The value of a key. What lies below an intrinsic function is that function; what a mapping doesn't have but a `Fn::Transform`
 * in it may add is that transform. `null` counts as left out.
 */
export function child(node: TemplateNode | undefined, key: string): TemplateNode | undefined {
  if (node?.kind === 'intrinsic') return node;
  if (node?.kind !== 'mapping') return undefined;
  const value = node.entries.get(key)?.value;
  if (value !== undefined && !isNull(value)) return value;
  const transform = node.entries.get('Fn::Transform');
  if (transform === undefined) return undefined;
  return { kind: 'intrinsic', name: 'Transform', range: transform.keyRange, argument: transform.value };
}

/** The entries of a mapping; of anything else none. */
export function entriesOf(node: TemplateNode | undefined): readonly MappingEntry[] {
  return node?.kind === 'mapping' ? [...node.entries.values()] : [];
}

export function isNull(node: TemplateNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** The text of a literal; undefined for all else. */
export function literalText(node: TemplateNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

/** `undefined`, `null` and `!Ref AWS::NoValue` say the same: left out. */
export function isAbsent(node: TemplateNode | undefined): boolean {
  if (node === undefined) return true;
  if (node.kind === 'intrinsic') return node.name === 'Ref' && literalText(node.argument) === 'AWS::NoValue';
  return node.kind === 'scalar' && node.value === null;
}

/** The intrinsic function that a mapping with this single key stands for, if any. */
export function intrinsicName(key: string): string | undefined {
  if (key === 'Ref') return key;
  return key.startsWith('Fn::') && !key.startsWith('Fn::ForEach::') ? key.slice('Fn::'.length) : undefined;
}

/** Computes once, when first asked. `whileComputing` answers who asks in between: a structure that contains itself. */
export function lazy<T>(compute: () => T, whileComputing: T): () => T {
  let state: { readonly value: T } | undefined;
  return () => {
    if (state !== undefined) return state.value;
    state = { value: whileComputing };
    state = { value: compute() };
    return state.value;
  };
}

/** Plain data of a node, intrinsic functions in their long form. Cut off where it is too large or contains itself. */
export function toPlain(node: TemplateNode): unknown {
  return plain(node, { nodes: 2000 }, 0);
}

function plain(node: TemplateNode, left: { nodes: number }, depth: number): unknown {
  if (depth > 40 || left.nodes-- <= 0) return null;
  const inner = (value: TemplateNode): unknown => plain(value, left, depth + 1);
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(inner);
    case 'mapping':
      return Object.fromEntries(entriesOf(node).map((entry) => [entry.key, inner(entry.value)]));
    case 'intrinsic':
      return { [node.name === 'Ref' || node.name === 'Condition' ? node.name : `Fn::${node.name}`]: inner(node.argument) };
  }
}
