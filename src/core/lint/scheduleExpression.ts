import { checkSchedule } from '../schedule/index.ts';
import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

/** EventBridge refuses the expression when the schedule is deployed. */
export const scheduleExpression: Rule<FunctionSubject> = {
  code: 'trigger.schedule-expression',
  check(fn) {
    return (fn.definition.invokers ?? []).flatMap((invoker) => {
      if (invoker.kind !== 'schedule' || invoker.expression.kind !== 'literal' || hasPlaceholder(invoker.expression.value)) return [];
      const { expression, dialect } = invoker;
      const checked = checkSchedule(expression.value, dialect);
      if (checked.kind === 'valid') return [];
      const message = `EventBridge refuses this schedule. ${checked.problem}`;
      const { suggestion } = checked;
      const fixes = suggestion === undefined ? [] : [replaceWith(expression, suggestion, `Change it to ${suggestion}`, true)];
      return [finding(fn, { severity: 'error', message, at: expression, fixes })];
    });
  },
};

/** What is filled in before it is deployed: `${self:custom.rate}`, `{{ rate }}`. */
function hasPlaceholder(text: string): boolean {
  return /\$\{|\{\{|<%|\$\(|^\$|<[\w -]+>|__[A-Z_]+__|%[A-Z_]+%/.test(text);
}
