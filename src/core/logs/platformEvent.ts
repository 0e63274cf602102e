import { isObject, type JsonObject } from './jsonObject.ts';
import type { LogKind, ReportFigures, UnderstoodLine } from './model.ts';

/** A line of Lambda's system log in JSON, `{"time","type":"platform.…","record":{…}}`; its message reads as the text format's does. */
export function understandPlatformEvent(json: JsonObject): UnderstoodLine | undefined {
  const type = json['type'];
  if (typeof type !== 'string' || !type.startsWith('platform.')) return undefined;
  const record = isObject(json['record']) ? json['record'] : {};
  const requestId = text(record['requestId']);
  const failed = record['status'] !== undefined && record['status'] !== 'success';
  return {
    message: messageOf(type, record),
    json,
    kind: kindOf(type, record, failed),
    ...(requestId === '' ? {} : { requestId }),
    ...(failed ? { level: 'error' as const } : {}),
  };
}

function kindOf(type: string, record: JsonObject, failed: boolean): LogKind {
  switch (type) {
    case 'platform.start':
      return { kind: 'start' };
    case 'platform.runtimeDone':
      return { kind: 'end' };
    case 'platform.report':
      return { kind: 'report', report: figuresOf(record) };
    case 'platform.logsDropped':
    case 'platform.fault':
      return { kind: 'platform' };
    default:
      return { kind: failed ? 'platform' : 'init' };
  }
}

function messageOf(type: string, record: JsonObject): string {
  const status = record['status'] === undefined || record['status'] === 'success' ? '' : `\tStatus: ${text(record['status'])}`;
  const errorType = record['errorType'] === undefined ? '' : `\tError Type: ${text(record['errorType'])}`;
  switch (type) {
    case 'platform.start':
      return `START RequestId: ${text(record['requestId'])} Version: ${text(record['version']) || '$LATEST'}`;
    case 'platform.runtimeDone':
      return `END RequestId: ${text(record['requestId'])}${status}${errorType}`;
    case 'platform.initStart':
      return `INIT_START Runtime Version: ${text(record['runtimeVersion'])}`;
    case 'platform.report': {
      const figures = figuresOf(record);
      const init = figures.initDurationMs === undefined ? '' : `\tInit Duration: ${figures.initDurationMs} ms`;
      return `REPORT RequestId: ${figures.requestId}\tDuration: ${figures.durationMs} ms\tBilled Duration: ${figures.billedDurationMs} ms\tMemory Size: ${figures.memorySizeMb} MB\tMax Memory Used: ${figures.maxMemoryUsedMb} MB${init}${status}${errorType}`;
    }
    default:
      return `${type} ${JSON.stringify(record)}`;
  }
}

function figuresOf(record: JsonObject): ReportFigures {
  const metrics = isObject(record['metrics']) ? record['metrics'] : {};
  const init = metrics['initDurationMs'];
  return {
    requestId: text(record['requestId']),
    durationMs: number(metrics['durationMs']),
    billedDurationMs: number(metrics['billedDurationMs']),
    memorySizeMb: number(metrics['memorySizeMB']),
    maxMemoryUsedMb: number(metrics['maxMemoryUsedMB']),
    ...(typeof init === 'number' ? { initDurationMs: init } : {}),
    ...(typeof record['status'] === 'string' ? { status: record['status'] } : {}),
    ...(typeof record['errorType'] === 'string' ? { errorType: record['errorType'] } : {}),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
