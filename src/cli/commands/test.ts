import type { Command, CommandContext, ExitStatus } from '../command.ts';
import { onEachSave } from '../eachSave.ts';
import { analyseToUse, functionsOf, isWhole, withWorkbench } from '../folder.ts';
import { type Outcome, TestRuns } from '../testRuns.ts';

/** JSON: schemas/test.json. */
export const testCommand: Command = {
  name: 'test',
  args: ['[DIR]'],
  summary: 'runs every saved event that has an expectation, and says how each ended',
  details:
    'Beside events/FUNCTION/NAME.json stands NAME.expected.json: {"status", "payload", "errorType"}, each optional; objects in\n"payload" are held against the members they name. Ends with status 1 where one differs, or\na template can’t be read, whose functions are missing then.',
  options: [
    { name: 'all', help: 'run the events without an expectation, too: they must succeed' },
    { name: 'watch', help: 'and on each save those that it changed something for, until Ctrl+C; json prints a document each time' },
  ],
  examples: ['lambda-workbench test .', 'lambda-workbench test . --all --format json', 'lambda-workbench test . --watch'],
  async run(context) {
    const [directory] = context.args;
    if (context.options['watch'] === true) return await watch(context, directory);
    const snapshot = await analyseToUse(context, directory);
    return await withWorkbench(context, async (workbench) => {
      const outcomes = await new TestRuns(context, workbench).run(snapshot, new Set());
      if (context.json) context.stdout(jsonOf(outcomes));
      else if (functionsOf(snapshot).length === 0) context.stdout(`No function was found in ${snapshot.folder}: nothing was run.\n`);
      else context.stdout(report(outcomes));
      return failedOf(outcomes).length === 0 && isWhole(snapshot) ? 0 : 1;
    });
  },
};

async function watch(context: CommandContext, directory: string | undefined): Promise<ExitStatus> {
  return await withWorkbench<ExitStatus>(context, async (workbench) => {
    const runs = new TestRuns(context, workbench);
    let isFirst = true;
    await onEachSave(context, directory, async (snapshot, { changed }) => {
      const outcomes = await runs.run(snapshot, changed);
      if (outcomes.length === 0 && !isFirst) return 'nothing-to-do';
      if (context.json) context.stdout(jsonOf(outcomes));
      else context.stdout(isFirst ? report(outcomes) : reportAgain(outcomes, runs.outcomes));
      isFirst = false;
      return 'done';
    });
    return 0;
  });
}

function jsonOf(outcomes: readonly Outcome[]): string {
  const failed = failedOf(outcomes).length;
  return `${JSON.stringify({ tests: outcomes, passed: outcomes.length - failed, failed })}\n`;
}

function report(outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return 'No event has an expectation: write NAME.expected.json beside NAME.json, or use --all.\n';
  const failed = failedOf(outcomes).length;
  return `${outcomes.map(lineOf).join('\n')}\n${outcomes.length - failed} passed, ${failed} failed\n`;
}

/** What failed of those that ran again, and one line on all. */
function reportAgain(again: readonly Outcome[], all: readonly Outcome[]): string {
  const failed = failedOf(again);
  const outcome = failed.length === 0 ? 'passed' : `${again.length - failed.length} passed, ${failed.length} failed`;
  const failedInAll = failedOf(all).length;
  const inAll = failedInAll === 0 ? `all ${all.length} pass` : `${failedInAll} of all ${all.length} fail`;
  return [...failed.map(lineOf), `Ran ${again.length} of ${all.length} again: ${outcome}. Now ${inAll}.`]
    .map((line) => `${line}\n`)
    .join('');
}

function failedOf(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter(({ passed }) => !passed);
}

function lineOf({ passed, function: id, event, differences }: Outcome): string {
  return [`${passed ? 'ok    ' : 'FAILED'} ${id} ${event}`, ...differences.map((difference) => `       ${difference}`)].join('\n');
}
