import type { JvmFacts, JvmImport } from './model.ts';
import { type Dialect, endOfGroup, type Header, type Name, scanFacts, skipSpace } from './scan.ts';

const MODIFIERS =
  /(?:(?:public|private|protected|internal|override|open|final|abstract|suspend|inline|infix|operator|tailrec|external|expect|actual|@[\w.:]+(?:\s*\([^()]*\))?)\s+)*$/;

const NAME = /\s+(\w+|`[^`\n]+`)/y;
/** `fun <T> List<T>.name(`; without a name it is a value. */
const FUNCTION = /\s+(?:<[^(){}]*?>\s+)?(?:[\w.<>,?* ]+\.)?(\w+|`[^`\n]+`)\s*\(/y;

const KOTLIN: Dialect = {
  nestedComments: true,
  doubt: (_code, text) =>
    /@(?:get:|set:)?Jvm(?:Name|Multifile\w*)\b/.test(text.replace(/@file:JvmName/g, '')) ? 'it gives its methods other names' : undefined,
  packageOf: (code) => (/^[ \t]*package\s+([\w.`]+)/m.exec(code)?.[1] ?? '').replaceAll('`', ''),
  imports: (code) => [...code.matchAll(/^[ \t]*import\s+([\w.`]+?)(\.\*)?(?:\s+as\s+(\w+))?[ \t;]*$/gm)].map(readImport),
  declaration: /(?<![:.\w$@])(fun\s+interface|companion\s+object|class|interface|object|fun)\b/,
  isType: (kind) => kind !== 'fun',
  nameAfter,
  header,
  method(before, name, range) {
    const modifiers = MODIFIERS.exec(before)?.[0] ?? '';
    return { method: { name, range, isPublic: !/\b(?:private|protected)\b/.test(modifiers) }, isStatic: /@JvmStatic\b/.test(modifiers) };
  },
  fileType(text, stem) {
    const named = /@file:JvmName\(\s*"(\w+)"\s*\)/.exec(text)?.[1];
    const plain = stem.replace(/\W/g, '_');
    return named ?? `${plain.charAt(0).toUpperCase()}${plain.slice(1)}Kt`;
  },
};

/** `stem`: of the file, which functions outside of all types are called by. */
export function kotlinFacts(text: string, stem: string): JvmFacts {
  return scanFacts(text, stem, KOTLIN);
}

function readImport([, name = '', all, as]: RegExpMatchArray): JvmImport {
  const plain = name.replaceAll('`', '');
  return { name: plain, as: all === undefined ? (as ?? plain.slice(plain.lastIndexOf('.') + 1)) : '*' };
}

function nameAfter(code: string, end: number, kind: string): Name | undefined {
  const pattern = kind === 'fun' ? FUNCTION : NAME;
  pattern.lastIndex = end;
  const match = pattern.exec(code);
  const written = match?.[1];
  if (match === null || written === undefined) {
    return /^companion/.test(kind) ? { text: 'Companion', start: end, end } : undefined;
  }
  const start = match.index + match[0].lastIndexOf(written);
  return { text: written.replaceAll('`', ''), start, end: start + written.length };
}

function header(code: string, start: number): Header | string {
  let at = skipSpace(code, start);
  if (code[at] === '<') at = skipSpace(code, endOfGroup(code, at, '<', '>') ?? code.length);
  const modifiers = /(?:(?:@[\w.:]+(?:\([^()]*\))?|private|internal|protected|public|constructor)\s*)*/y;
  modifiers.lastIndex = at;
  at += modifiers.exec(code)?.[0].length ?? 0;
  // Without brackets or a colon the words were the next declaration's.
  if (!/[({:]/.test(code[at] ?? '')) return { supertypes: [], body: undefined, end: start };
  if (code[at] === '(') at = skipSpace(code, endOfGroup(code, at, '(', ')') ?? code.length);
  const supertypes: string[] = [];
  if (code[at] === ':') {
    do {
      const name = /\s*(?:@\w+\s+)*([A-Za-z_`][\w.`]*)/y;
      name.lastIndex = at + 1;
      const written = name.exec(code)?.[1];
      if (written === undefined) return 'a type that it inherits from has no name';
      supertypes.push(written.replaceAll('`', ''));
      at = skipSpace(code, name.lastIndex);
      if (code[at] === '<') at = skipSpace(code, endOfGroup(code, at, '<', '>') ?? code.length);
      if (code[at] === '(') at = skipSpace(code, endOfGroup(code, at, '(', ')') ?? code.length);
      if (/^(?:by|where)\b/.test(code.slice(at, at + 6))) return 'it delegates to another type';
    } while (code[at] === ',');
  }
  return { supertypes, body: code[at] === '{' ? at : undefined, end: Math.min(at, code.length) };
}
