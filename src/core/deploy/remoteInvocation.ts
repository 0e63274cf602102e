import { understand } from '../logs/index.ts';
import type { LogSource, RawLogEvent, ReportFigures } from '../logs/model.ts';
import type { FunctionError, InvocationResult } from '../runner/model.ts';
import type { DeployedInvocation } from './lambdaApi.ts';

/** What Lambda answered to Invoke, in the shape of a local run: its figures are read from the REPORT line of the log tail. */
export function remoteInvocation(answer: DeployedInvocation, source: LogSource, nowMs: number): InvocationResult {
  const logs = logLines(answer, source, nowMs);
  const report = logs.map((line) => understand(line).kind).find((kind) => kind.kind === 'report')?.report;
  const error = answer.functionError === undefined ? undefined : functionError(answer.payload);
  return {
    requestId: answer.requestId ?? report?.requestId ?? '',
    status: statusOf(error, report),
    payload: answer.payload,
    ...(error === undefined ? {} : { error }),
    logs,
    report: report ?? unknownFigures(answer.requestId ?? ''),
    logStream: '',
    coldStart: report?.initDurationMs !== undefined,
    notes: report === undefined ? ['The log tail has no REPORT line, so the figures are not known.'] : [],
  };
}

function logLines(answer: DeployedInvocation, source: LogSource, nowMs: number): readonly RawLogEvent[] {
  return answer.logTail
    .split('\n')
    .filter((text) => text !== '')
    .map((text, index) => ({ id: `${answer.requestId ?? nowMs}:${index}`, source, logStream: '', timestamp: nowMs, text }));
}

function statusOf(error: FunctionError | undefined, report: ReportFigures | undefined): InvocationResult['status'] {
  if (error === undefined) return 'success';
  if (report?.status === 'timeout' || error.errorType === 'Sandbox.Timedout' || / Task timed out after /.test(error.errorMessage))
    return 'timeout';
  return 'error';
}

/** The shapes of all runtimes: Node.js says `trace`, the others `stackTrace`, whose entries may be objects (Go). */
function functionError(payload: Uint8Array): FunctionError {
  const text = new TextDecoder().decode(payload);
  const value = parsed(text);
  const stack = value['trace'] ?? value['stackTrace'];
  return {
    errorType: textOf(value['errorType']) ?? 'Error',
    errorMessage: textOf(value['errorMessage']) ?? text,
    stack: Array.isArray(stack) ? stack.map((frame) => textOf(frame)?.trimEnd() ?? JSON.stringify(frame)) : [],
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function unknownFigures(requestId: string): ReportFigures {
  return { requestId, durationMs: 0, billedDurationMs: 0, memorySizeMb: 0, maxMemoryUsedMb: 0 };
}
