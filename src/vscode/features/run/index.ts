import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { readTestEvent } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { Ports } from '../../../core/ports.ts';
import type { InvocationResult } from '../../../core/runner/model.ts';
import { commands } from '../../contributions.ts';
import type { CommandRegistry } from '../../platform/commands.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import type { FunctionPicker } from '../../platform/functionPicker.ts';
import { requireTrust } from '../../platform/trust.ts';
import { saveAllOf } from '../../platform/unsaved.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { registerGoDebugger } from '../debug/go.ts';
import { registerLaunchConfigurations } from '../debug/launchConfigurations.ts';
import { registerPythonDebugger } from '../debug/python.ts';
import { eventOf } from '../functionsView/nodes.ts';
import type { EventPicker } from './eventPicker.ts';
import { type ExecutionDependencies, execute } from './execution.ts';
import type { InvocationRequest, InvocationStage, Invocations } from './invocations.ts';
import type { RunProgress } from './runLoop.ts';
import type { TestEventsModel } from './testEventsModel.ts';
import { EventWatch } from './watch.ts';

export interface RunDependencies extends ExecutionDependencies {
  readonly ports: Ports;
  readonly testEvents: TestEventsModel;
  readonly events: EventPicker;
  readonly invocations: Invocations;
  readonly picker: FunctionPicker;
  readonly registry: CommandRegistry;
  readonly reporter: ErrorReporter;
}

type Mode = 'run' | 'debug';

/** Run, Debug, and the test events they take: from the lens, the tree, the palette and launch configurations. */
export function registerRunning(deps: RunDependencies): vscode.Disposable {
  const { events } = deps;
  const launching = registerLaunchConfigurations({
    functions: deps.functions,
    files: deps.ports.files,
    reporter: deps.reporter,
    lastEvent: events.lastOr,
    launch: (fn, event) => run(fn, event, 'debug'),
  });

  /** Where everything that runs the workspace's code here comes through. */
  async function run(fn: AnalysedFunction, event: TestEvent, mode: Mode, progress?: RunProgress): Promise<InvocationResult | undefined> {
    requireTrust();
    events.used(fn, event);
    const request: InvocationRequest = {
      functionName: fn.definition.name,
      target: 'local',
      eventName: event.name,
      again: (debug) => run(current(deps.functions, fn), event, debug ? 'debug' : 'run'),
      carryOut: (stage) => carryOut(deps, fn, event, mode, stage, progress),
    };
    const result = await deps.invocations.start(request);
    // Time at a breakpoint says nothing of the function.
    if (result !== undefined && mode === 'run') deps.testEvents.ran(event.path, result);
    return result;
  }

  const watch = new EventWatch({ ...deps, run: (fn, event, progress) => run(current(deps.functions, fn), event, 'run', progress) });

  async function runFrom(
    arg: unknown,
    choose: (fn: AnalysedFunction) => Promise<TestEvent | undefined>,
    start: (fn: AnalysedFunction, event: TestEvent) => Promise<InvocationResult | undefined>,
  ): Promise<InvocationResult | undefined> {
    requireTrust();
    const fn = await deps.picker.pick(arg);
    if (fn === undefined) return undefined;
    const event = eventOf(arg) ?? (await choose(fn));
    return event === undefined ? undefined : start(fn, event);
  }
  const runOnce = (fn: AnalysedFunction, event: TestEvent) => run(fn, event, 'run');

  return vscode.Disposable.from(
    launching,
    registerPythonDebugger(),
    registerGoDebugger(),
    watch,
    deps.registry.register(commands.run, (arg) => runFrom(arg, events.lastOr, runOnce)),
    deps.registry.register(commands.debug, (arg) => runFrom(arg, events.lastOr, (fn, event) => run(fn, event, 'debug'))),
    deps.registry.register(commands.runWith, (arg) => runFrom(arg, events.pick, runOnce)),
    deps.registry.register(commands.watch, (arg) => runFrom(arg, events.lastOr, (fn, event) => watch.start(fn, event))),
    deps.registry.register(commands.stopWatching, () => watch.stop()),
    deps.registry.register(commands.runAgain, () =>
      deps.invocations.hasLast ? deps.invocations.again(false) : runFrom(undefined, events.lastOr, runOnce),
    ),
    deps.registry.register(commands.cancelRun, () => deps.invocations.cancel()),
    deps.registry.register(commands.newTestEvent, async (arg) => {
      const fn = await deps.picker.pick(arg);
      if (fn !== undefined) await events.create(fn);
    }),
  );
}

async function carryOut(
  deps: RunDependencies,
  fn: AnalysedFunction,
  event: TestEvent,
  mode: Mode,
  stage: InvocationStage,
  progress?: RunProgress,
): Promise<InvocationResult> {
  await saveAllOf(fn);
  progress?.onSaved();
  const bytes = await readTestEvent(event.path, deps.ports.files);
  return await execute(deps, fn, bytes, {
    signal: stage.signal,
    onOutput: (line) => stage.tell(line),
    onBuilt: ({ inputs }) => {
      progress?.onBuilt(inputs);
      stage.enter(mode === 'run' ? 'running' : 'debugging');
    },
    onCalled: (parts) => progress?.onCalled(parts),
    ...(mode === 'debug' && { debug: { stopsInHandler: true } }),
  });
}

/** The template may have changed since: run again what it says now. */
function current(functions: WorkspaceFunctions, fn: AnalysedFunction): AnalysedFunction {
  return functions.find(fn.definition.folder, fn.definition.id) ?? fn;
}
