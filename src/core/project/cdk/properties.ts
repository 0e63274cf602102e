import { type CallValue, optionOf, type ProgramValue } from '../program/index.ts';
import { isSolution } from './names.ts';

/** What a construct is given: its scope, its id, and properties that are looked up under TypeScript's names in every language. */
export interface Construct {
  readonly call: CallValue;
  readonly id: ProgramValue | undefined;
  readonly get: (name: string) => ProgramValue | undefined;
}

/** Properties come last, or as Python's keywords. */
export function constructOf(call: CallValue): Construct {
  const { keywords } = call;
  const given: ProgramValue | undefined = keywords ?? call.arguments[2];
  const properties = isSolution(call) ? optionOf(given, 'lambdaFunctionProps') : given;
  const id = call.arguments[1] ?? keywords?.get('id') ?? keywords?.get('construct_id');
  return { call, id, get: (name) => optionOf(properties, name) };
}
