import { isObject } from '../result.ts';

export type Verdict = 'allowed' | 'denied' | 'denied-explicitly';

/**
 * What an IAM policy says of calling one method: an explicit deny wins, then an allow, and without a word it is denied. Conditions
 * aren't looked at: a statement counts as if its own held. Undefined where it is no policy.
 */
export function evaluatePolicy(document: unknown, methodArn: string): Verdict | undefined {
  if (!isObject(document)) return undefined;
  const statements = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  let verdict: Verdict = 'denied';
  for (const statement of statements) {
    if (!isObject(statement)) return undefined;
    const { Effect, Action, NotAction, Resource, NotResource } = statement;
    const concerns = covers(Action, NotAction, 'execute-api:Invoke') && covers(Resource, NotResource, methodArn);
    if (Effect === 'Deny' && concerns) return 'denied-explicitly';
    if (Effect === 'Allow' && concerns) verdict = 'allowed';
  }
  return verdict;
}

function covers(wanted: unknown, unwanted: unknown, value: string): boolean {
  return unwanted === undefined ? isListed(wanted, value) : !isListed(unwanted, value);
}

function isListed(patterns: unknown, value: string): boolean {
  return (Array.isArray(patterns) ? patterns : [patterns]).some((pattern) => typeof pattern === 'string' && matches(pattern, value));
}

/** `*` stands for any text, `?` for a character. Without backtracking: patterns come from code that is being worked on. */
function matches(pattern: string, value: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < value.length) {
    if (pattern[at] === '?' || (pattern[at] === value[from] && pattern[at] !== '*')) {
      at += 1;
      from += 1;
    } else if (pattern[at] === '*') {
      star = at++;
      mark = from;
    } else if (star >= 0) {
      at = star + 1;
      from = ++mark;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
