import { type CallValue, memberOf, type ObjectValue, type ProgramValue } from '../program/index.ts';
import { snake } from './names.ts';

/** What a construct is given: its scope, its id, and properties that are looked up under TypeScript's names in every language. */
export interface Construct {
  readonly call: CallValue;
  readonly id: ProgramValue | undefined;
  readonly get: (name: string) => ProgramValue | undefined;
}

/** Properties come last, or as Python's keywords. */
export function constructOf(call: CallValue): Construct {
  const { keywords } = call;
  const properties: ProgramValue | undefined = keywords ?? call.arguments[2];
  const id = call.arguments[1] ?? keywords?.get('id') ?? keywords?.get('construct_id');
  return { call, id, get: (name) => optionOf(properties, name) };
}

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
export function argumentOf(call: CallValue, index: number, name: string): ProgramValue | undefined {
  const found = call.arguments[index] ?? call.keywords?.get(snake(name));
  return found?.kind === 'nothing' ? undefined : found;
}
