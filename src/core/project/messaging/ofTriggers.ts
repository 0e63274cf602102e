import type { FunctionDefinition } from '../model.ts';
import type { Mapping } from './model.ts';

/** Event source mappings as far as functions' own events tell of them. */
export function mappingsOfTriggers(functions: readonly FunctionDefinition[]): readonly Mapping[] {
  return functions.flatMap(({ name, triggers }) =>
    triggers.filter(({ type }) => isMapping(type)).map((trigger) => ({ functionName: name, trigger })),
  );
}

export function isMapping(type: string): boolean {
  return type === 'SQS' || type === 'Kinesis' || type === 'DynamoDB';
}
