import type { Rule } from './rule.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

/** Seconds. A REST API's can be raised by a quota of the account, an HTTP API's can't. */
const LONGEST = { rest: 29, http: 30 } as const;

/** Behind an API, a function that runs longer than the API waits is paid for, and nobody sees its answer. */
export const apiTimeout: Rule<FunctionSubject> = {
  code: 'trigger.api-timeout',
  check(fn) {
    const { timeoutSeconds, invokers = [] } = fn.definition;
    if (timeoutSeconds.kind !== 'literal') return [];
    const api = invokers.find((invoker) => invoker.kind === 'api' && timeoutSeconds.value > LONGEST[invoker.api]);
    if (api?.kind !== 'api') return [];
    const longest = LONGEST[api.api];
    const waits =
      api.api === 'rest'
        ? `API Gateway waits ${longest} seconds for it unless the account’s quota was raised`
        : `an HTTP API waits ${longest} seconds for it at most`;
    const message = `The timeout is ${timeoutSeconds.value} seconds, but ${waits}: whoever calls gets the status 504 or 503 then, while the function runs on.`;
    const other = invokers.some(({ kind }) => kind !== 'api');
    // It may need the time for what else calls it.
    const fixes = other ? [] : [replaceWith(timeoutSeconds, String(longest), `Set the timeout to ${longest} seconds`, false)];
    const related = [{ message: 'The API is connected here', at: api.at }];
    return [finding(fn, { severity: 'information', message, at: timeoutSeconds, fixes, related })];
  },
};
