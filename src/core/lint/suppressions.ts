import { extname } from 'node:path';
import type { FunctionDefinition } from '../project/model.ts';
import { LineMap, type TextRange } from '../text.ts';
import type { Finding, Fix } from './model.ts';

/** What a file's comments ask not to show. */
export interface Suppressions {
  /** Codes, or beginnings of codes, of the whole file. */
  readonly everywhere: readonly string[];
  readonly byLine: ReadonlyMap<number, readonly string[]>;
}

/** A file's text, and its lines: made once for all its findings. */
export interface SourceText {
  readonly text: string;
  readonly lines: LineMap;
}

/** One comment that asks not to show something, or the Metadata of a resource in JSON, which has no comments. */
export interface SuppressionNote {
  readonly kind: 'comment' | 'Metadata';
  /** From its first word to the last code, or to the end. */
  readonly range: TextRange;
  /** What stands where codes go, codes or not, up to the reason. */
  readonly words: readonly SuppressionWord[];
}

export interface SuppressionWord {
  readonly word: string;
  readonly range: TextRange;
}

const MARK = 'lambda-workbench-ignore';
const KEY = '"lambda-workbench"';
const METADATA = /"lambda-workbench"\s*:\s*\{\s*"ignore"\s*:\s*(\[[^\]{}]*\]|"[^"\r\n]*")/g;
const NOTE = /(?:#|\/\/|--|\/\*)[ \t]*lambda-workbench-ignore(-file)?(?![\w-])([^\r\n]*)/;
const COMMENT_ONLY = /^\s*(?:#|\/\/|--|\/\*)/;

/**
 * Reads `# lambda-workbench-ignore limits.timeout, handler. -- a reason`. A comment at the end of a line is about that line, one that
 * stands alone about the next line that is no comment. A word that is no code silences nothing.
 */
export function readSuppressions(text: string): Suppressions {
  const everywhere: string[] = [];
  const byLine = new Map<number, readonly string[]>();
  if (!mayHoldNotes(text)) return { everywhere, byLine };
  let waiting: readonly string[] = [];
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const [, file, rest = ''] = NOTE.exec(line) ?? [];
    const codes = codesIn(rest);
    const alone = COMMENT_ONLY.test(line);
    if (file !== undefined) everywhere.push(...codes);
    const own = file === undefined ? codes : [];
    const here = alone ? own : [...waiting, ...own];
    if (here.length > 0) byLine.set(index, here);
    waiting = alone ? [...waiting, ...own] : [];
  });
  return { everywhere, byLine };
}

/** A quick look, which may err on the side of yes. */
export function mayHoldNotes(text: string): boolean {
  return text.includes(MARK) || text.includes(KEY);
}

/** The notes themselves, to check what is written in them. */
export function suppressionNotes(text: string): readonly SuppressionNote[] {
  return mayHoldNotes(text) ? [...commentNotes(text), ...metadataNotes(text)] : [];
}

function metadataNotes(text: string): readonly SuppressionNote[] {
  if (!text.includes(KEY)) return [];
  const lines = new LineMap(text);
  return [...text.matchAll(METADATA)].map(({ 0: whole, 1: listed = '', index }): SuppressionNote => {
    const from = index + whole.length - listed.length;
    const words = [...listed.matchAll(/"([^"]*)"/g)].map((match) => {
      const start = from + match.index + 1;
      return { word: match[1] ?? '', range: lines.range(start, start + (match[1] ?? '').length) };
    });
    return { kind: 'Metadata', range: lines.range(from, from + listed.length), words };
  });
}

function commentNotes(text: string): readonly SuppressionNote[] {
  return text.split(/\r\n|\r|\n/).flatMap((content, line): readonly SuppressionNote[] => {
    const note = NOTE.exec(content);
    if (note === null) return [];
    const [whole, , rest = ''] = note;
    const from = note.index + whole.length - rest.length;
    const words = [...codePart(rest).matchAll(/[^\s,:]+/g)].map(({ 0: word, index }) => ({
      word,
      range: within(line, from + index, word.length),
    }));
    const start = note.index + whole.indexOf(MARK);
    const end = words.at(-1)?.range.end.character ?? from;
    return [{ kind: 'comment', range: within(line, start, end - start), words }];
  });
}

