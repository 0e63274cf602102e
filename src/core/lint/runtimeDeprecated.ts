import type { Rule } from './rule.ts';
import { newestLike, runtimes, runtimesAsOf, runtimesTrustedUntil } from './runtimes.ts';
import type { FunctionSubject } from './subject.ts';
import { finding, replaceWith } from './valueFinding.ts';

/** A runtime that gets no security updates any more, and sooner or later no updates of its functions either. */
export const runtimeDeprecated: Rule<FunctionSubject> = {
  code: 'runtime.deprecated',
  check(fn) {
    const { runtime, packageType } = fn.definition;
    if (packageType === 'Image' || runtime.kind !== 'literal') return [];
    const { deprecated, createBlocked, updateBlocked } = runtimes[runtime.value] ?? {};
    const today = believed(fn.today);
    if (deprecated === undefined || deprecated > today) return [];
    // Dates that were over when the table was made don't move any more.
    const refused = updateBlocked !== undefined && updateBlocked <= runtimesAsOf;
    const fate = refused
      ? `Lambda has refused to create or update functions with it since ${updateBlocked}.`
      : `${blocked('create new functions', createBlocked, today)}${blocked('update existing ones', updateBlocked, today)}`;
    const newest = newestLike(runtime.value, today);
    const message = `${runtime.value} is deprecated since ${deprecated}: it gets no security updates.${fate === '' ? '' : ` ${fate.trim()}`}`;
    const fixes = newest === undefined ? [] : [replaceWith(runtime, newest, `Change the runtime to ${newest}`, false)];
    return [finding(fn, { severity: refused ? 'error' : 'warning', message, at: runtime, fixes })];
  },
};

/** A clock that is wrong raises no alarm: the table itself was made on a day, and nothing is said of times far behind it. */
function believed(today: string): string {
  if (today < runtimesAsOf) return runtimesAsOf;
  return today > runtimesTrustedUntil ? runtimesTrustedUntil : today;
}

function blocked(what: string, date: string | undefined, today: string): string {
  if (date === undefined) return '';
  return date <= today ? `Lambda has let nobody ${what} with it since ${date}. ` : `Nobody can ${what} with it from ${date} on. `;
}
