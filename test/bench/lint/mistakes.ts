import path from 'node:path';
import type { HandlerParts, Language } from './handlerParts.ts';
import type { Move } from './movedFiles.ts';
import type { Seeded } from './seeded.ts';

/** A function whose handler resolves, and all that a mistake in it is made of. */
export interface Target {
  readonly language: Language;
  /** The string as it stands; undefined where a default holds. */
  readonly handler: string | undefined;
  readonly parts: HandlerParts | undefined;
  readonly source: { readonly path: string; readonly text: string };
  /** The source is named by the handler string: neither inline code nor a bundler's entry. */
  readonly namedByHandler: boolean;
  /** The definition names the source beside the handler: where it was moved, another handler alone mends nothing. */
  readonly namedElsewhere: boolean;
  /** The exported name where it is declared; undefined where that is in another file than `source`. */
  readonly declared: { readonly start: number; readonly end: number } | undefined;
}

export type Change =
  | { readonly kind: 'handler'; readonly text: string }
  | { readonly kind: 'source'; readonly text: string }
  | { readonly kind: 'move'; readonly move: Move };

export interface Seed {
  readonly change: Change;
  /** The handler string that the first fix must give, where one is the evident one. */
  readonly fixed?: string;
}

export interface Mistake {
  readonly name: string;
  /** Each of them says what is wrong. */
  readonly codes: readonly string[];
  /** @returns undefined where a function can't hold this mistake */
  make(target: Target, random: Seeded): Seed | undefined;
}

/** What people do, one at a time. */
export const mistakes: readonly Mistake[] = [
  { name: 'export mistyped', codes: [exportNotFound()], make: (target, random) => inName(target, (name) => mistyped(name, random)) },
  { name: 'export of another file', codes: [exportNotFound()], make: (target) => withoutFix(inName(target, () => 'reconcileLedgers')) },
  { name: 'export in wrong case', codes: [exportNotFound()], make: (target) => inName(target, otherCase) },
  { name: 'file mistyped', codes: [fileNotFound()], make: (target, random) => inFile(target, (file) => mistyped(file, random)) },
  { name: 'another file', codes: [fileNotFound()], make: (target) => withoutFix(inFile(target, () => 'reconcileLedgers')) },
  { name: 'file in wrong case', codes: ['handler.case-mismatch', fileNotFound()], make: (target) => inFile(target, otherCase) },
  { name: 'export renamed in the source', codes: [exportNotFound()], make: renamedInSource },
  { name: 'default for named', codes: [exportNotFound()], make: defaultForNamed },
  { name: 'folder moved', codes: [fileNotFound()], make: moved },
  { name: 'file name as handler', codes: [exportNotFound(), fileNotFound(), 'handler.malformed'], make: fileNameAsHandler },
];

function exportNotFound(): string {
  return 'handler.export-not-found';
}

function fileNotFound(): string {
  return 'handler.file-not-found';
}

function inName(target: Target, change: (name: string) => string): Seed | undefined {
  const { handler, parts, source } = target;
  if (handler === undefined) return undefined;
  // A bundler's entry has a handler that is nothing but the export's name.
  const { file, separator, name } = parts ?? { file: '', separator: '', name: handler };
  if (parts === undefined && target.namedByHandler) return undefined;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const wrong = change(last);
  if (wrong === last || hasWord(source.text, wrong)) return undefined;
  return { change: { kind: 'handler', text: `${file}${separator}${name.slice(0, name.length - last.length)}${wrong}` }, fixed: handler };
}

function inFile({ handler, parts, namedByHandler, language, source }: Target, change: (base: string) => string): Seed | undefined {
  if (handler === undefined || parts === undefined || !namedByHandler) return undefined;
  const base = /[^/.:]+$/.exec(parts.file)?.[0] ?? '';
  const wrong = change(base);
  // A class is looked for by its name, wherever it is declared.
  if (base === '' || wrong === base || (language !== 'javascript' && language !== 'python' && hasWord(source.text, wrong)))
    return undefined;
  const file = parts.file.slice(0, parts.file.length - base.length) + wrong;
  return { change: { kind: 'handler', text: `${file}${parts.separator}${parts.name}` }, fixed: handler };
}

