import type { TextRange } from '../../text.ts';
import type { Assumed, Value } from '../model.ts';
import { type IntrinsicNode, isAbsent, literalText, type ScalarNode, type TemplateNode, type TemplateSource } from '../tree/model.ts';
import { isStandIn } from '../tree/placeholders.ts';
import { assumedText, settledText } from './assumptions.ts';

/** A text of the template. */
export function textValue(node: TemplateNode | undefined, source: TemplateSource): Value<string> {
  const found = literal(node, source);
  if (found.kind !== 'scalar') return found;
  const text = found.node.text;
  const dynamic = /\{\{resolve:[^}]{0,500}\}\}/.exec(text)?.[0];
  if (dynamic !== undefined) return unknown(`the dynamic reference ${dynamic}`, found.node.range);
  const variable = source.loopVariables.find((name) => text.includes(`\${${name}}`) || text.includes(`&{${name}}`));
  if (variable !== undefined) return unknown(`the variable ${variable} of Fn::ForEach`, found.node.range);
  const { range, computed } = found.node;
  return { kind: 'literal', value: text, path: source.path, range, ...(computed === true ? { computed } : {}) };
}

/**
 * A text that names something: a handler, a runtime, a path. Unlike a description or an environment variable it never holds what
 * template engines, task runners and `envsubst` use as placeholders, so where one of those is seen, the text isn't final.
 */
export function nameValue(node: TemplateNode | undefined, source: TemplateSource): Value<string> {
  const value = textValue(node, source);
  if (value.kind === 'unknown')
    return mapAssumed(value, (text) => (text.trim() === '' || findPlaceholder(text) !== undefined ? undefined : text));
  if (value.kind === 'absent') return value;
  const placeholder = findPlaceholder(value.value);
  return placeholder === undefined ? value : { kind: 'unknown', reason: `the placeholder ${placeholder}`, range: value.range };
}

/** A number; one in quotes is a number too. */
export function numberValue(node: TemplateNode | undefined, source: TemplateSource): Value<number> {
  const value = textValue(node, source);
  if (value.kind === 'unknown') return mapAssumed(value, toNumber);
  if (value.kind === 'absent') return value;
  const number = toNumber(value.value);
  if (number === undefined) return { kind: 'unknown', reason: `“${shorten(value.value)}” isn’t a number`, range: value.range };
  return { ...value, value: number };
}

/** Sequences of texts, one after the other: known only when each of them is. */
export function listValue(nodes: readonly (TemplateNode | undefined)[], source: TemplateSource): Value<readonly string[]> {
  const present = nodes.filter((node) => node !== undefined).filter((node) => !isAbsent(node));
  const items = present.flatMap((node) => (node.kind === 'sequence' ? node.items : [node]));
  const values = items.map((item) => textValue(item, source)).filter((value) => value.kind !== 'absent');
  const gap = values.find((value) => value.kind === 'unknown');
  if (gap !== undefined) return mapAssumed<string, readonly string[]>(gap, () => undefined);
  const last = present.at(-1);
  if (last === undefined) return { kind: 'absent' };
  const texts = values.flatMap((value) => (value.kind === 'literal' ? [value.value] : []));
  return { kind: 'literal', value: texts, path: source.path, range: last.range };
}

/** An unknown value whose assumption, where it has one, is read as something else, or dropped. */
export function mapAssumed<T, U>({ assumed, ...rest }: Unknown<T>, read: (value: T) => U | undefined): Unknown<U> {
  const value = assumed === undefined ? undefined : read(assumed.value);
  return assumed === undefined || value === undefined ? rest : { ...rest, assumed: { ...assumed, value } };
}

export type Unknown<T> = Extract<Value<T>, { readonly kind: 'unknown' }>;

/** In words that complete "can't be told before deploying: …". */
export function reasonOf(node: IntrinsicNode, source: TemplateSource): string {
  const argument = literalText(node.argument) ?? literalText(firstItem(node.argument));
  switch (node.name) {
    case 'Ref':
      if (argument === undefined) return '!Ref';
      if (source.loopVariables.includes(argument)) return `the variable ${argument} of Fn::ForEach`;
      if (argument.startsWith('AWS::')) return `the pseudo parameter ${argument}`;
      return `the ${source.parameters.has(argument) ? 'parameter' : 'resource'} ${argument}`;
    case 'If':
      return argument === undefined ? '!If' : `the condition ${argument}`;
    case 'Alias':
      return `the alias ${argument ?? ''}, which has no anchor`;
    case 'Transform':
      return 'Fn::Transform';
    case 'GetAtt':
      return `!GetAtt ${itemsOf(node.argument).map(literalText).join('.') || (argument ?? '')}`.trimEnd();
    default:
      return `!${node.name} ${argument === undefined ? '' : shorten(argument)}`.trimEnd();
  }
}

