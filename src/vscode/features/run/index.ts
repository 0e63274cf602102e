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
import { prepareDebugging } from '../debug/index.ts';
import { registerLaunchConfigurations } from '../debug/launchConfigurations.ts';
import { eventOf } from '../functionsView/nodes.ts';
import type { EventPicker } from './eventPicker.ts';
import type { InvocationRequest, InvocationStage, Invocations } from './invocations.ts';
import type { TestEventsModel } from './testEventsModel.ts';

export interface RunDependencies {
  readonly ports: Ports;
  readonly workbench: Workbench;
  /** Absolute folder of the bootstraps. */
  readonly bootstraps: string;
  readonly functions: WorkspaceFunctions;
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
  async function run(fn: AnalysedFunction, event: TestEvent, mode: Mode): Promise<InvocationResult | undefined> {
    requireTrust();
    events.used(fn, event);
    const request: InvocationRequest = {
      functionName: fn.definition.name,
      target: 'local',
      eventName: event.name,
      again: (debug) => run(current(deps.functions, fn), event, debug ? 'debug' : 'run'),
      carryOut: (stage) => carryOut(deps, fn, event, mode, stage),
    };
    const result = await deps.invocations.start(request);
    // Time at a breakpoint says nothing of the function.
    if (result !== undefined && mode === 'run') deps.testEvents.ran(event.path, result);
    return result;
  }

  async function runFrom(
    arg: unknown,
    mode: Mode,
    choose: (fn: AnalysedFunction) => Promise<TestEvent | undefined>,
  ): Promise<InvocationResult | undefined> {
    requireTrust();
    const fn = await deps.picker.pick(arg);
    if (fn === undefined) return undefined;
    const event = eventOf(arg) ?? (await choose(fn));
    return event === undefined ? undefined : run(fn, event, mode);
  }

  return vscode.Disposable.from(
    launching,
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

async function carryOut(
  deps: RunDependencies,
  fn: AnalysedFunction,
  event: TestEvent,
  mode: Mode,
  stage: InvocationStage,
): Promise<InvocationResult> {
  const { ports, workbench } = deps;
  await saveAllOf(fn);
  const bytes = await readTestEvent(event.path, ports.files);
  const session = mode === 'debug' ? await prepareDebugging(fn, deps) : undefined;
  let bundle = '';
  try {
    return await workbench.runs.run(fn, bytes, {
      signal: session === undefined ? stage.signal : AbortSignal.any([stage.signal, session.ended]),
      onLog: (line) => workbench.logs.add(line),
      onBuilt: ({ root }) => {
        bundle = root;
        stage.enter(session === undefined ? 'running' : 'debugging');
      },
      ...(session === undefined ? {} : { debug: { ...session.options, onListening: (port) => session.attach(port, bundle) } }),
    });
  } finally {
    session?.finish();
  }
}

/** The template may have changed since: run again what it says now. */
function current(functions: WorkspaceFunctions, fn: AnalysedFunction): AnalysedFunction {
  return functions.find(fn.definition.folder, fn.definition.id) ?? fn;
}
