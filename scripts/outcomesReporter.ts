import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { type Outcome, report, startReport } from './outcomes.ts';

/** Vitest's results as a report of outcomes, at the path that `OUTCOMES_REPORT` names. */
export default class OutcomesReporter implements Reporter {
  readonly #path = process.env['OUTCOMES_REPORT'] ?? 'out/reports/vitest.jsonl';

  onInit(): void {
    startReport(this.#path);
  }

  onTestCaseResult(test: TestCase): void {
    report(this.#path, outcomeOf(test));
  }

  /** What goes wrong outside a test (a syntax error, a hook of the whole file) fails the file. */
  onTestModuleEnd(module: TestModule): void {
    const errors = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
    for (const error of errors) report(this.#path, { name: module.relativeModuleId, status: 'failed', detail: describe(error) });
  }
}

function outcomeOf(test: TestCase): Outcome {
  const result = test.result();
  const name = `${test.module.relativeModuleId} › ${test.fullName.replaceAll(' > ', ' › ')}`;
  const milliseconds = Math.round(test.diagnostic()?.duration ?? 0);
  if (result.state === 'passed') return { name, status: 'passed', milliseconds };
  if (result.state === 'failed') return { name, status: 'failed', detail: result.errors.map(describe).join('\n'), milliseconds };
  return { name, status: 'skipped', detail: (result.state === 'skipped' && result.note) || 'no reason given' };
}

function describe(error: { readonly message: string; readonly stack?: string; readonly diff?: string }): string {
  return [error.message, error.diff, error.stack?.slice(Math.max(0, error.stack.search(/^\s+at /m)))].filter(Boolean).join('\n');
}
