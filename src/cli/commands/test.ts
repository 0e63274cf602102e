import type { AnalysedFunction } from '../../core/analysis/model.ts';
import { describeError, WorkbenchError } from '../../core/errors.ts';
import { differences, listTestEvents, readExpectation, readTestEvent } from '../../core/events/index.ts';
import type { TestEvent } from '../../core/events/model.ts';
import type { Workbench } from '../../core/workbench.ts';
import type { Command, CommandContext } from '../command.ts';
import { analyseToUse, functionsOf, withWorkbench } from '../folder.ts';

interface Outcome {
  readonly function: string;
  readonly event: string;
  readonly passed: boolean;
  readonly durationMs: number | null;
  readonly differences: readonly string[];
}

/** JSON: schemas/test.json. */
export const testCommand: Command = {
  name: 'test',
  args: ['[DIR]'],
  summary: 'runs every saved event that has an expectation, and says how each ended',
  details:
    'Beside events/FUNCTION/NAME.json stands NAME.expected.json: {"status", "payload", "errorType"}, each optional; objects in\n"payload" are held against the members they name. Ends with status 1 where one differs.',
  options: [{ name: 'all', help: 'run the events without an expectation, too: they must succeed' }],
  examples: ['lambda-workbench test .', 'lambda-workbench test . --all --format json'],
  async run(context) {
    const snapshot = await analyseToUse(context, context.args[0]);
    const outcomes = await withWorkbench(context, async (workbench) => {
      const found: Outcome[] = [];
      for (const fn of functionsOf(snapshot)) {
        for (const event of await listTestEvents(fn.definition, context.files)) {
          if (event.expectationPath === undefined && context.options['all'] !== true) continue;
          found.push(await run(context, workbench, fn, event));
          if (context.signal.aborted) throw new WorkbenchError('cancelled', 'The tests were cancelled.', 'Run them again.');
        }
      }
      return found;
    });
    const failed = outcomes.filter((outcome) => !outcome.passed).length;
    if (context.json) context.stdout(`${JSON.stringify({ tests: outcomes, passed: outcomes.length - failed, failed })}\n`);
    else if (functionsOf(snapshot).length === 0) context.stdout(`No function was found in ${snapshot.folder}: nothing was run.\n`);
    else context.stdout(report(outcomes, failed));
    return failed > 0 ? 1 : 0;
  },
};

async function run(context: CommandContext, workbench: Workbench, fn: AnalysedFunction, event: TestEvent): Promise<Outcome> {
  const name = { function: fn.definition.id, event: event.name };
  try {
    const text = event.expectationPath === undefined ? undefined : await context.files.readText(event.expectationPath);
    const expectation = text === undefined ? undefined : await readExpectation(text, event.expectationPath ?? '');
    const result = await workbench.runs.run(fn, await readTestEvent(event.path, context.files), { signal: context.signal });
    const found = differences(expectation, result);
    return { ...name, passed: found.length === 0, durationMs: result.report.durationMs, differences: found };
  } catch (error) {
    // One function that can't be built doesn't keep the others from being tested.
    const { message, advice } = describeError(error);
    return { ...name, passed: false, durationMs: null, differences: [`${message} ${advice ?? ''}`.trim()] };
  }
}

function report(outcomes: readonly Outcome[], failed: number): string {
  if (outcomes.length === 0) return 'No event has an expectation: write NAME.expected.json beside NAME.json, or use --all.\n';
  const lines = outcomes.map((outcome) => {
    const head = `${outcome.passed ? 'ok    ' : 'FAILED'} ${outcome.function} ${outcome.event}`;
    return [head, ...outcome.differences.map((difference) => `       ${difference}`)].join('\n');
  });
  return `${lines.join('\n')}\n${outcomes.length - failed} passed, ${failed} failed\n`;
}
