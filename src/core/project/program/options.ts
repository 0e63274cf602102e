import { memberOf } from './reading.ts';
import type { CallValue, ObjectValue, ProgramValue } from './values.ts';

/** A member of an options object, or of a call's keywords. */
export function optionOf(options: ProgramValue | undefined, name: string): ProgramValue | undefined {
  const object = asObject(options);
  const found = memberOf(object, name) ?? (name === snake(name) ? undefined : memberOf(object, snake(name)));
  return found?.kind === 'nothing' ? undefined : found;
}

/** Python makes options with a call: `lambda_.FunctionProps(handler=…)`. */
function asObject(options: ProgramValue | undefined): ProgramValue | ObjectValue | undefined {
  return options?.kind === 'call' && options.keywords !== undefined && options.arguments.length === 0 ? options.keywords : options;
}

/** The options of a call, wherever the language puts them: after `index` other arguments, or as keywords. */
export function callOption(call: CallValue, index: number, name: string): ProgramValue | undefined {
  return optionOf(call.keywords ?? call.arguments[index], name);
}

/** An argument by its place, or by Python's name for it. */
export function argumentOf(call: CallValue | undefined, index: number, name: string): ProgramValue | undefined {
  const found = call?.arguments[index] ?? call?.keywords?.get(snake(name));
  return found?.kind === 'nothing' ? undefined : found;
}

/** `fromAsset` -> `from_asset`, as properties are called in Python. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
