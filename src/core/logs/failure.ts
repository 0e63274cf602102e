import type { JsonObject } from './jsonObject.ts';

/** The error in a runtime's JSON as a person knows it: `Type: message` and its frames, one a line. */
export function describeFailure(json: JsonObject): string | undefined {
  const type = json['errorType'];
  const message = json['errorMessage'];
  if (typeof type !== 'string' && typeof message !== 'string') return undefined;
  const title = [type, message].filter((part) => typeof part === 'string' && part !== '').join(': ');
  const stack = json['stack'] ?? json['stackTrace'] ?? json['trace'];
  const frames = Array.isArray(stack) ? stack.filter((frame) => typeof frame === 'string') : [];
  if (frames.length === 0) return title;
  const text = frames.map((frame) => frame.trimEnd()).join('\n');
  // Node's stacks begin with the title, Python's don't.
  return typeof message === 'string' && frames[0]?.includes(message.split('\n', 1)[0] ?? '') ? text : `${title}\n${text}`;
}
