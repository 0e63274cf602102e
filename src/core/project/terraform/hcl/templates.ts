import type { Cursor } from './cursor.ts';
import type { Expression } from './model.ts';

/** A text in quotes. Its end is the closing quote or, where that is missing, the end of the line: no such text goes over lines. */
export function readQuoted(cursor: Cursor, interpolation: () => Expression): Expression {
  cursor.take('"');
  const template = new Template(cursor, interpolation);
  for (;;) {
    template.plain(/[^"\\$%\r\n]+/y);
    if (cursor.at('"')) break;
    if (cursor.atEnd || cursor.at('\n') || cursor.at('\r')) return template.unreadable('a closing quote is missing');
    const escaped = cursor.takeMatch(/\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/y);
    if (escaped !== undefined) template.add(plainText(escaped));
    else if (!template.special()) template.add(cursor.text[cursor.offset++] ?? '');
  }
  const whole = template.whole();
  cursor.take('"');
  return whole;
}

/** `<<EOT` and `<<-EOT`, which takes the indentation away that all lines have. */
export function readHeredoc(cursor: Cursor, interpolation: () => Expression): Expression {
  const start = cursor.offset;
  const opening = cursor.takeMatch(/<<-?[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*\r?\n/uy);
  if (opening === undefined) {
    cursor.take('<<');
    return { kind: 'unreadable', reason: 'what stands here can’t be read: it isn’t an expression', start, end: cursor.offset };
  }
  const marker = opening.replace(/^<<-?/, '').trim();
  const from = cursor.offset;
  const closing = new RegExp(`^[ \\t]*${marker}[ \\t]*\\r?$`, 'gm');
  closing.lastIndex = from;
  const end = closing.exec(cursor.text)?.index;
  const template = new Template(cursor, interpolation);
  if (end === undefined) {
    cursor.skipAll();
    return template.unreadable(`the closing ${marker} is missing`);
  }
  while (cursor.offset < end) {
    template.plain(/[^$%\n]+/y);
    if (cursor.offset < end && !template.special()) template.add(cursor.text[cursor.offset++] ?? '');
  }
  const whole = template.whole();
  cursor.offset = Math.max(cursor.offset, end);
  cursor.takeMatch(/[ \t]*[\p{ID_Continue}-]*/uy);
  return opening.startsWith('<<-') ? withoutIndentation(whole) : whole;
}

/** A template that is the whole text. */
export function readText(cursor: Cursor, interpolation: () => Expression): Expression {
  const template = new Template(cursor, interpolation);
  while (!cursor.atEnd) {
    template.plain(/[^$%]+/y);
    if (!cursor.atEnd && !template.special()) template.add(cursor.text[cursor.offset++] ?? '');
  }
  return template.whole();
}

/** Collects the parts of one template. */
class Template {
  readonly #cursor: Cursor;
  readonly #interpolation: () => Expression;
  readonly #start: number;
  readonly #parts: (string | Expression)[] = [];
  #doubt: string | undefined;

  constructor(cursor: Cursor, interpolation: () => Expression) {
    this.#cursor = cursor;
    this.#interpolation = interpolation;
    this.#start = cursor.offset;
  }

  plain(pattern: RegExp): void {
    const text = this.#cursor.takeMatch(pattern);
    if (text !== undefined) this.add(text);
  }

  add(text: string): void {
    const last = this.#parts.at(-1);
    if (typeof last === 'string') this.#parts[this.#parts.length - 1] = last + text;
    else this.#parts.push(text);
  }

  /** `${…}` and `%{…}`, and `$${` and `%%{`, which stand for themselves. */
  special(): boolean {
    const cursor = this.#cursor;
    if (cursor.at('$${') || cursor.at('%%{')) {
      this.add(cursor.text.slice(cursor.offset + 1, cursor.offset + 3));
      cursor.offset += 3;
      return true;
    }
    if (cursor.take('${')) {
      const trims = cursor.take('~');
      this.#parts.push(this.#interpolation());
      cursor.skipSpace(true);
      if (cursor.take('~') || trims) this.#doubt = 'what stands here trims the text around it';
      if (!cursor.take('}')) this.#doubt = 'what stands here can’t be read: a brace isn’t closed';
      return true;
    }
    if (!cursor.at('%{')) return false;
    cursor.takeMatch(/%\{(?:[^}"\r\n]|"[^"\r\n]*")*\}?/y);
    this.#doubt = 'a template with conditions or loops in it';
    return true;
  }

  whole(): Expression {
    const span = { start: this.#start, end: this.#cursor.offset };
    if (this.#doubt !== undefined) return { kind: 'unreadable', reason: this.#doubt, ...span };
    const [first = '', ...rest] = this.#parts;
    if (rest.length === 0 && typeof first === 'string') return { kind: 'literal', value: first, ...span };
    return { kind: 'template', parts: this.#parts, ...span };
  }

  unreadable(reason: string): Expression {
    return { kind: 'unreadable', reason: `what stands here can’t be read: ${reason}`, start: this.#start, end: this.#cursor.offset };
  }
}

function plainText(written: string): string {
  const code = written[1] ?? '';
  if (written.length > 2) {
    const point = Number.parseInt(written.slice(2), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return { n: '\n', r: '\r', t: '\t' }[code] ?? code;
}

function withoutIndentation(expression: Expression): Expression {
  const parts = expression.kind === 'literal' ? [String(expression.value)] : expression.kind === 'template' ? expression.parts : [];
  const shape = parts.map((part) => (typeof part === 'string' ? part : '$')).join('');
  const indents = shape.split('\n').flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0].length ?? 0]));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const dedent = new RegExp(`\\n[ \\t]{0,${indent}}`, 'g');
  const first = new RegExp(`^[ \\t]{0,${indent}}`);
  const trimmed = parts.map((part, index) => {
    if (typeof part !== 'string') return part;
    const inner = part.replace(dedent, '\n');
    return index === 0 ? inner.replace(first, '') : inner;
  });
  if (expression.kind === 'literal') return { ...expression, value: String(trimmed[0] ?? '') };
  return expression.kind === 'template' ? { ...expression, parts: trimmed } : expression;
}
