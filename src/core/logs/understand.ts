import { understandJson } from './jsonLine.ts';
import type { LogRecord, RawLogEvent } from './model.ts';
import { understandText } from './textLine.ts';

/**
 * One event of a log stream, understood: Lambda's own lines and the prefixes that the runtimes write, in text and in JSON.
 * Never throws, and takes time in proportion to the line; what it can't place is a message as it stands.
 */
export function understand(event: RawLogEvent): LogRecord {
  const { id, source, logStream, timestamp, understood } = event;
  if (understood) return { id, source, logStream, timestamp, text: event.text, ...understood };
  const text = restoreLines(event.text);
  const line = understandJson(text) ?? understandText(text);
  return { id, source, logStream, timestamp, text, ...line };
}

/** Node's runtime writes `\r` for the newlines inside an event, and Python's indents with no-break spaces. */
function restoreLines(text: string): string {
  if (!/[\r\n\u00a0]/.test(text)) return text;
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return text.slice(0, end).replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll('\u00a0', ' ');
}
