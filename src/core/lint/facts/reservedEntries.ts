import type { AnalysedFunction } from '../../analysis/model.ts';
import type { ReadableFileSystem } from '../../ports.ts';
import type { FileRange } from '../../text.ts';
import { reservedNames } from '../reservedNames.ts';

/** The lines of reserved variables. None of an only variable: what is left around it would be nothing. */
export async function reservedEntries(
  { definition: { environmentNames = {} } }: AnalysedFunction,
  files: ReadableFileSystem,
): Promise<Readonly<Record<string, FileRange>> | undefined> {
  const names = Object.keys(environmentNames).filter((name) => reservedNames.has(name));
  if (names.length === 0 || names.length === Object.keys(environmentNames).length) return undefined;
  const entries: Record<string, FileRange> = {};
  for (const name of names) {
    const place = environmentNames[name];
    const lines = place === undefined ? [] : ((await files.readText(place.path))?.split(/\r\n|\r|\n/) ?? []);
    if (place === undefined || !isWholeLine(lines, name, place)) continue;
    const { line } = place.range.start;
    entries[name] = { path: place.path, range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } } };
  }
  return entries;
}

/** `  NAME: value` with nothing before it, and nothing of it on the next line. */
function isWholeLine(lines: readonly string[], name: string, { path, range }: FileRange): boolean {
  const line = lines[range.start.line] ?? '';
  const next = lines[range.start.line + 1];
  if (next === undefined || indentOf(next) > indentOf(line) || !/^\s*["']?$/.test(line.slice(0, range.start.character))) return false;
  const [, quote = '', value = ''] = /^\s*(["']?)\w+\1\s*[:=]\s*(\S.*)$/.exec(line) ?? [];
  if (!line.trim().startsWith(quote + name) || value === '' || /[{[(]\s*$|^[|>]/.test(value)) return false;
  // The line before ends with a comma, which JSON doesn't allow before a bracket.
  return !(/\.json$/i.test(path) || quote === '"') || /,\s*$/.test(value);
}

function indentOf(line: string): number {
  return line.trim() === '' ? 0 : line.length - line.trimStart().length;
}
