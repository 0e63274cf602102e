import { resolve } from 'node:path';
import type { AnalysedFunction } from '../core/analysis/model.ts';
import { checkEvent, listTestEvents, readTestEvent } from '../core/events/index.ts';
import type { InvocationResult } from '../core/runner/model.ts';
import type { CommandContext } from './command.ts';

/** The event that `-e` names: a file, `-` for stdin, or one of the function's saved events; `{}` without it. */
export async function eventFor(context: CommandContext, fn: AnalysedFunction, wanted: string | undefined): Promise<Uint8Array> {
  if (wanted === undefined) return new TextEncoder().encode('{}');
  if (wanted === '-') {
    const bytes = await context.stdin();
    await checkEvent(new TextDecoder().decode(bytes), 'stdin');
    return bytes;
  }
  const path = resolve(context.cwd, wanted);
  const saved = (await listTestEvents(fn.definition, context.files)).find((event) => event.name === wanted);
  const isFile = (await context.files.stat(path))?.type === 'file';
  return await readTestEvent(isFile || saved === undefined ? path : saved.path, context.files);
}

/** The result in the contract's shape. */
export function describeResult(result: InvocationResult) {
  return {
    status: result.status,
    payload: payloadValue(result.payload),
    error:
      result.error === undefined ? null : { type: result.error.errorType, message: result.error.errorMessage, stack: result.error.stack },
    logs: result.logs.map((line) => line.text.replace(/\n$/, '')),
    report: describeReport(result),
    notes: result.notes,
  };
}

export function describeReport({ report }: InvocationResult) {
  return {
    durationMs: report.durationMs,
    billedDurationMs: report.billedDurationMs,
    initDurationMs: report.initDurationMs ?? null,
    memorySizeMb: report.memorySizeMb,
    maxMemoryUsedMb: report.maxMemoryUsedMb,
  };
}

/** The payload as JSON where it is, else as text. */
export function payloadValue(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
