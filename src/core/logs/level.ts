import type { LogLevel } from './model.ts';

/** A level by any of the names that runtimes and logging libraries use, or by pino's number. */
export function levelOf(value: unknown): LogLevel | undefined {
  if (typeof value === 'number') return PINO_LEVELS.get(value);
  return typeof value === 'string' ? LEVELS.get(value.toLowerCase()) : undefined;
}

const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'trace'],
  ['trce', 'trace'],
  ['verbose', 'trace'],
  ['silly', 'trace'],
  ['debug', 'debug'],
  ['dbug', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['notice', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['fail', 'error'],
  ['fatal', 'fatal'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
]);

const PINO_LEVELS: ReadonlyMap<number, LogLevel> = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);
