import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { CallDebugger } from '../../../core/debuggedCalls.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Workbench } from '../../../core/workbench.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { breakAtHandler } from './handlerBreakpoint.ts';
import type { KeptSessions } from './keptSessions.ts';
import { debugLanguageOf } from './languages.ts';
import type { DebugSession } from './model.ts';

/** Member of a session's configuration that tells it is ours, and which. */
const sessionMark = '__lambdaWorkbench';

export interface DebugDependencies {
  readonly workbench: Pick<Workbench, 'debugpy' | 'delve' | 'runner'>;
  readonly functions: WorkspaceFunctions;
  /** Absolute folder of the bootstraps, which nobody wants to step through. */
  readonly bootstraps: string;
}

export interface DebugOptions {
  /** Where the handler has no breakpoint, one is put at its first statement for this session. */
  readonly stopsInHandler: boolean;
  /** The session that this one belongs to, and ends with. */
  readonly parent?: vscode.DebugSession;
  /** Those that stay attached after the event. Left out: it ends with the event. */
  readonly kept?: KeptSessions;
  /** Has the debugger of the functions that it calls. Left out: they have debuggers of their own, until they end. */
  readonly callDebugger?: CallDebugger;
}

/** Before the process starts. Rejects with `runtime-not-supported`, `cancelled`. */
export async function prepareDebugging(fn: AnalysedFunction, deps: DebugDependencies, options: DebugOptions): Promise<DebugSession> {
  const prepare = () => openSession(fn, deps, options);
  const { id, name } = fn.definition;
  return options.kept === undefined
    ? await prepare()
    : await options.kept.begin({ id, prepare, retire: () => deps.workbench.runner.retire(name) });
}

async function openSession(
  fn: AnalysedFunction,
  { workbench, functions, bootstraps }: DebugDependencies,
  { stopsInHandler, parent }: DebugOptions,
): Promise<DebugSession> {
  const language = await debugLanguageOf(fn, workbench);
  const breakpoint = stopsInHandler ? await breakAtHandler(fn, functions) : undefined;
  const controller = new AbortController();
  const id = randomUUID();
  let own: vscode.DebugSession | undefined;
  // The debugger makes a child session for the process itself, and it may be the child that the person stops.
  const isRoot = (session: vscode.DebugSession): boolean => session.configuration[sessionMark] === id;
  const isOurs = (session: vscode.DebugSession): boolean =>
    isRoot(session) || (session.parentSession !== undefined && isOurs(session.parentSession));
  const watch = vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (isRoot(session) && own === undefined) own = session;
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (session === own) controller.abort();
    }),
    // Heard before the debugger lets go of the process, which would then run on.
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => (isOurs(session) ? onStop(() => controller.abort()) : undefined),
    }),
  );
  return {
    options: language.options,
    ended: controller.signal,
    async attach(port, places) {
      const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(fn.definition.folder));
      const configuration = language.attachConfiguration(port, { ...places, bootstraps });
      const named = { ...configuration, name: fn.definition.name, [sessionMark]: id };
      const started = await vscode.debug.startDebugging(folder, named, parent && { parentSession: parent, compact: false });
      if (!started)
        throw new WorkbenchError(
          'debugger-missing',
          `The debugger could not attach to ${fn.definition.name}.`,
          'The Debug Console says why.',
        );
    },
    finish() {
      watch.dispose();
      if (own !== undefined) void vscode.debug.stopDebugging(own);
      if (breakpoint !== undefined) vscode.debug.removeBreakpoints([breakpoint]);
    },
  };
}

/** Calls when the person stops the session: the editor then tells the debugger to disconnect or terminate. */
function onStop(stopped: () => void): vscode.DebugAdapterTracker {
  return {
    onWillReceiveMessage(message: { readonly type?: unknown; readonly command?: unknown }) {
      if (message.type === 'request' && (message.command === 'disconnect' || message.command === 'terminate')) stopped();
    },
  };
}
