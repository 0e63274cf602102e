import { posix } from 'node:path';
import { childLine, endOfBlock, indentOf, isBlank, keyOf, plainText } from './indented.ts';
import type { Scanner, Sighting } from './model.ts';

/** A Serverless Framework service in YAML, with the files of functions that it takes in. */
export const scanServerless: Scanner = ({ file, lines, other }) => {
  if (!/(^|\/)serverless[\w.-]*\.ya?ml$/.test(file) || !isForAws(lines)) return [];
  const functions = lines.findIndex((line) => /^functions\s*:/.test(line));
  if (functions === -1) return [];
  const end = endOfBlock(lines, functions + 1, 1);
  const taken = lines
    .slice(functions, end)
    .flatMap((line) => /^\s*(?:functions:|-)\s*\$\{file\(([^)]+)\)(?::(\w+))?\}/.exec(line)?.slice(1, 3) ?? []);
  const sightings = [...functionsBelow(file, lines, functions + 1, end)];
  for (let at = 0; at < taken.length; at += 2) {
    const path = posix.join(posix.dirname(file), taken[at] ?? '');
    const text = other(path);
    if (text === undefined || !/\.ya?ml$/.test(path)) continue;
    const key = taken[at + 1];
    const parent = key === undefined ? -1 : text.findIndex((line) => line.startsWith(`${key}:`));
    sightings.push(...functionsBelow(path, text, parent + 1, parent === -1 ? text.length : endOfBlock(text, parent + 1, 1)));
  }
  return sightings;
};

function isForAws(lines: readonly string[]): boolean {
  const provider = lines.findIndex((line) => /^provider\s*:/.test(line));
  if (provider === -1) return false;
  const inline = plainText(keyOf(lines[provider] ?? '')?.value ?? '');
  if (inline !== undefined) return inline === 'aws';
  const name = childLine(lines, provider + 1, endOfBlock(lines, provider + 1, 1), 'name');
  return name !== undefined && plainText(keyOf(lines[name] ?? '')?.value ?? '') === 'aws';
}

function* functionsBelow(file: string, lines: readonly string[], start: number, end: number): Generator<Sighting> {
  let indent: number | undefined;
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    if (isBlank(line)) continue;
    indent ??= indentOf(line);
    const entry = keyOf(line.replace(/^(\s*)- /, '$1  '));
    if (indentOf(line) !== indent || entry === undefined || entry.value !== '') continue;
    const inside = indent + (/^\s*- /.test(line) ? 3 : 1);
    const last = Math.min(end, endOfBlock(lines, at + 1, inside));
    const handler = childLine(lines, at + 1, last, 'handler');
    const literal = handler === undefined ? undefined : plainText(keyOf(lines[handler] ?? '')?.value ?? '');
    const image = childLine(lines, at + 1, last, 'image');
    if (handler === undefined && image === undefined) continue;
    yield { file, line: (literal === undefined ? at : (handler ?? at)) + 1, handler: literal, by: 'serverless' };
  }
}