function within(line: number, character: number, length: number): TextRange {
  return { start: { line, character }, end: { line, character: character + length } };
}

/** Whether comments, or the Metadata of the function, ask not to show a finding. */
export function isSuppressed({ code, at }: Finding, file: Suppressions, definition: FunctionDefinition | undefined): boolean {
  const asked = [...file.everywhere, ...(file.byLine.get(at.range.start.line) ?? []), ...(definition?.ignoredFindings ?? [])];
  return asked.some((word) => code === word || code.startsWith(word.endsWith('.') ? word : `${word}.`));
}

/** An edit that silences a finding where it stands; undefined where no comment can stand there. */
export function suppressingFix(finding: Finding, { text, lines }: SourceText, definition: FunctionDefinition | undefined): Fix | undefined {
  const { code, at } = finding;
  // A comment that silences nothing needs no second one.
  if (code === 'template.broken' || code === 'suppression.unknown-code') return undefined;
  const sign = commentSign(at.path, text);
  if (sign === undefined) return definition?.definedIn === at.path ? metadataFix(finding, { text, lines }, definition) : undefined;
  const start = lines.offset({ line: at.range.start.line, character: 0 });
  // Below this header all is text, a comment too.
  if (/[|>][-+\d]*[ \t]*(?:#.*)?\r?\n\s*$/.test(text.slice(Math.max(0, start - 300), start))) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start, start + 300))?.[0] ?? '';
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  return fix(finding, at.path, lines.range(start, start), `${indent}${sign} lambda-workbench-ignore ${code}${lineBreak}`, 'with a comment');
}

/** Into the resource of a JSON template that has no Metadata yet. */
function metadataFix(finding: Finding, { text, lines }: SourceText, { range, bodyRange, format }: FunctionDefinition): Fix | undefined {
  if (format !== 'sam' && format !== 'cloudformation') return undefined;
  const from = lines.offset(range.end);
  const [head = '', space = ''] = /^"\s*:\s*\{(\s*)(?=")/.exec(text.slice(from, from + 500)) ?? [];
  if (head === '' || text.slice(from, lines.offset(bodyRange.end)).includes('"Metadata"')) return undefined;
  const at = lines.range(from + head.length, from + head.length);
  const metadata = `"Metadata": { "lambda-workbench": { "ignore": ["${finding.code}"] } },${space === '' ? ' ' : space}`;
  return fix(finding, finding.at.path, at, metadata, 'in the Metadata');
}

function fix({ code }: Finding, path: string, range: Finding['at']['range'], text: string, how: string): Fix {
  return { title: `Suppress ${code} ${how}`, preferred: false, edits: [{ kind: 'replace', path, range, text }] };
}

function commentSign(path: string, text: string): string | undefined {
  const extension = extname(path).toLowerCase();
  if (/^\.(?:[cm]?[jt]sx?|java|kt|go|cs|rs|scala)$/.test(extension)) return '//';
  if (extension === '.json' || /^\s*\{/.test(text)) return undefined;
  return /^\.(?:ya?ml|template|py|rb|tf|tofu|hcl|toml|txt)$/.test(extension) ? '#' : undefined;
}

function codesIn(rest: string): readonly string[] {
  return codePart(rest)
    .split(/[\s,:]+/)
    .filter((word) => /^[a-z][a-z\d-]*\.?(?:[a-z][a-z\d-]*)?$/.test(word));
}

/** Up to the reason, which stands behind two hyphens. */
function codePart(rest: string): string {
  const [codes = ''] = rest.split(/\s--(?:\s|$)|\*\//, 1);
  return codes;
}
