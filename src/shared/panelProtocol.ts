import type { LogRecord, ReportFigures } from '../core/logs/model.ts';
import type { InvocationOutcome } from '../core/runner/model.ts';

/** Between the extension host and the panel's page (src/panel). Both ends validate what arrives. */
export type ToPanel =
  /** All there is, after `ready` and after a clear: replaces what the page holds. */
  | {
      readonly type: 'reset';
      readonly records: readonly LogRecord[];
      readonly invocation: InvocationView | undefined;
      readonly maxLines: number;
    }
  /** In order of arrival; batched, at most every 50 ms. */
  | { readonly type: 'append'; readonly records: readonly LogRecord[] }
  /** The invocation beside the lines: running, or how it ended. */
  | { readonly type: 'invocation'; readonly invocation: InvocationView }
  /** Show the lines of one function only (Logs action), following. */
  | { readonly type: 'show'; readonly functionName: string }
  /** Said above the lines: a tail that waits, was refused, or ended. Undefined takes it away. */
  | { readonly type: 'notice'; readonly text: string | undefined };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'clear' }
  /** A stack frame was clicked. `path` as printed; line and column count from 1. */
  | { readonly type: 'open'; readonly path: string; readonly line: number; readonly column: number | undefined }
  | { readonly type: 'rerun'; readonly invocationId: string; readonly debug: boolean }
  | { readonly type: 'cancel'; readonly invocationId: string }
  /** Opens these lines as a text document with the log grammar. */
  | { readonly type: 'openAsDocument'; readonly text: string }
  /** Opens the payload as a JSON document. */
  | { readonly type: 'openPayload'; readonly invocationId: string };

/** What the panel shows of an invocation. */
export interface InvocationView {
  readonly id: string;
  readonly functionName: string;
  /** `local`, `local cloud`, `eu-west-1`. */
  readonly target: string;
  /** Name of the test event. */
  readonly eventName: string;
  readonly startedAt: number;
  readonly state: /** `detail`: the last that a compiler said. */
    | { readonly kind: 'building'; readonly detail?: string }
    | { readonly kind: 'running' }
    | { readonly kind: 'debugging' }
    | {
        readonly kind: 'finished';
        readonly status: 'success' | 'error' | 'timeout' | 'init-error' | 'cancelled';
        /** JSON formatted with two spaces, or the text as it is; of what is large, the beginning. */
        readonly payload: string;
        /** Of the whole payload. */
        readonly payloadBytes: number;
        /** How many of them are shown, where that isn't all. */
        readonly shownBytes?: number;
        /** Times then are those of a person who thinks. */
        readonly isDebugged: boolean;
        readonly payloadLanguage: 'json' | 'plaintext';
        readonly error: { readonly type: string; readonly message: string; readonly stack: readonly string[] } | undefined;
        readonly report: ReportFigures;
        readonly requestId: string;
        readonly coldStart: boolean;
        /** Milliseconds from pressing Run to here, the build included. */
        readonly elapsedMs: number;
        readonly outcome?: InvocationOutcome;
        readonly notes: readonly string[];
      }
    /** It couldn't be run at all. */
    | { readonly kind: 'failed'; readonly message: string; readonly advice: string | undefined };
}

/** What the page sent, or undefined when it isn't one of its messages: a webview is a boundary like any other. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  if (!isObject(message)) return undefined;
  const { type, path, line, column, invocationId, debug, text } = message;
  switch (type) {
    case 'ready':
    case 'clear':
      return { type };
    case 'open':
      if (typeof path !== 'string' || !isCount(line) || (column !== undefined && !isCount(column))) return undefined;
      return { type, path, line, column };
    case 'rerun':
      return typeof invocationId === 'string' && typeof debug === 'boolean' ? { type, invocationId, debug } : undefined;
    case 'cancel':
    case 'openPayload':
      return typeof invocationId === 'string' ? { type, invocationId } : undefined;
    case 'openAsDocument':
      return typeof text === 'string' ? { type, text } : undefined;
    default:
      return undefined;
  }
}

/**
 * What the editor sent, or undefined. Looks one level deep: the other end is our own code, and an append can hold
 * thousands of records.
 */
export function parseToPanel(message: unknown): ToPanel | undefined {
  if (!isObject(message)) return undefined;
  const { type, records, invocation, maxLines, functionName, text } = message;
  const hasRecords = Array.isArray(records) && records.every(isObject);
  const hasInvocation = isObject(invocation) && isObject(invocation['state']);
  const valid =
    (type === 'reset' && hasRecords && isCount(maxLines) && (invocation === undefined || hasInvocation)) ||
    (type === 'append' && hasRecords) ||
    (type === 'invocation' && hasInvocation) ||
    (type === 'show' && typeof functionName === 'string') ||
    (type === 'notice' && (text === undefined || typeof text === 'string'));
  return valid ? (message as unknown as ToPanel) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
