import type { Assumed, Value } from './model.ts';

/** What a run takes a value for; undefined where nothing can be told. */
export function valueForRuns<T>(value: Value<T>): T | undefined {
  if (value.kind === 'absent') return undefined;
  return value.kind === 'literal' ? value.value : value.assumed?.value;
}

/** What a run is told of a value that was assumed for it. `name` as the template has it. */
export function assumptionNote(name: string, { value, because, secret }: Assumed<unknown>): string {
  if (secret) return `${name} has a value that isn’t shown here: ${because}.`;
  const text = String(value);
  const shown = text === '' ? 'empty' : text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return `${name} is ${shown} here: ${because}.`;
}
