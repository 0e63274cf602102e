import { describeFailure } from './failure.ts';
import { parseObject } from './jsonObject.ts';
import { levelOf } from './level.ts';
import type { LogLevel, UnderstoodLine } from './model.ts';
import { parseReport } from './report.ts';

/** A line of the text format: Lambda's own, else a runtime's prefix and the message after it. */
export function understandText(text: string): UnderstoodLine {
  return understandPlatformLine(text) ?? understandPrefixed(text) ?? withJson(text, undefined, undefined);
}

// Every pattern is anchored at the start and each of its repetitions is bounded or single-character: matching is linear.
const ID = '[0-9a-fA-F][0-9a-fA-F-]{7,63}';
const ISO = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z';
const BOUNDARY = new RegExp(`^(START|END|REPORT) RequestId: (${ID})`);
const TIMEOUT = new RegExp(`^${ISO} (${ID}) Task timed out after `);
const EXIT = new RegExp(`^RequestId: (${ID}) (?:Error|Process exited)[: ]`);

function understandPlatformLine(text: string): UnderstoodLine | undefined {
  const boundary = BOUNDARY.exec(text);
  if (boundary !== null) {
    const requestId = boundary[2] ?? '';
    if (boundary[1] === 'START') return { message: text, requestId, kind: { kind: 'start' } };
    if (boundary[1] === 'END') return { message: text, requestId, kind: { kind: 'end' } };
    const report = parseReport(text, requestId);
    const failed = report.status !== undefined && report.status !== 'success';
    return { message: text, requestId, kind: { kind: 'report', report }, ...(failed ? { level: 'error' } : {}) };
  }
  const failure = TIMEOUT.exec(text) ?? EXIT.exec(text);
  if (failure !== null) return { message: text, level: 'error', requestId: failure[1] ?? '', kind: { kind: 'platform' } };
  if (text.startsWith('INIT_REPORT ')) return { message: text, level: 'error', kind: { kind: 'platform' } };
  if (/^(?:INIT_START|RESTORE_START|RESTORE_REPORT|EXTENSION\t|XRAY TraceId:)/.test(text)) return { message: text, kind: { kind: 'init' } };
  return undefined;
}

/** Node.js and .NET: `<time>\t<request id>\tLEVEL\t`; before the first invocation the id is `undefined` or `-`. */
const NODE = new RegExp(`^${ISO}\t(${ID}|undefined|-|)\t([A-Za-z]{4,11})\t`);
/** Python's logging: `[LEVEL]\t<time>\t<request id>\t`; the id is empty before the first invocation. */
const PYTHON = new RegExp(`^\\[([A-Z]{4,8})\\]\t(?:${ISO})\t(${ID}|)\t`);
/** Python's and Java's own reports: `[ERROR] ValueError: …`. */
const BRACKETED = /^\[([A-Z]{4,8})\] /;
/** Ruby: `I, [2026-01-02T03:04:05.678901 #8]  INFO <request id> -- : `. */
const RUBY = new RegExp(`^[A-Z], \\[[^\\]\\n]{1,60}\\] {1,2}([A-Z]{3,7}) (?:(${ID}) )?-- [^:\\n]{0,100}: `);

function understandPrefixed(text: string): UnderstoodLine | undefined {
  const node = NODE.exec(text);
  if (node !== null) return afterPrefix(text, node[0], levelOf(node[2]), node[1]);
  const python = PYTHON.exec(text);
  if (python !== null) return afterPrefix(text, python[0], levelOf(python[1]), python[2]);
  const other = BRACKETED.exec(text) ?? RUBY.exec(text);
  const level = levelOf(other?.[1]);
  return other !== null && level !== undefined ? afterPrefix(text, other[0], level, other[2]) : undefined;
}

function afterPrefix(text: string, prefix: string, level: LogLevel | undefined, id: string | undefined): UnderstoodLine {
  return withJson(text.slice(prefix.length), level, id === undefined || id === '' || id === '-' || id === 'undefined' ? undefined : id);
}

/** Node's words before the error that a handler threw or an import failed with. */
const NODE_FAILURE = /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Init Error) *\t/;

function withJson(message: string, level: LogLevel | undefined, requestId: string | undefined): UnderstoodLine {
  const failed = NODE_FAILURE.exec(message);
  const json = parseObject(failed === null ? message : message.slice(failed[0].length));
  const failure = failed === null || json === undefined ? undefined : describeFailure(json);
  return {
    message: failure === undefined ? message : `${failed?.[1]}: ${failure}`,
    kind: { kind: 'message' },
    ...(level === undefined ? {} : { level }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(json === undefined ? {} : { json }),
  };
}
