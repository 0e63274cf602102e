import type { Logger } from '../core/ports.ts';

/** Warnings and errors always, the rest with `--verbose`: on stderr, so that stdout stays a document. */
export function stderrLogger(write: (text: string) => void, verbose: boolean): Logger {
  const line = (level: string, message: string, detail: unknown) => {
    const more = detail === undefined ? '' : verbose ? ` ${detailText(detail)}` : '';
    write(`${level}: ${message}${more}\n`);
  };
  return {
    debug: (message, detail) => verbose && line('debug', message, detail),
    info: (message, detail) => verbose && line('info', message, detail),
    warn: (message, detail) => line('warning', message, detail),
    error: (message, detail) => line('error', message, detail),
  };
}

function detailText(detail: unknown): string {
  if (detail instanceof Error) return detail.stack ?? detail.message;
  return typeof detail === 'string' ? detail : JSON.stringify(detail);
}
