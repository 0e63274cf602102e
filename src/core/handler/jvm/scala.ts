import type { JvmFacts, JvmImport } from './model.ts';
import { type Dialect, endOfGroup, type Header, type Name, scanFacts, skipSpace } from './scan.ts';

const MODIFIERS =
  /(?:(?:private|protected|override|final|abstract|implicit|lazy|inline|sealed|transparent|infix|open)(?:\[\w*\])?\s+|@[\w.]+(?:\([^()]*\))?\s+)*$/;

/** Forms whose meaning is in the indentation, or that name things otherwise than they are written. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [/\b(?:class|object|trait|enum|given|extension)\b[^\n{}=]*:[ \t]*$/m, 'it is laid out by indentation'],
  [/^[ \t]*(?:package\s+object\b|package\s+[\w.]+\s*\{)/m, 'it has packages within it'],
  [/^[ \t]*(?:export|given|extension|enum)\b/m, 'it exports names of others'],
];

const SCALA: Dialect = {
  nestedComments: true,
  doubt: (code) => UNREAD.find(([pattern]) => pattern.test(code))?.[1],
  packageOf: (code) => [...code.matchAll(/^[ \t]*package\s+([\w.]+)[ \t;]*$/gm)].map(([, name]) => name).join('.'),
  imports: (code) => [...code.matchAll(/^[ \t]*import\s+([\w.]+)\.(\{[^{}]*\}|\w+|\*)[ \t;]*$/gm)].flatMap(readImport),
  declaration: /(?<![:.\w$#])(class|object|trait|def|val|var)\b/,
  isType: (kind) => /^(?:class|object|trait)$/.test(kind),
  nameAfter,
  header,
  method(before, name, range) {
    const modifiers = MODIFIERS.exec(before)?.[0] ?? '';
    // What is protected, or private to a package, is public in the class file.
    return { method: { name, range, isPublic: !/\bprivate(?:\[this\])?\s/.test(modifiers) }, isStatic: false };
  },
  fileType: () => undefined,
};

export function scalaFacts(text: string, stem: string): JvmFacts {
  return scanFacts(text, stem, SCALA);
}

function readImport([, from = '', what = '']: RegExpMatchArray): readonly JvmImport[] {
  if (what === '_' || what === '*') return [{ name: from, as: '*' }];
  if (!what.startsWith('{')) return [{ name: `${from}.${what}`, as: what }];
  return what
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim().split(/\s*=>\s*|\s+as\s+/))
    .map(([name = '', as = name]) => (name === '_' || name === '*' ? { name: from, as: '*' } : { name: `${from}.${name}`, as }));
}

function nameAfter(code: string, end: number, _kind: string): Name | undefined {
  const pattern = /\s+(\w+|`[^`\n]+`)/y;
  pattern.lastIndex = end;
  const match = pattern.exec(code);
  const written = match?.[1];
  if (match === null || written === undefined) return undefined;
  const start = match.index + match[0].lastIndexOf(written);
  return { text: written.replaceAll('`', ''), start, end: start + written.length };
}

function header(code: string, start: number): Header | string {
  let at = skipGroups(code, start);
  const modifiers = /(?:(?:private|protected)(?:\[\w*\])?|@[\w.]+(?:\([^()]*\))?)\s*(?=[(@])/y;
  modifiers.lastIndex = at;
  if (modifiers.exec(code) !== null) at = skipGroups(code, modifiers.lastIndex);
  const supertypes: string[] = [];
  const parent = /\s*(?:extends|with|,)\s+([A-Za-z_][\w.]*)/y;
  for (parent.lastIndex = at; ; parent.lastIndex = at) {
    const match = parent.exec(code);
    const written = match?.[1];
    if (written === undefined) break;
    supertypes.push(written);
    at = skipGroups(code, parent.lastIndex);
  }
  if (/^(?:extends|with|derives)\b/.test(code.slice(at, at + 8))) return 'a type that it inherits from has no name';
  return { supertypes, body: code[at] === '{' ? at : undefined, end: Math.max(start, Math.min(at, code.length)) };
}

/** Past type parameters and lists of parameters. */
function skipGroups(code: string, start: number): number {
  let at = skipSpace(code, start);
  for (let open = code[at]; open === '[' || open === '('; open = code[at]) {
    at = skipSpace(code, endOfGroup(code, at, open, open === '[' ? ']' : ')') ?? code.length);
  }
  return at;
}