/** As a rename in the editor leaves it: every mention in the file, none elsewhere. */
function renamedInSource({ handler, parts, source, declared }: Target): Seed | undefined {
  if (declared === undefined) return undefined;
  const name = source.text.slice(declared.start, declared.end);
  const exported = parts?.name ?? handler ?? 'handler';
  if (name !== exported || !/^\w+$/.test(name) || hasWord(source.text, `${name}V2`)) return undefined;
  const change: Change = { kind: 'source', text: source.text.replace(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'g'), `${name}V2`) };
  // Among products, product and productsV2 anybody can be mistaken; a generated class has the name in its own.
  if (handler === undefined || !isConventional(name) || handler.includes('_Generated')) return { change };
  return { change, fixed: `${handler.slice(0, handler.length - name.length)}${name}V2` };
}

/** `export default` where the handler names an export; `module.exports = function` where it names a property. */
function defaultForNamed({ language, handler, parts, source }: Target): Seed | undefined {
  const name = parts?.name ?? handler ?? 'handler';
  if (language !== 'javascript' || !/^\w+$/.test(name) || name === 'default') return undefined;
  const forms: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`^export (?:const|let|var) ${name}\\s*(?::[^=\\n]+)?=(?!>)`, 'm'), 'export default'],
    [new RegExp(`^export ((?:async )?function\\b\\*?) ${name}\\b`, 'm'), 'export default $1 '],
    [new RegExp(`^(?:module\\.)?exports\\.${name}\\s*=(?!=)`, 'm'), 'module.exports ='],
  ];
  for (const [pattern, replacement] of forms) {
    const text = source.text.replace(pattern, replacement);
    if (text !== source.text && text.search(pattern) === -1) return { change: { kind: 'source', text } };
  }
  return undefined;
}

/** The folder that the handler string ends in is renamed; where it names none, the file goes into one. */
function moved({ language, handler, parts, namedByHandler, namedElsewhere, source }: Target): Seed | undefined {
  if (handler === undefined || parts === undefined || !namedByHandler || (language !== 'javascript' && language !== 'python'))
    return undefined;
  const steps = parts.file.split(language === 'python' ? /[./]/ : '/');
  const stem = path.basename(source.path).replace(/\.\w+$/, '');
  const above = steps.at(-2);
  if (steps.at(-1) !== stem) return undefined;
  if (above === undefined) {
    const to = path.join(path.dirname(source.path), 'relocated', path.basename(source.path));
    const fixed = `relocated${language === 'python' ? '.' : '/'}${handler}`;
    return { change: { kind: 'move', move: { from: source.path, to } }, ...(language === 'python' || namedElsewhere ? {} : { fixed }) };
  }
  const from = path.dirname(source.path);
  if (path.basename(from) !== above || above === '..' || above === '.') return undefined;
  const at = parts.file.length - stem.length - 1 - above.length;
  const fixed = `${parts.file.slice(0, at)}${above}-moved${parts.file.slice(at + above.length)}${parts.separator}${parts.name}`;
  // Where every folder has its index.js, which of them was meant is anybody's guess.
  const isTelling = !/^(index|app|main|handler|lambda_function)$/i.test(stem);
  return { change: { kind: 'move', move: { from, to: `${from}-moved` } }, ...(isTelling && !namedElsewhere ? { fixed } : {}) };
}

function fileNameAsHandler({ language, handler, parts, namedByHandler, source }: Target): Seed | undefined {
  if (handler === undefined || parts === undefined || !namedByHandler || language === 'jvm' || language === 'dotnet') return undefined;
  const text = parts.file + path.extname(source.path);
  if (text === handler) return undefined;
  // A file with many functions has no evident one, unless it is called what handlers are called.
  return { change: { kind: 'handler', text }, ...(isConventional(parts.name) ? { fixed: handler } : {}) };
}

function isConventional(name: string): boolean {
  return /^(lambda_?)?handler$|^main$/i.test(name);
}

/** One key missed: a letter left out, twice, or before its turn. Never the first, which is what spell checkers count on too. */
function mistyped(word: string, random: Seeded): string {
  if (word.length < 4) return `${word}s`;
  const at = 1 + random.below(word.length - 2);
  const [before, letter = '', next = '', after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const ways = [before + next + after, before + letter + letter + next + after, before + next + letter + after];
  const way = ways[random.below(ways.length)] ?? word;
  return way === word ? before + next + after : way;
}

function otherCase(word: string): string {
  const first = word.slice(0, 1);
  const flipped = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
  return flipped === first ? word.toUpperCase() : flipped + word.slice(1);
}

function withoutFix(seed: Seed | undefined): Seed | undefined {
  return seed && { change: seed.change };
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w$])${word.replace(/[^\w]/g, '\\$&')}(?![\\w$])`).test(text);
}
