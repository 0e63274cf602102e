import type { Publication } from './topicEvent.ts';

/** What is wrong with a text for attributes; undefined where it will do. */
export function attributesProblem(text: string): string | undefined {
  const read = attributesOfText(text);
  return typeof read === 'string' ? read : undefined;
}

/** Attributes as a person writes them, `{"kind": "order", "total": 5, "tags": ["a"]}`; a sentence where they can't be read. Nothing is none. */
export function attributesOfText(text: string): Publication['attributes'] | string {
  if (text.trim() === '') return {};
  const problem = 'Attributes must be a JSON object with a text, a number or a list of texts for each name.';
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]: readonly [string, unknown]) => {
        if (typeof each === 'number') return [name, { type: 'Number', value: String(each) }];
        return Array.isArray(each)
          ? [name, { type: 'String.Array', value: JSON.stringify(each) }]
          : [name, { type: 'String', value: typeof each === 'string' ? each : JSON.stringify(each) }];
      }),
    );
  } catch {
    return problem;
  }
}
