import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { LineMap, type TextPosition } from '../text.ts';

export type ParsedJson =
  | { readonly kind: 'valid'; readonly value: unknown }
  | { readonly kind: 'invalid'; readonly problem: string; readonly at: TextPosition };

/** Strict JSON, with the place of the first fault (JSON.parse gives it only in words that change with the engine). */
export function parseJson(text: string): ParsedJson {
  try {
    return { kind: 'valid', value: JSON.parse(text) };
  } catch {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
    const first = errors[0];
    const problem = first === undefined ? 'invalid JSON' : readable(printParseErrorCode(first.error));
    return { kind: 'invalid', problem, at: new LineMap(text).position(first?.offset ?? 0) };
  }
}

/** `CommaExpected` -> `comma expected`. */
function readable(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