type Literal = { readonly kind: 'scalar'; readonly node: ScalarNode } | Exclude<Value<string>, { kind: 'literal' }>;

function literal(node: TemplateNode | undefined, source: TemplateSource): Literal {
  if (node === undefined || isAbsent(node)) return { kind: 'absent' };
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', node };
    case 'intrinsic': {
      const text = node.name === 'Sub' ? substitutedText(node) : undefined;
      if (text !== undefined) return { kind: 'scalar', node: text };
      const settled = settledText(node, source);
      return settled === undefined
        ? { ...unknown(reasonOf(node, source), node.range, assumedText(node, source)), ...referred(node, source) }
        : { kind: 'scalar', node: { kind: 'scalar', value: settled, text: settled, range: node.range, computed: true } };
    }
    default:
      // `Handler: {{ handler }}` is, to YAML, a mapping with a mapping as its key.
      return unknown(`a ${node.kind} stands where a text is expected`, node.range);
  }
}

/** `!Ref X`, `!GetAtt X.Arn` and `!Sub "${X}"`, where X isn't a parameter. */
function referred({ name, argument }: IntrinsicNode, source: TemplateSource): Pick<Unknown<string>, 'refersTo'> {
  const parts = argument.kind === 'sequence' ? argument.items.map(literalText) : [literalText(argument)];
  const text = name === 'Sub' ? /^\$\{([\w.]+)\}$/.exec(parts[0] ?? '')?.[1] : parts.join('.');
  const [logicalId = '', attribute, ...rest] = text?.split('.') ?? [];
  const isOne = ['Ref', 'GetAtt', 'Sub'].includes(name) && rest.length === 0;
  if (logicalId === '' || !isOne || source.parameters.has(logicalId) || source.loopVariables.length > 0) return {};
  if (attribute === undefined) return name === 'GetAtt' ? {} : { refersTo: { logicalId, attribute: 'name' } };
  return attribute === 'Arn' ? { refersTo: { logicalId, attribute: 'arn' } } : {};
}

/** The text of a `Sub` that substitutes nothing. */
function substitutedText(node: IntrinsicNode): ScalarNode | undefined {
  const text = node.argument.kind === 'sequence' ? firstItem(node.argument) : node.argument;
  return text?.kind === 'scalar' && typeof text.value === 'string' && !text.text.includes('${') ? text : undefined;
}

function firstItem(node: TemplateNode): TemplateNode | undefined {
  return itemsOf(node)[0];
}

function itemsOf(node: TemplateNode): readonly TemplateNode[] {
  return node.kind === 'sequence' ? node.items : [];
}

function unknown(reason: string, range: TextRange, assumed?: Assumed<string>): Unknown<string> {
  return { kind: 'unknown', reason, range, ...(assumed === undefined ? {} : { assumed }) };
}

function toNumber(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Lengths are bounded, so that no text makes the search take long. */
const placeholderForms: readonly RegExp[] = [
  /\{\{.{0,100}?\}\}|\{\{/, // Jinja, Mustache, Go templates, cookiecutter
  /\{%.{0,100}?%\}/,
  /<%.{0,100}?%>|<%/, // ERB, EJS
  /[$#%&@]\{[^}]*\}?/, // shells, Terraform's templatefile, Octopus, Serverless Framework
  /\$\([^)]{0,100}\)/, // make, Azure Pipelines
  /(?<!\w)\$[A-Za-z_]\w*/, // envsubst; within a word `$` names an inner class of Java
  /<[\w -]+>/, // words to be filled in by hand
  /__[A-Z][A-Z\d_]*__|@@\w+@@|%%?[A-Z_]+%%?|@[A-Z_]+@/, // sed
];

function findPlaceholder(text: string): string | undefined {
  for (const form of placeholderForms) {
    const match = form.exec(text)?.[0];
    if (match !== undefined) return isStandIn(match) ? 'of a template engine' : shorten(match);
  }
  return undefined;
}

function shorten(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
