import type { LogRecord } from '../../core/logs/model.ts';
import { stripAnsi } from './ansi.ts';
import { compactJson } from './jsonLines.ts';

/** What a row says on its one line. */
export interface RowText {
  readonly main: string;
  /** The other fields of a JSON line, dim after the message. */
  readonly tail: string;
  readonly expandable: boolean;
}

export function rowText(record: LogRecord): RowText {
  const { main, tail } = structuredFields(record) ?? { main: withoutPrefix(record), tail: '' };
  const firstLine = main.slice(0, rowLimit).split('\n', 1)[0] ?? '';
  const more = firstLine.length < main.length;
  return {
    main: firstLine,
    tail: more && tail === '' ? '…' : tail,
    expandable: isObject(record.json) || more || record.message.includes('\n') || firstLine.length + tail.length > wrapLength,
  };
}

/** A line to copy or to open as a document: as logged, without escape codes. */
export function plainText(record: LogRecord): string {
  return stripAnsi(record.text);
}

/** Cuts a text that would fill the panel; `rest` is how many characters are left out. */
export function capped(text: string, all: boolean): { readonly text: string; readonly rest: number } {
  if (all || text.length <= detailLimit) return { text, rest: 0 };
  return { text: text.slice(0, detailLimit), rest: text.length - detailLimit };
}

const rowLimit = 600;
const detailLimit = 5000;
/** A line longer than this hardly fits in one row: it can be opened to be read wrapped. */
const wrapLength = 140;

/** What the message and the columns of a row already say. */
const shownFields = new Set([
  ...['message', 'msg', 'errorType', 'errorMessage', 'stackTrace', 'stack'],
  ...['timestamp', 'time', 'level', 'log_level', 'severity', 'requestId', 'AWSRequestId', 'aws_request_id', 'function_request_id'],
]);

/** A line that is one JSON object: its message, and the fields that aren't shown elsewhere. */
function structuredFields(record: LogRecord): { readonly main: string; readonly tail: string } | undefined {
  const { json, message, text } = record;
  if (!isObject(json) || !text.trimStart().startsWith('{')) return undefined;
  if (message === text) return { main: compactJson(json, 400), tail: '' };
  const rest = Object.fromEntries(Object.entries(json).filter(([name]) => !shownFields.has(name)));
  return { main: message, tail: Object.keys(rest).length === 0 ? '' : compactJson(rest, 300) };
}

/** Lambda puts time and request id before its words on a failure; the columns show the one, the START line the other. */
function withoutPrefix(record: LogRecord): string {
  return record.kind.kind === 'platform' ? record.message.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s+[\da-f-]{36}\s+/, '') : record.message;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
