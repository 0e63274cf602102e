import type { RuleInput } from './model.ts';

/** What a rule's target is sent of an event, as JSON text. */
export function ruleInput(
  input: RuleInput,
  event: Readonly<Record<string, unknown>>,
  rule: { readonly name: string; readonly arn: string },
): string {
  switch (input.kind) {
    case 'event':
      return JSON.stringify(event);
    case 'constant':
      return input.text;
    case 'path':
      return JSON.stringify(at(event, input.path)) ?? 'null';
    case 'template':
      return filled(input, event, rule);
  }
}

/**
 * `"<a> and <b>"` is a text, `{"a": <a>}` has the value itself.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function filled(
  { paths, template }: Extract<RuleInput, { readonly kind: 'template' }>,
  event: Readonly<Record<string, unknown>>,
  rule: { readonly name: string; readonly arn: string },
): string {
  const { time } = event;
  const given: Readonly<Record<string, unknown>> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  const namedValue = (name: string): unknown => (Object.hasOwn(paths, name) ? at(event, paths[name] ?? '') : given[name]);
  // Whether a place is within quotes is told by those before it, which a variable's own value must not change.
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (piece: string, name: string | undefined) => {
    if (piece === '"') isQuoted = !isQuoted;
    if (name === undefined) return piece;
    if (!Object.hasOwn(paths, name) && !Object.hasOwn(given, name)) return piece;
    const value = namedValue(name);
    if (!isQuoted) return JSON.stringify(value) ?? '""';
    if (value === undefined) return '';
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** `$.detail.items[0]['the name']`. */
function at(event: unknown, path: string): unknown {
  const steps = path.replace(/^\$/, '').matchAll(/\.([^.[\]]+)|\[(\d+)\]|\[['"]([^'"]+)['"]\]/g);
  let value = event;
  for (const [, member, index, quoted] of steps) {
    const key = member ?? index ?? quoted ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
