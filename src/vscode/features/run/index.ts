import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { readTestEvent } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { Ports } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import type { Workbench } from '../../../core/workbench.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { type DebugSessions, registerDebugging } from '../debug/index.ts';
import { eventOf } from '../functionsView/nodes.ts';
import type { EventPicker } from './eventPicker.ts';
import type { InvocationRequest, Invocations } from './invocations.ts';
import type { TestEventsModel } from './testEventsModel.ts';

export interface RunDependencies {
  readonly ports: Ports;
  readonly workbench: Workbench;
  readonly functions: WorkspaceFunctions;
  readonly testEvents: TestEventsModel;
  readonly events: EventPicker;
  readonly invocations: Invocations;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
  readonly reporter: ErrorReporter;
}

/** Run, Debug, and the test events they take: from the lens, the tree, the palette and launch configurations. */
export function registerRunning(deps: RunDependencies): vscode.Disposable {
  const { events } = deps;
  const debugging = registerDebugging({
    functions: deps.functions,
    files: deps.ports.files,
    reporter: deps.reporter,
    lastEvent: events.lastOr,
    launch: (fn, event) => run(fn, event, 'debug'),
  });

  async function run(fn: AnalysedFunction, event: TestEvent, mode: 'run' | 'debug'): Promise<InvocationResult | undefined> {
    events.used(fn, event);
    await saveAllOf(fn);
    const session = mode === 'debug' ? await debugging.prepare(fn) : undefined;
    const result = await deps.invocations.start(localRequest(deps, fn, event, session, run));
    if (result !== undefined) deps.testEvents.ran(event.path, result);
    return result;
  }

  async function runFrom(
    arg: unknown,
    mode: 'run' | 'debug',
    choose: (fn: AnalysedFunction) => Promise<TestEvent | undefined>,
  ): Promise<InvocationResult | undefined> {
    requireTrust();
    const fn = await deps.picker.pick(arg);
    if (fn === undefined) return undefined;
    const event = eventOf(arg) ?? (await choose(fn));
    return event === undefined ? undefined : run(fn, event, mode);
  }

  return vscode.Disposable.from(
    debugging,
    deps.registry.register(commands.run, (arg) => runFrom(arg, 'run', events.lastOr)),
    deps.registry.register(commands.debug, (arg) => runFrom(arg, 'debug', events.lastOr)),
    deps.registry.register(commands.runWith, (arg) => runFrom(arg, 'run', events.pick)),
    deps.registry.register(commands.runAgain, () =>
      deps.invocations.hasLast ? deps.invocations.again(false) : runFrom(undefined, 'run', events.lastOr),
    ),
    deps.registry.register(commands.cancelRun, () => deps.invocations.cancel()),
    deps.registry.register(commands.newTestEvent, async (arg) => {
      const fn = await deps.picker.pick(arg);
      if (fn !== undefined) await events.create(fn);
    }),
  );
}

function localRequest(
  deps: RunDependencies,
  fn: AnalysedFunction,
  event: TestEvent,
  session: Awaited<ReturnType<DebugSessions['prepare']>> | undefined,
  run: (fn: AnalysedFunction, event: TestEvent, mode: 'run' | 'debug') => Promise<unknown>,
): InvocationRequest {
  return {
    functionName: fn.definition.name,
    target: 'local',
    eventName: event.name,
    again: (debug) => run(current(deps.functions, fn), event, debug ? 'debug' : 'run'),
    async carryOut(stage) {
      const bytes = await readTestEvent(event.path, deps.ports.files);
      const signal = session === undefined ? stage.signal : AbortSignal.any([stage.signal, session.ended]);
      let outFiles = '';
      try {
        return await deps.workbench.runs.run(fn, bytes, {
          signal,
          onLog: (line) => deps.workbench.logs.add(line),
          onBuilt: (artifact) => {
            outFiles = artifact.root;
            stage.enter(session === undefined ? 'running' : 'debugging');
          },
          ...(session === undefined ? {} : { debug: { ...session.options, onListening: (port) => session.attach(port, outFiles) } }),
        });
      } finally {
        session?.finish();
      }
    },
  };
}

/** The template may have changed since: run again what it says now. */
function current(functions: WorkspaceFunctions, fn: AnalysedFunction): AnalysedFunction {
  return functions.find(fn.definition.folder, fn.definition.id) ?? fn;
}
