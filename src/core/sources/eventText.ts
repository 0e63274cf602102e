import type { NewEvent } from './buses.ts';

export interface EventProblem {
  readonly problem: string;
}

/** An event as a person writes it: `{"source": "shop", "detail-type": "Ordered", "detail": {}}`. */
export function eventOfText(text: string): NewEvent | EventProblem {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_OBJECT;
    const { source, 'detail-type': detailType, detail = {}, resources } = value;
    if (typeof source !== 'string' || typeof detailType !== 'string')
      return { problem: 'An event needs a source and a detail-type, which are texts.' };
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
      return { problem: 'The detail of an event must be an object.' };
    return { source, detailType, detail, ...(Array.isArray(resources) && { resources: resources.map(String) }) };
  } catch {
    return NO_OBJECT;
  }
}

const NO_OBJECT: EventProblem = { problem: 'An event must be a JSON object.' };

/** What is wrong with a text for an event; undefined where it will do. */
export function eventProblem(text: string): string | undefined {
  const event = eventOfText(text);
  return 'problem' in event ? event.problem : undefined;
}

/** An event that has what a pattern names literally: something to begin with. */
export function exampleEvent(pattern: unknown): Readonly<Record<string, unknown>> {
  const given = exampleOf(pattern);
  return { source: 'local', 'detail-type': 'Test', detail: {}, ...(isMapping(given) ? given : {}) };
}

function exampleOf(pattern: unknown): unknown {
  if (Array.isArray(pattern)) return pattern.find((each) => typeof each !== 'object') ?? prefixIn(pattern);
  if (!isMapping(pattern)) return undefined;
  const example: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(pattern)) {
    const value = exampleOf(name === '$or' && Array.isArray(wanted) ? wanted[0] : wanted);
    if (name === '$or') Object.assign(example, value);
    else if (value !== undefined) example[name] = value;
  }
  return example;
}

function prefixIn(conditions: readonly unknown[]): unknown {
  return conditions.map((each) => (isMapping(each) ? each['prefix'] : undefined)).find((prefix) => typeof prefix === 'string');
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
