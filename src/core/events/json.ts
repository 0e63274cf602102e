import { LineMap, type TextPosition } from '../text.ts';

export type ParsedJson = { readonly kind: 'valid'; readonly value: unknown } | { readonly kind: 'invalid' };

/** Strict JSON, as Lambda takes it. */
export function parseJson(text: string): ParsedJson {
  try {
    return { kind: 'valid', value: JSON.parse(text) };
  } catch {
    return { kind: 'invalid' };
  }
}

export interface JsonFault {
  readonly problem: string;
  readonly at: TextPosition;
}

/** The first fault of a text that isn't JSON, and its place: JSON.parse gives them only in words that change with the engine. */
export async function jsonFault(text: string): Promise<JsonFault> {
  const { parse, printParseErrorCode } = await import('jsonc-parser');
  const errors: { error: number; offset: number; length: number }[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const first = errors[0];
  const problem = first === undefined ? 'invalid JSON' : readable(printParseErrorCode(first.error));
  return { problem, at: new LineMap(text).position(first?.offset ?? 0) };
}

/** `CommaExpected` -> `comma expected`. */
function readable(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
