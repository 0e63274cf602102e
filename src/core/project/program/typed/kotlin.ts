import { blanked } from '../../../blanked.ts';

/**
 * What of a Kotlin program infrastructure is written in, as Java: imports, constant texts, and builders' chains, which look the same
 * in both. All else is blank, and every offset stays what it was. There is no grammar of Kotlin among those that are loaded here.
 */
export function kotlinAsJava(text: string): string {
  const code = blanked(text, { templates: true, nestedComments: true });
  if (code === undefined) return '';
  const out = code.split('').map((character) => (/[\r\n]/.test(character) ? character : ' '));
  const write = (at: number, words: string): void => {
    for (let index = 0; index < words.length; index += 1) if (at + index >= 0) out[at + index] = words.charAt(index);
  };
  for (const { 0: line, index } of code.matchAll(IMPORT)) write(index, `${line};`);
  for (const { 0: line, 1: name = '', 2: value = '', index } of text.matchAll(CONSTANT)) {
    const from = index + line.length - value.length;
    if (code.charAt(from) === ' ') write(from - name.length - 7, `var ${name} = ${value};`);
  }
  for (const { 0: beginning, index } of [...code.matchAll(MADE)].slice(0, MOST)) {
    const isCalled = /^\w+\($/.test(beginning);
    const end = endOfChain(code, index);
    if (end === undefined) continue;
    if (isCalled) write(index - 4, 'new ');
    write(index, `${javaOf(text.slice(index, end), code.slice(index, end))};`);
  }
  return out.join('');
}

/** Functions of one file. */
const MOST = 1_000;
/** Characters between parentheses. */
const LONGEST = 20_000;

const IMPORT = /^import [\w.]+(?:\.\*)?(?=[ \t]*\r?$)/gm;
const CONSTANT = /\bval[ \t]+(\w+)[ \t]*(?::[ \t]*String[ \t]*)?=[ \t]*("[^"$\\\r\n]*")(?=[ \t]*\r?$)/gm;
/** `Function.Builder.create(…)…` and `Function(this, …)`. */
const MADE = /(?<![\w.])\w*Function(?:\s*\.\s*Builder\s*\.\s*create\s*\(|\((?=\s*this\s*,))/g;

/** Behind the last call of a chain. */
function endOfChain(code: string, start: number): number | undefined {
  const open = code.indexOf('(', start);
  const close = open === -1 ? undefined : closing(code, open);
  if (close === undefined) return undefined;
  const next = /^\s*\.\s*\w+\s*\(/.exec(code.slice(close, close + 1_000));
  return next === null ? close : endOfChain(code, close + next[0].length - 1);
}

/** Behind the parenthesis that closes the one at `open`. */
function closing(code: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < Math.min(code.length, open + LONGEST); at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')' && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Comments are blank, and texts with something put into them, maps and lists become a calculation, which can't be told either. */
function javaOf(text: string, code: string): string {
  let java = '';
  for (let at = 0; at < text.length; ) {
    const made = /^(?:map|list)Of(?=\()/.exec(code.slice(at, at + 6));
    const literal = code[at] === ' ' ? /^"(?:[^"\\\r\n]|\\.)*"/.exec(text.slice(at, at + 2_000))?.[0] : undefined;
    const end = made === null ? undefined : closing(code, at + made[0].length);
    if (end !== undefined) java += untold(text.slice(at, end));
    else if (literal !== undefined) java += literal.includes('$') ? untold(literal) : literal;
    else java += code[at];
    at = java.length;
  }
  return java;
}

/** At least four characters long. */
function untold(text: string): string {
  return `1-1${text.slice(3).replace(/[^\r\n]/g, ' ')}`;
}
