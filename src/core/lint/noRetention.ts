import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, functionPlace } from './valueFinding.ts';

/** Lambda makes a log group by itself on the first run, and keeps its lines for ever. */
export const noRetention: Rule<FunctionSubject> = {
  code: 'logs.no-retention',
  check(fn) {
    const { definition } = fn;
    const { logGroup, name } = definition;
    if (logGroup?.kind !== 'none') return [];
    const { insertion } = logGroup;
    const fixes =
      insertion === undefined
        ? []
        : [
            {
              title: `Define a log group that keeps its lines for ${insertion.days} days`,
              preferred: true,
              edits: [{ kind: 'replace' as const, path: insertion.at.path, range: insertion.at.range, text: insertion.text }],
            },
          ];
    const message = `${name} has no log group of its own: Lambda makes one that keeps every line for ever, and is paid for ever.`;
    return [finding(fn, { severity: 'information', message, at: functionPlace(definition), fixes })];
  },
};
