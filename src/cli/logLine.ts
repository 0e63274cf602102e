import { resolve } from 'node:path';
import type { LogRecord } from '../core/logs/model.ts';
import type { CliWorld } from './command.ts';
import { withoutOwnFrames } from './ownFrames.ts';

type Terminal = Pick<CliWorld, 'colour' | 'resources'>;

/** Records for a terminal: local time, function, and the line as the function wrote it. */
export function logLines(terminal: Terminal): (record: LogRecord) => string {
  const { colour } = terminal;
  const bootstraps = bootstrapsOf(terminal);
  // A busy function writes several lines in a millisecond.
  let latest = { timestamp: Number.NaN, time: '' };
  return (record) => {
    const { timestamp, source } = record;
    if (timestamp !== latest.timestamp) latest = { timestamp, time: localTime(timestamp) };
    const text = painted(withoutOwnFrames(record.text.replace(/\n$/, ''), bootstraps), record, colour);
    return `${dim(`${latest.time} ${source.functionName}`, colour)}  ${text}\n`;
  };
}

/** What a function wrote, as a terminal shows it: without the frames of what called it, and the end of its line. */
export function lineText(text: string, terminal: Pick<Terminal, 'resources'>): string {
  return withoutOwnFrames(text.replace(/\n$/, ''), bootstrapsOf(terminal));
}

function bootstrapsOf({ resources }: Pick<Terminal, 'resources'>): string {
  return resolve(resources, 'bootstrap');
}

function localTime(timestamp: number): string {
  const date = new Date(timestamp);
  const two = (value: number, width = 2) => String(value).padStart(width, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

function painted(text: string, record: LogRecord, colour: boolean): string {
  if (!colour) return text;
  if (record.kind.kind !== 'message' && record.kind.kind !== 'platform') return dim(text, colour);
  const code =
    record.kind.kind === 'platform' || record.level === 'error' || record.level === 'fatal' ? 31 : record.level === 'warn' ? 33 : undefined;
  return code === undefined ? text : `\u001b[${code}m${text}\u001b[39m`;
}

function dim(text: string, colour: boolean): string {
  return colour ? `\u001b[2m${text}\u001b[22m` : text;
}
