import type { TextRange } from '../../text.ts';
import type { FunctionDefinition, Value } from '../model.ts';
import { type Place, type ProgramValue, reasonOf } from './values.ts';

type Nothing = undefined | Extract<ProgramValue, { readonly kind: 'nothing' }>;

/** A member, where the value is an object; undefined where it certainly isn't there. */
export function memberOf(value: ProgramValue | undefined, key: string): ProgramValue | undefined {
  if (value === undefined || value.kind === 'nothing') return undefined;
  if (value.kind === 'object') return value.get(key);
  if (value.kind === 'unknown') return value;
  return { kind: 'unknown', reason: reasonOf(value), place: value.place };
}

export function isNothing(value: ProgramValue | undefined): value is Nothing {
  return value === undefined || value.kind === 'nothing';
}

export function rangeAt({ source, span }: Place): TextRange {
  return source.lines.range(span.start, span.end);
}

/** A value of a definition, where a text is expected. */
export function textValue(value: ProgramValue | undefined): Value<string> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind === 'text') return literal(value.text, value.place, value.written);
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}

export function literal<T>(value: T, place: Place, written = true): Extract<Value<T>, { readonly kind: 'literal' }> {
  const plain = { kind: 'literal', value, path: place.source.path, range: rangeAt(place) } as const;
  return written ? plain : { ...plain, computed: true };
}

/** Their names are only known once they are deployed: what counts is whether there are any. */
export function readLayers(value: ProgramValue | undefined): Value<readonly string[]> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind !== 'array') return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
  const texts = value.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  if (value.gap === undefined && texts.length === value.items.length) return literal(texts, value.place, false);
  return { kind: 'unknown', reason: value.gap ?? 'layers', range: rangeAt(value.place) };
}

export function readEnvironment(value: ProgramValue | undefined): Pick<FunctionDefinition, 'environment' | 'environmentGap'> {
  if (isNothing(value)) return { environment: {} };
  if (value.kind !== 'object') return { environment: {}, environmentGap: reasonOf(value) };
  const { entries, gap } = value.entries();
  const environment = Object.fromEntries(entries.map((entry) => [entry.key, textValue(entry.value)]));
  return gap === undefined ? { environment } : { environment, environmentGap: gap };
}

export function numberValue(value: ProgramValue | undefined): Value<number> {
  if (isNothing(value)) return { kind: 'absent' };
  if (value.kind === 'number') return literal(value.value, value.place);
  return { kind: 'unknown', reason: reasonOf(value), range: rangeAt(value.place) };
}
