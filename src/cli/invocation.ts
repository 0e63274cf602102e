import { resolve } from 'node:path';
import type { AnalysedFunction } from '../core/analysis/model.ts';
import { WorkbenchError } from '../core/errors.ts';
import { checkEvent, listTestEvents, noSuchEvent, readTestEvent } from '../core/events/index.ts';
import { MAX_PAYLOAD_BYTES } from '../core/runner/limits.ts';
import type { InvocationResult } from '../core/runner/model.ts';
import type { CommandContext } from './command.ts';

export interface EventToSend {
  readonly bytes: Uint8Array;
  /** Absolute; of one that is a file. */
  readonly path?: string;
}

/** The event that `-e` names: a file, `-` for stdin, or one of the function's saved events; `{}` without it. */
export async function eventFor(context: CommandContext, fn: AnalysedFunction, wanted: string | undefined): Promise<EventToSend> {
  if (wanted === undefined) return { bytes: new TextEncoder().encode('{}') };
  if (wanted === '-') {
    const bytes = await context.stdin();
    await checkEvent(textOf(bytes, 'stdin'), 'stdin');
    return { bytes };
  }
  const path = resolve(context.cwd, wanted);
  const events = await listTestEvents(fn.definition, context.files);
  const saved = events.find((event) => event.name === wanted);
  const isFile = (await context.files.stat(path))?.type === 'file';
  if (!isFile && saved === undefined) throw noSuchEvent(fn.definition, wanted, events);
  const file = isFile || saved === undefined ? path : saved.path;
  const bytes = await readTestEvent(file, context.files);
  textOf(bytes, file);
  return { bytes, path: file };
}

/** As Lambda reads a payload: UTF-8 of no more than 6 MB. */
function textOf(bytes: Uint8Array, origin: string): string {
  if (bytes.byteLength > MAX_PAYLOAD_BYTES) {
    const size = (bytes.byteLength / 1024 / 1024).toFixed(1);
    throw new WorkbenchError(
      'event-unreadable',
      `The event in ${origin} is ${size} MB; Lambda takes 6 MB.`,
      'Put large data in S3 and hand over its key.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new WorkbenchError(
      'event-unreadable',
      `The event in ${origin} isn’t UTF-8, which JSON has to be.`,
      'Save it as UTF-8 without a BOM.',
    );
  }
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
