import { applyEdits, modify } from 'jsonc-parser';
import { isCollection, isMap, isNode, isPair, isScalar, parseDocument, stringify } from 'yaml';
import { WorkbenchError } from '../errors.ts';
import type { FileEdit } from '../lint/model.ts';
import { LineMap } from '../text.ts';
import type { Resources } from './resources.ts';

const header = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31

Resources:
`;

/** A new SAM template with these resources. */
export function newTemplate(resources: Resources): string {
  return header + indented(resources, '  ');
}

/**
 * One edit that adds `resources` behind the template's last, in its own indentation; every other byte stays as it is.
 * Throws `template-broken` where the template can't be read or has a logical id already (`scaffold-conflict`).
 */
export function addResources(path: string, text: string, resources: Resources): FileEdit {
  return text.trimStart().startsWith('{') ? addToJson(path, text, resources) : addToYaml(path, text, resources);
}

function addToYaml(path: string, text: string, resources: Resources): FileEdit {
  const document = parseDocument(text, { logLevel: 'silent', customTags: [] });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) throw broken(path);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const pair = root.items.find((item) => isScalar(item.key) && item.key.value === 'Resources');
  if (pair === undefined) return insertion(path, text, text.length, onOwnLine(text, `Resources:\n${indented(resources, '  ')}`), lineEnd);

  const map = pair.value;
  if (!isMap(map) || map.items.length === 0) {
    const key = pair.key as { range?: [number, number, number] };
    const keyEnd = text.indexOf(':', key.range?.[1] ?? 0) + 1;
    const valueEnd = isMap(map) ? (map.range?.[1] ?? keyEnd) : keyEnd;
    const lines = new LineMap(text);
    return {
      kind: 'replace',
      path,
      range: lines.range(keyEnd, valueEnd),
      text: withLineEnds(`\n${indented(resources, '  ').trimEnd()}`, lineEnd),
    };
  }
  if (map.flow === true) throw broken(path);
  refuseTaken(path, map.items.map(keyOf), resources);
  const first = map.items[0];
  const column = isScalar(first?.key) && first.key.range ? new LineMap(text).position(first.key.range[0]).character : 2;
  const end = contentEnd(map.items.at(-1), text);
  return insertion(path, text, end, `\n\n${indented(resources, ' '.repeat(column)).trimEnd()}`, lineEnd);
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

function addToJson(path: string, text: string, resources: Resources): FileEdit {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw broken(path);
  }
  const present = (parsed as { Resources?: Record<string, unknown> }).Resources ?? {};
  refuseTaken(path, Object.keys(present), resources);
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.includes('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  let changed = text;
  for (const [logicalId, resource] of Object.entries(resources)) {
    changed = applyEdits(changed, modify(changed, ['Resources', logicalId], resource, { formattingOptions }));
  }
  return smallestEdit(path, text, changed);
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

function insertion(path: string, text: string, offset: number, inserted: string, lineEnd: string): FileEdit {
  return { kind: 'replace', path, range: new LineMap(text).range(offset, offset), text: withLineEnds(inserted, lineEnd) };
}

function indented(resources: Resources, indent: string): string {
  const blocks = Object.entries(resources).map(([logicalId, resource]) =>
    stringify({ [logicalId]: resource }, { indent: Math.max(2, indent.length), lineWidth: 0, aliasDuplicateObjects: false })
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? line : indent + line))
      .join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

function onOwnLine(text: string, block: string): string {
  return text === '' || text.endsWith('\n') ? block : `\n${block}`;
}

function withLineEnds(text: string, lineEnd: string): string {
  return lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd);
}

function keyOf(pair: unknown): string {
  return isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '';
}

function refuseTaken(path: string, present: readonly string[], resources: Resources): void {
  const taken = Object.keys(resources).find((logicalId) => present.includes(logicalId));
  if (taken !== undefined) {
    throw new WorkbenchError('scaffold-conflict', `${path} already has a resource ${taken}.`, 'Choose another name for the function.');
  }
}

function broken(path: string): WorkbenchError {
  return new WorkbenchError(
    'template-broken',
    `${path} can’t be read as a template.`,
    'Correct it, or create the function with a template of its own.',
  );
}
