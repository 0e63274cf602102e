/** What an escape sequence stands for, in JavaScript and Python alike. */
export function unescaped(sequence: string): string {
  const code = /^\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))$/.exec(sequence);
  const digits = code?.[1] ?? code?.[2] ?? code?.[3];
  if (digits !== undefined) {
    const point = Number.parseInt(digits, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : sequence;
  }
  const letter = sequence.slice(1);
  if (letter === '\n' || letter === '\r\n') return '';
  return ESCAPES[letter] ?? letter;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' };
