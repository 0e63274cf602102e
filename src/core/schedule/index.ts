import { cronRuns, parseCron } from './cron.ts';
import type { ScheduleDialect } from './dialect.ts';
import { parseRate } from './rate.ts';

export type ScheduleCheck =
  | { readonly kind: 'valid' }
  /** `problem` as a sentence; `suggestion` is what was meant, where that is plain. */
  | { readonly kind: 'invalid'; readonly problem: string; readonly suggestion?: string };

/** Whether EventBridge takes an expression. What it is known to refuse is invalid; where its rules are silent, it is valid. */
export function checkSchedule(expression: string, dialect: ScheduleDialect): ScheduleCheck {
  const [, kind, inside = ''] = /^\s*(cron|rate|at)\((.*)\)\s*$/s.exec(expression) ?? [];
  if (kind === 'cron') {
    const parsed = parseCron(inside);
    return parsed.kind === 'cron' ? { kind: 'valid' } : { ...parsed, ...suggested(parsed.suggestion, (text) => `cron(${text})`) };
  }
  if (kind === 'rate') {
    const parsed = parseRate(inside, dialect);
    return parsed.kind === 'rate' ? { kind: 'valid' } : { ...parsed, ...suggested(parsed.suggestion, (text) => `rate(${text})`) };
  }
  if (kind === 'at') return checkAt(inside, dialect);
  const bare = bareCron(expression);
  const problem = `“${expression}” is neither cron(…) nor rate(…).`;
  return bare === undefined ? { kind: 'invalid', problem } : { kind: 'invalid', problem, suggestion: bare };
}

/**
 * The next moments at which a schedule runs, in milliseconds since 1970: those after `from`, in UTC, at most `count`. A rate is
 * counted from `from`, since EventBridge counts it from when the rule was made. None for an expression that isn't valid.
 */
export function nextRuns(expression: string, from: number, count: number): readonly number[] {
  const [, kind, inside = ''] = /^\s*(cron|rate|at)\((.*)\)\s*$/s.exec(expression) ?? [];
  if (kind === 'cron') {
    const parsed = parseCron(inside);
    return parsed.kind === 'cron' ? cronRuns(parsed, from, count) : [];
  }
  if (kind === 'rate') {
    const parsed = parseRate(inside, 'scheduler');
    return parsed.kind === 'rate' ? Array.from({ length: count }, (_, index) => from + (index + 1) * parsed.milliseconds) : [];
  }
  const at = kind === 'at' && atForm.test(inside.trim()) ? Date.parse(`${inside.trim()}Z`) : Number.NaN;
  return at > from ? [at].slice(0, count) : [];
}

const atForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

function checkAt(inside: string, dialect: ScheduleDialect): ScheduleCheck {
  if (dialect === 'rule')
    return { kind: 'invalid', problem: 'A rule of EventBridge takes cron() and rate(); at() is for EventBridge Scheduler.' };
  if (atForm.test(inside.trim()) && !Number.isNaN(Date.parse(`${inside.trim()}Z`))) return { kind: 'valid' };
  return { kind: 'invalid', problem: `“${inside}” is no moment: at() takes one such as 2027-01-31T08:00:00.` };
}

/** What was written without the word around it. */
function bareCron(expression: string): string | undefined {
  const text = expression.trim();
  const parsed = parseCron(text);
  if (parsed.kind === 'cron') return `cron(${text})`;
  const rate = parseRate(text, 'rule');
  if (rate.kind === 'rate') return `rate(${text})`;
  return parsed.suggestion === undefined ? undefined : `cron(${parsed.suggestion})`;
}

function suggested(text: string | undefined, write: (text: string) => string): { readonly suggestion?: string } {
  return text === undefined ? {} : { suggestion: write(text) };
}
