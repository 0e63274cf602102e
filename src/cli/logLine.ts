import { resolve } from 'node:path';
import type { LogRecord } from '../core/logs/model.ts';
import type { CliWorld } from './command.ts';
import { withoutOwnFrames } from './ownFrames.ts';

type Terminal = Pick<CliWorld, 'colour' | 'resources'>;

/** A record for a terminal: local time, function, and the line as the function wrote it. */
export function logLine(record: LogRecord, terminal: Terminal): string {
  const { colour } = terminal;
  const date = new Date(record.timestamp);
  const two = (value: number, width = 2) => String(value).padStart(width, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
  const text = lineText(record.text, terminal);
  return `${dim(`${time} ${record.source.functionName}`, colour)}  ${painted(text, record, colour)}\n`;
}

/** What a function wrote, as a terminal shows it: without the frames of what called it, and the end of its line. */
export function lineText(text: string, { resources }: Pick<Terminal, 'resources'>): string {
  return withoutOwnFrames(text.replace(/\n$/, ''), resolve(resources, 'bootstrap'));
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
