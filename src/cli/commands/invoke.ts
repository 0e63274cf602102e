import type { FolderSnapshot } from '../../core/analysis/model.ts';
import { WorkbenchError } from '../../core/errors.ts';
import { formatJson } from '../../core/formatJson.ts';
import type { InvocationResult } from '../../core/runner/model.ts';
import type { Workbench } from '../../core/workbench.ts';
import type { Command, CommandContext, ExitStatus } from '../command.ts';
import { onEachSave, type Save } from '../eachSave.ts';
import { analyseToUse, functionNamed, withWorkbench } from '../folder.ts';
import { describeReport, describeResult, eventFor } from '../invocation.ts';
import { lineText, logLines } from '../logLine.ts';

/** JSON: schemas/invoke.json. */
export const invokeCommand: Command = {
  name: 'invoke',
  args: ['DIR', '[FUNCTION]'],
  summary: 'runs a function with an event, as Lambda would',
  details:
    'FUNCTION is a logical id, a name or an id (file#logicalId); it can be left out where there is but one. Ends with status 1 where the\nfunction fails.',
  options: [
    { name: 'event', short: 'e', value: 'FILE', help: 'the event: a JSON file, a saved test event, or - for stdin ({} without it)' },
    { name: 'async', help: 'as an event that nobody waits for: tried again where it fails, with a note on where it goes then' },
    { name: 'strict', help: 'with the folders of Lambda: a read-only /var/task, /opt and a /tmp of its own (Linux)' },
    { name: 'watch', help: 'and again on each save of what it and those it calls are made of, until Ctrl+C; json prints a document a run' },
    { name: 'repeat', value: 'N', help: 'invoke N times in one warm environment and print every report' },
  ],
  examples: [
    'lambda-workbench invoke . OrderApi -e get-order',
    'echo \'{"name":"Ada"}\' | lambda-workbench invoke . Hello -e - --format json',
    'lambda-workbench invoke . Hello --repeat 20',
    'lambda-workbench invoke . Hello -e get-order --watch',
  ],
  async run(context) {
    const times = repetitions(context.options['repeat']);
    const [directory] = context.args;
    if (context.options['watch'] !== true) {
      const snapshot = await analyseToUse(context, directory);
      return await withWorkbench(context, (workbench) => {
        printCalled(context, workbench);
        return invoke(context, workbench, snapshot, { times });
      });
    }
    // Read once: there is no more of it for the next run.
    const stdin = context.options['event'] === '-' ? await context.stdin() : undefined;
    const again = { ...context, ...(stdin && { stdin: async () => stdin }) };
    return await withWorkbench<ExitStatus>(context, async (workbench) => {
      printCalled(context, workbench);
      await onEachSave(again, directory, async (snapshot, { made }) => {
        await invoke(again, workbench, snapshot, { times, made });
        return 'done';
      });
      return 0;
    });
  },
};

/** The lines of functions that the function calls, each with whose it is. */
function printCalled(context: CommandContext, workbench: Workbench): void {
  if (context.json) return;
  const line = logLines(context);
  workbench.logs.onAppend((records) => {
    for (const record of records) context.stderr(line(record));
  });
}

interface Invoking {
  readonly times: number;
  readonly made?: Save['made'];
}

async function invoke(
  context: CommandContext,
  workbench: Workbench,
  snapshot: FolderSnapshot,
  { times, made }: Invoking,
): Promise<ExitStatus> {
  const fn = functionNamed(snapshot, context.args[1]);
  const event = await eventFor(context, fn, context.options['event'] as string | undefined);
  const results: InvocationResult[] = [];
  let parts: readonly string[] = [];
  for (let n = 0; n < times && !context.signal.aborted; n++) {
    results.push(
      await workbench.runs.run(fn, event.bytes, {
        signal: context.signal,
        among: snapshot,
        asynchronous: context.options['async'] === true,
        onBuilt({ inputs }) {
          parts = [...inputs, fn.definition.templatePath, ...(event.path === undefined ? [] : [event.path])];
          made?.(parts);
        },
        onCalled: (called) => (called === 'unknown' ? made?.('any') : made?.([...parts, ...called])),
        onOutput: (line) => context.json || context.stderr(`${line}\n`),
        onLog: (line) => context.json || context.stderr(`${lineText(line.text, context)}\n`),
      }),
    );
  }
  const last = results.at(-1);
  if (last === undefined) throw new WorkbenchError('cancelled', 'The run was cancelled.', 'Run it again.');
  print(context, results, last, times > 1);
  return results.every((result) => result.status === 'success') ? 0 : 1;
}

function print(context: CommandContext, results: readonly InvocationResult[], last: InvocationResult, repeated: boolean): void {
  if (context.json) {
    const reports = repeated ? { reports: results.map(describeReport) } : {};
    context.stdout(`${JSON.stringify({ ...describeResult(last), ...reports })}\n`);
    return;
  }
  // Each once: what is true of one run is true of most.
  for (const note of new Set(results.flatMap(({ notes }) => notes))) context.stderr(`note: ${note}\n`);
  const text = new TextDecoder().decode(last.payload);
  context.stdout(`${formatJson(text) ?? text}\n`);
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
