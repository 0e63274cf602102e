import type { ReportFigures } from '../logs/model.ts';

/** The lines that Lambda itself writes to a function's log, in its text format: fields end with tabs. */

export function initStartLine(runtime: string, region: string, digest: string): string {
  const [, language = runtime, version = ''] = /^([a-z]+)([\d.]*?)(?:\.x)?$/.exec(runtime) ?? [];
  return `INIT_START Runtime Version: ${language}:${version}.v0\tRuntime Version ARN: arn:aws:lambda:${region}::runtime:${digest}`;
}

export function initReportLine(durationMs: number, phase: 'init' | 'invoke', status: 'error' | 'timeout', errorType?: string): string {
  const start = `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${status}`;
  return errorType === undefined ? start : `${start}\tError Type: ${errorType}`;
}

export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

export function timeoutLine(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
}

export function reportLine(report: ReportFigures): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedDurationMs} ms`,
    `Memory Size: ${report.memorySizeMb} MB`,
    `Max Memory Used: ${report.maxMemoryUsedMb} MB`,
  ];
  if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  if (report.status !== undefined) fields.push(`Status: ${report.status}`);
  if (report.errorType !== undefined) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join('\t')}\t`;
}
