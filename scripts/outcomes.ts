import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** How one test ended, whatever ran it. Reports are files with one of these a line. */
export interface Outcome {
  /** File, suites and title, joined by ` › `. */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Of a failure: what went wrong, with its stack. Of a skip: the reason. */
  readonly detail?: string;
  readonly milliseconds?: number;
}

export function startReport(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { force: true });
}

export function report(path: string, outcome: Outcome): void {
  appendFileSync(path, `${JSON.stringify(outcome)}\n`);
}

/** Whole lines only: a report may be read while it is written. */
export function readReport(path: string): readonly Outcome[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Outcome);
}
