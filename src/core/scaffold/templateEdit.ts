import { applyEdits, modify } from 'jsonc-parser';
import { isCollection, isMap, isNode, isPair, isScalar, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import { WorkbenchError } from '../errors.ts';
import type { FileEdit } from '../lint/model.ts';
import { LineMap } from '../text.ts';
import type { Addition, Resources } from './resources.ts';

const header = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31

`;

/** A new SAM template with these resources. */
export function newTemplate(additions: readonly Addition[]): string {
  return withAll('template.yaml', header, additions);
}

/**
 * One edit that adds each behind the last entry of its section, in the template's own indentation; every other byte stays as it is.
 * Throws `template-broken` where the template can't be read, `scaffold-conflict` where it has an entry of that name already,
 * `arguments` where a section is written elsewhere.
 */
export function addTo(path: string, text: string, additions: readonly Addition[]): FileEdit {
  return smallestEdit(path, text, withAll(path, text, additions));
}

function withAll(path: string, text: string, additions: readonly Addition[]): string {
  const add = text.trimStart().startsWith('{') ? addToJson : addToYaml;
  return additions.reduce((before, addition) => add(path, before, addition), text);
}

function addToYaml(path: string, text: string, { section, entries }: Addition): string {
  const document = parseDocument(text, { logLevel: 'silent', customTags: [] });
  const root: unknown = document.contents;
  if (document.errors.length > 0 || !isMap(root)) throw broken(path);
  let map = root;
  for (const [depth, key] of section.entries()) {
    const missing = within(section.slice(depth + 1), entries);
    const pair = map.items.find((item) => keyOf(item) === key);
    if (pair === undefined) return map === root ? below(text, { [key]: missing }) : behind(text, map, { [key]: missing });
    if (isEmpty(pair.value)) return filled(text, pair, missing, columnOf(map, text) + 2);
    if (!isMap(pair.value)) throw elsewhere(path, section);
    if (pair.value.flow === true) throw broken(path);
    map = pair.value;
  }
  refuseTaken(path, map.items.map(keyOf), entries);
  return behind(text, map, entries);
}

/** `entries` as what these keys lead to. */
function within(section: readonly string[], entries: Resources): Resources {
  return section.reduceRight<Resources>((inner, key) => ({ [key]: inner }), entries);
}

function isEmpty(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null) || (isMap(value) && value.items.length === 0);
}

/** Takes the place of nothing, or of `{}`. */
function filled(text: string, { key, value }: Pair, entries: Resources, column: number): string {
  const keyEnd = text.indexOf(':', (isNode(key) ? key.range?.[1] : undefined) ?? 0) + 1;
  const valueEnd = isMap(value) ? (value.range?.[1] ?? keyEnd) : keyEnd;
  return text.slice(0, keyEnd) + block(`\n${indented(entries, column).trimEnd()}`, text) + text.slice(valueEnd);
}

/** Behind the last entry of the map. */
function behind(text: string, map: YAMLMap, entries: Resources): string {
  const end = contentEnd(map.items.at(-1), text);
  return text.slice(0, end) + block(`\n\n${indented(entries, columnOf(map, text)).trimEnd()}`, text) + text.slice(end);
}

/** At the end of the file, behind all comments. */
function below(text: string, entries: Resources): string {
  const gap = text === '' || /\n\r?\n$/.test(text) ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return text + block(gap + indented(entries, 0), text);
}

/** With the line ends of the file. */
function block(lines: string, text: string): string {
  return text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines;
}

function columnOf(map: YAMLMap, text: string): number {
  const key = map.items[0]?.key;
  return isNode(key) && key.range ? new LineMap(text).position(key.range[0]).character : 2;
}

/** Behind the last character of the last resource: comments and blank lines that follow stay where they are. */
function contentEnd(last: unknown, text: string): number {
  let end = lastOffset(last, text);
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  // A comment on the same line belongs to the value.
  const lineEnd = text.indexOf('\n', end);
  const rest = text.slice(end, lineEnd === -1 ? text.length : lineEnd);
  return /^[ \t]+#/.test(rest) ? end + rest.trimEnd().length : end;
}

/** A block collection's own range runs on over the comments behind it, so its last item tells. */
function lastOffset(node: unknown, text: string): number {
  if (isPair(node)) return lastOffset(node.value ?? node.key, text);
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return lastOffset(node.items.at(-1), text);
  return isNode(node) ? (node.range?.[1] ?? text.length) : text.length;
}

function addToJson(path: string, text: string, { section, entries }: Addition): string {
  let present: unknown;
  try {
    present = section.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], JSON.parse(text));
  } catch {
    throw broken(path);
  }
  if (present !== undefined && (typeof present !== 'object' || present === null || Array.isArray(present))) throw elsewhere(path, section);
  refuseTaken(path, Object.keys(present ?? {}), entries);
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.includes('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return Object.entries(entries).reduce(
    (changed, [name, entry]) => applyEdits(changed, modify(changed, [...section, name], entry, { formattingOptions })),
    text,
  );
}

/** One replacement of what differs, so that the rest of the file (and the cursor in it) isn't touched. */
function smallestEdit(path: string, before: string, after: string): FileEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--;
    endAfter--;
  }
  return { kind: 'replace', path, range: new LineMap(before).range(start, endBefore), text: after.slice(start, endAfter) };
}

function indented(entries: Resources, column: number): string {
  const indent = ' '.repeat(column);
  const blocks = Object.entries(entries).map(([name, entry]) =>
    stringify({ [name]: entry }, { indent: Math.max(2, column), lineWidth: 0, aliasDuplicateObjects: false })
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? line : indent + line))
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

function keyOf(pair: unknown): string {
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
}

function refuseTaken(path: string, present: readonly string[], entries: Resources): void {
  const taken = Object.keys(entries).find((name) => present.includes(name));
  if (taken !== undefined) {
    throw new WorkbenchError('scaffold-conflict', `${path} already has ${taken}.`, 'Choose another name for the function.');
  }
}

function broken(path: string): WorkbenchError {
  return new WorkbenchError(
    'template-broken',
    `${path} can’t be read as a template.`,
    'Correct it, or create the function with a template of its own.',
  );
}

function elsewhere(path: string, section: readonly string[]): WorkbenchError {
  return new WorkbenchError(
    'arguments',
    `What “${section.join('.')}” of ${path} holds is written elsewhere: a new function isn’t put in there.`,
    'Add it by hand where that is written, or begin a SAM template beside it (on the command line: --template template.yaml).',
  );
}
