import type { Rule } from './rule.ts';
import { secretIn } from './secrets.ts';
import type { FunctionSubject } from './subject.ts';
import { finding } from './valueFinding.ts';

/** A credential that everybody reads who can read the template, the repository's history or the function's configuration. */
export const environmentSecret: Rule<FunctionSubject> = {
  code: 'environment.secret',
  check(fn) {
    return Object.entries(fn.definition.environment).flatMap(([name, value]) => {
      const what = value.kind === 'literal' ? secretIn(name, value.value) : undefined;
      if (what === undefined || value.kind !== 'literal') return [];
      // Never the value: messages go to logs.
      const message =
        `${name} holds ${what}, written out here. Revoke it, keep the new one in Secrets Manager or Parameter Store, ` +
        'pass its name in this variable, and read it when the function starts.';
      return [finding(fn, { severity: 'warning', message, at: value })];
    });
  },
};
