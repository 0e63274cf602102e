import { type CallValue, optionOf, type ProgramValue } from '../program/index.ts';
import { argumentsOf } from './names.ts';

export function nameOf(call: CallValue): ProgramValue | undefined {
  return argumentsOf(call)[0] ?? call.keywords?.get('resource_name');
}

export function propertiesOf(call: CallValue): (name: string) => ProgramValue | undefined {
  return (name) => optionOf(call.keywords ?? argumentsOf(call)[1], name);
}
