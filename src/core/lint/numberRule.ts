import type { FunctionDefinition, Value } from '../project/model.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

export interface NumberLimits {
  readonly code: string;
  /** As it begins a sentence: `The timeout`. */
  readonly name: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly value: (definition: FunctionDefinition) => Value<number>;
}

/** A rule about a whole number that Lambda's API refuses outside of its limits. */
export function numberRule({ code, name, unit, least, most, value }: NumberLimits): Rule<FunctionSubject> {
  return {
    code,
    check(fn) {
      const number = value(fn.definition);
      if (number.kind !== 'literal') return [];
      const allowed = Math.min(most, Math.max(least, Math.round(number.value)));
      if (number.value === allowed) return [];
      const problem = number.value < least || number.value > most ? `is ${number.value} ${unit}` : `is ${number.value}, not a whole number`;
      const message = `${name} ${problem}: Lambda takes from ${least} to ${most} ${unit} and refuses anything else.`;
      const fix = replaceWith(number, String(allowed), `Set it to ${allowed} ${unit}`, true);
      return [finding(fn, { severity: 'error', message, at: number, fixes: [fix] })];
    },
  };
}
