import { mapAssumed, nameValue, numberValue, textValue } from '../cloudformation/values.ts';
import type { Value } from '../model.ts';
import type { TemplateNode, TemplateSource } from '../tree/model.ts';
import { type Outcome, rangeAt } from './located.ts';

type Reader<T> = (node: TemplateNode | undefined, source: TemplateSource) => Value<T>;

/** A text of the service. */
export function text(outcome: Outcome): Value<string> {
  return read(outcome, textValue);
}

/** A text that names something, in which placeholders are none. */
export function name(outcome: Outcome): Value<string> {
  return read(outcome, nameValue);
}

export function number(outcome: Outcome): Value<number> {
  return read(outcome, numberValue);
}

/** A list is known only when each of its items is. */
export function list(items: readonly Outcome[], whole: Outcome): Value<readonly string[]> {
  if (whole.kind === 'unknown') return { kind: 'unknown', reason: whole.reason };
  if (whole.at === undefined) return { kind: 'absent' };
  const values = items.map(text);
  const gap = values.find((value) => value.kind === 'unknown');
  if (gap !== undefined) return mapAssumed<string, readonly string[]>(gap, () => undefined);
  if (whole.kind === 'assumed') return { kind: 'unknown', reason: whole.reason };
  const texts = values.flatMap((value) => (value.kind === 'literal' ? [value.value] : []));
  return { kind: 'literal', value: texts, path: whole.at.source.path, range: rangeAt(whole.at) };
}

function read<T>(outcome: Outcome, reader: Reader<T>): Value<T> {
  if (outcome.kind === 'unknown') return { kind: 'unknown', reason: outcome.reason };
  if (outcome.at === undefined) return { kind: 'absent' };
  const { node, source, computed } = outcome.at;
  const value = reader(node, source);
  if (outcome.kind === 'known') return value.kind === 'literal' && computed === true ? { ...value, computed } : value;
  const { reason, because } = outcome;
  return value.kind === 'literal' ? { kind: 'unknown', reason, assumed: { value: value.value, because } } : { kind: 'unknown', reason };
}
