import type { LogKind, ReportFigures, UnderstoodLine } from '../logs/model.ts';
import type { PlatformEvent } from './platformEvents.ts';

/**
 * The lines that Lambda itself writes to a function's log, in its text format: fields end with tabs. What went well inside has
 * none: only the Telemetry API and the JSON format tell of it. Each with what `understand` would find in it.
 */
export function platformLines({ type, record }: PlatformEvent): readonly UnderstoodLine[] {
  switch (type) {
    case 'platform.initStart':
      return [ofInit(`INIT_START ${versionFields(record)}`)];
    case 'platform.initReport':
      return record.status === 'success' ? [] : [{ message: initReportLine(record), level: 'error', kind: { kind: 'platform' } }];
    case 'platform.restoreStart':
      return [ofInit(`RESTORE_START ${versionFields(record)}`)];
    case 'platform.restoreReport':
      return [
        ofInit(`RESTORE_REPORT ${[`Restore Duration: ${milliseconds(record.metrics.durationMs)}`, ...failureFields(record)].join('\t')}`),
      ];
    case 'platform.start':
      return [ofRequest(record, `START RequestId: ${record.requestId} Version: ${record.version}`, { kind: 'start' })];
    case 'platform.report':
      return [ofRequest(record, `END RequestId: ${record.requestId}`, { kind: 'end' }), report(record)];
    case 'platform.extension':
      return [ofInit(extensionLine(record))];
    case 'platform.telemetrySubscription':
      return [ofMessage(`TELEMETRY\tName: ${record.name}\tState: ${record.state}\tTypes: [${record.types.map(capitalized).join(', ')}]`)];
    case 'platform.logsDropped':
      return [ofMessage(`LOGS_DROPPED\tRecords: ${record.droppedRecords}\tBytes: ${record.droppedBytes}\tReason: ${record.reason}`)];
    default:
      return [];
  }
}

export function timeoutLine(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
}

type RecordOf<T extends PlatformEvent['type']> = Extract<PlatformEvent, { readonly type: T }>['record'];

function ofInit(message: string): UnderstoodLine {
  return { message, kind: { kind: 'init' } };
}

function ofMessage(message: string): UnderstoodLine {
  return { message, kind: { kind: 'message' } };
}

function ofRequest({ requestId }: { readonly requestId: string }, message: string, kind: LogKind): UnderstoodLine {
  return { message, requestId, kind };
}

function report(record: RecordOf<'platform.report'>): UnderstoodLine {
  const line = ofRequest(record, reportLine(record), { kind: 'report', report: figuresOf(record) });
  return record.status === 'success' ? line : { ...line, level: 'error' };
}

function figuresOf({ requestId, metrics, status, errorType }: RecordOf<'platform.report'>): ReportFigures {
  const initDurationMs = metrics.initDurationMs ?? metrics.restoreDurationMs;
  return {
    requestId,
    durationMs: metrics.durationMs,
    billedDurationMs: metrics.billedDurationMs,
    memorySizeMb: metrics.memorySizeMB,
    maxMemoryUsedMb: metrics.maxMemoryUsedMB,
    ...(initDurationMs !== undefined && { initDurationMs }),
    ...(status !== 'success' && { status }),
    ...(errorType !== undefined && { errorType }),
  };
}

function initReportLine({ metrics, phase, ...outcome }: RecordOf<'platform.initReport'>): string {
  return [`INIT_REPORT Init Duration: ${milliseconds(metrics.durationMs)}`, `Phase: ${phase}`, ...failureFields(outcome)].join('\t');
}

function reportLine({ requestId, metrics, ...outcome }: RecordOf<'platform.report'>): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds(metrics.durationMs)}`,
    `Billed Duration: ${metrics.billedDurationMs} ms`,
    `Memory Size: ${metrics.memorySizeMB} MB`,
    `Max Memory Used: ${metrics.maxMemoryUsedMB} MB`,
  ];
  if (metrics.initDurationMs !== undefined) fields.push(`Init Duration: ${milliseconds(metrics.initDurationMs)}`);
  if (metrics.restoreDurationMs !== undefined) fields.push(`Restore Duration: ${milliseconds(metrics.restoreDurationMs)}`);
  if (metrics.billedRestoreDurationMs !== undefined) fields.push(`Billed Restore Duration: ${metrics.billedRestoreDurationMs} ms`);
  return `${[...fields, ...failureFields(outcome)].join('\t')}\t`;
}

function extensionLine({ name, state, events, errorType }: RecordOf<'platform.extension'>): string {
  const fields = ['EXTENSION', `Name: ${name}`, `State: ${state}`, `Events: [${events.join(', ')}]`];
  return (errorType === undefined ? fields : [...fields, `Error Type: ${errorType}`]).join('\t');
}

/** Success goes without saying. */
function failureFields({ status, errorType }: { readonly status: string; readonly errorType?: string }): readonly string[] {
  if (status === 'success') return [];
  return errorType === undefined ? [`Status: ${status}`] : [`Status: ${status}`, `Error Type: ${errorType}`];
}

function versionFields({ runtimeVersion, runtimeVersionArn }: RecordOf<'platform.restoreStart'>): string {
  return `Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${runtimeVersionArn}`;
}

function milliseconds(duration: number): string {
  return `${duration.toFixed(2)} ms`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
