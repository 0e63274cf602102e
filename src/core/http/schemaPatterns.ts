/**
 * A schema whose patterns can be compiled with the flag `u`, as our validator compiles them: that refuses escapes that say nothing, such
 * as the one of the hyphen in `\\d\\-\\d`, which patterns for AWS are full of. One that is no pattern at all is left out, and no more than it.
 */
export function withUnicodePatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withUnicodePatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => mended(key, value)));
}

function mended(key: string, value: unknown): readonly (readonly [string, unknown])[] {
  if (key === 'pattern' && typeof value === 'string') {
    const pattern = unicodePattern(value);
    return pattern === undefined ? [] : [[key, pattern]];
  }
  if (key !== 'patternProperties' || typeof value !== 'object' || value === null) return [[key, withUnicodePatterns(value)]];
  const named = Object.entries(value).flatMap(([name, schema]) => {
    const pattern = unicodePattern(name);
    return pattern === undefined ? [] : [[pattern, withUnicodePatterns(schema)] as const];
  });
  return [[key, Object.fromEntries(named)]];
}

/** Undefined where it is no pattern. */
function unicodePattern(text: string): string | undefined {
  return [text, withoutIdleEscapes(text)].find(isPattern);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

/** Escapes of what has no other meaning; in a class that of the hyphen has one. */
function withoutIdleEscapes(text: string): string {
  let isInClass = false;
  return text.replace(/\\(.)|[[\]]/gsu, (whole, escaped: string | undefined) => {
    if (escaped === undefined) isInClass = whole === '[';
    else if (!/[A-Za-z0-9^$\\.*+?()[\]{}|/]/u.test(escaped) && !(isInClass && escaped === '-')) return escaped;
    return whole;
  });
}
