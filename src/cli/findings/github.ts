import type { Severity } from '../../core/lint/model.ts';
import type { FindingRow } from './row.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/**
 * One workflow command a line, which GitHub Actions turns into annotations of the changed files. It wants columns only where a
 * finding is within one line.
 */
export function githubAnnotations(rows: readonly FindingRow[]): string {
  return rows
    .map(({ severity, code, message, file, line, column, endLine, endColumn }) => {
      const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
      const properties = Object.entries({ file, line, endLine, ...columns, title: code });
      return `::${COMMANDS[severity]} ${properties.map(([key, value]) => `${key}=${property(String(value))}`).join(',')}::${data(message)}\n`;
    })
    .join('');
}

/** Both as the runner unescapes them: line breaks would end the command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
