import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

const DEFAULT_TIMEOUT = 3;
const DEFAULT_VISIBILITY = 30;
const TIMES = 6;

/**
 * Lambda refuses an event source whose queue shows a message again before the function has timed out; AWS advises six times the
 * timeout, so that a batch that is throttled can be tried again. Only what is written out is judged.
 */
export const queueVisibility: Rule<FunctionSubject> = {
  code: 'trigger.queue-visibility',
  check(fn) {
    const { timeoutSeconds, invokers = [] } = fn.definition;
    if (timeoutSeconds.kind === 'unknown') return [];
    const timeout = timeoutSeconds.kind === 'literal' ? timeoutSeconds.value : DEFAULT_TIMEOUT;
    return invokers.flatMap((invoker) => {
      if (invoker.kind !== 'queue' || invoker.visibilitySeconds.kind === 'unknown') return [];
      const written = invoker.visibilitySeconds;
      const visibility = written.kind === 'literal' ? written.value : DEFAULT_VISIBILITY;
      if (visibility >= timeout * TIMES) return [];
      const refused = visibility < timeout;
      const wanted = timeout * TIMES;
      const shown = written.kind === 'literal' ? `${visibility} seconds` : `${visibility} seconds, the default`;
      const message =
        `The queue ${invoker.name} shows a message again after ${shown}, and ${fn.definition.name} may take ${timeout}. ` +
        (refused
          ? 'Lambda refuses to connect them: the visibility timeout must be at least the function’s timeout.'
          : `AWS advises six times the timeout, ${wanted} seconds: a message that waits for a throttled function is otherwise delivered twice.`);
      const fixes =
        written.kind === 'literal' ? [replaceWith(written, String(wanted), `Set the visibility timeout to ${wanted} seconds`, true)] : [];
      return [
        finding(fn, { severity: refused ? 'error' : 'warning', message, at: written.kind === 'literal' ? written : invoker.at, fixes }),
      ];
    });
  },
};
