import { WorkbenchError } from '../../core/errors.ts';
import type { InvocationResult } from '../../core/runner/model.ts';
import type { Command, CommandContext } from '../command.ts';
import { analyseToUse, functionNamed, withWorkbench } from '../folder.ts';
import { describeReport, describeResult, eventFor, payloadValue } from '../invocation.ts';

/** JSON: schemas/invoke.json. */
export const invokeCommand: Command = {
  name: 'invoke',
  args: ['DIR', 'FUNCTION'],
  summary: 'runs a function with an event, as Lambda would',
  details: 'FUNCTION is a logical id, a name or an id (file#logicalId). Ends with status 1 where the function fails.',
  options: [
    { name: 'event', short: 'e', value: 'FILE', help: 'the event: a JSON file, a saved test event, or - for stdin ({} without it)' },
    { name: 'async', help: 'as an event that nobody waits for: tried again where it fails, with a note on where it goes then' },
    { name: 'strict', help: 'with the folders of Lambda: a read-only /var/task, /opt and a /tmp of its own (Linux)' },
    { name: 'repeat', value: 'N', help: 'invoke N times in one warm environment and print every report' },
  ],
  examples: [
    'lambda-workbench invoke . OrderApi -e get-order',
    'echo \'{"name":"Ada"}\' | lambda-workbench invoke . Hello -e - --format json',
    'lambda-workbench invoke . Hello --repeat 20',
  ],
  async run(context) {
    const [directory = '', name = ''] = context.args;
    const times = repetitions(context.options['repeat']);
    const fn = functionNamed(await analyseToUse(context, directory), name);
    const event = await eventFor(context, fn, context.options['event'] as string | undefined);
    return await withWorkbench(context, async (workbench) => {
      const results: InvocationResult[] = [];
      for (let n = 0; n < times && !context.signal.aborted; n++) {
        results.push(
          await workbench.runs.run(fn, event, {
            signal: context.signal,
            asynchronous: context.options['async'] === true,
            onOutput: (line) => context.json || context.stderr(`${line}\n`),
            onLog: (line) => context.json || context.stderr(`${line.text.replace(/\n$/, '')}\n`),
          }),
        );
      }
      const last = results.at(-1);
      if (last === undefined) throw new WorkbenchError('cancelled', 'The run was cancelled.', 'Run it again.');
      print(context, results, last, times > 1);
      return results.every((result) => result.status === 'success') ? 0 : 1;
    });
  },
};

function print(context: CommandContext, results: readonly InvocationResult[], last: InvocationResult, repeated: boolean): void {
  if (context.json) {
    const reports = repeated ? { reports: results.map(describeReport) } : {};
    context.stdout(`${JSON.stringify({ ...describeResult(last), ...reports })}\n`);
    return;
  }
  // Each once: what is true of one run is true of most.
  for (const note of new Set(results.flatMap(({ notes }) => notes))) context.stderr(`note: ${note}\n`);
  const payload = payloadValue(last.payload);
  context.stdout(`${typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2)}\n`);
}

function repetitions(option: string | boolean | undefined): number {
  if (option === undefined) return 1;
  const times = Number(option);
  if (Number.isInteger(times) && times >= 1 && times <= 10_000) return times;
  throw new WorkbenchError(
    'arguments',
    `--repeat takes a whole number from 1 to 10000, not "${String(option)}".`,
    'For example: --repeat 20',
  );
}
