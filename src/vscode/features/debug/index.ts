import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import { listTestEvents } from '../../../core/events/index.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { FileSystem } from '../../../core/ports.ts';
import { valueForRuns } from '../../../core/project/assumptions.ts';
import { debugType } from '../../contributions.ts';
import type { ErrorReporter } from '../../platform/errorReporting.ts';
import { requireTrust } from '../../platform/trust.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { eventAt } from '../run/eventPicker.ts';
import { firstStatementLine } from './firstStatement.ts';

const pythonDebugger = 'ms-python.debugpy';
/** Member of a session's configuration that tells it is ours, and which. */
const sessionMark = '__lambdaWorkbench';

/** One invocation under the debugger, from before the process starts until the debugger lets go. */
export interface DebugSession {
  /** More for the runner: where debugpy is. */
  readonly options: { readonly debugpyPath?: string };
  /** Aborts when the person stops the debugger: the invocation ends with it. */
  readonly ended: AbortSignal;
  /** Attaches to the port; settles when the debugger has set its breakpoints. `root` holds the bundle. */
  attach(port: number, root: string): Promise<void>;
  finish(): void;
}

export interface DebugSessions extends vscode.Disposable {
  /** Throws `debugger-missing`. Where the handler has no breakpoint, one is put at its first statement for this session. */
  prepare(fn: AnalysedFunction): Promise<DebugSession>;
}

export interface DebugDependencies {
  readonly functions: WorkspaceFunctions;
  readonly files: FileSystem;
  /** Absolute folder of the bootstraps, which nobody wants to step through. */
  readonly bootstraps: string;
  readonly reporter: ErrorReporter;
  /** For a launch configuration that names none; undefined where the person picks none. */
  lastEvent(fn: AnalysedFunction): Promise<TestEvent | undefined>;
  launch(fn: AnalysedFunction, event: TestEvent): Promise<unknown>;
}

export function registerDebugging(deps: DebugDependencies): DebugSessions {
  const provider = launchConfigurations(deps);
  const registrations = vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider(debugType, provider),
    vscode.debug.registerDebugConfigurationProvider(debugType, provider, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
  );
  return {
    async prepare(fn) {
      const language = languageOf(fn);
      const options = language === 'python' ? { debugpyPath: requirePythonDebugger() } : {};
      const breakpoint = await firstBreakpoint(fn, deps.functions);
      const controller = new AbortController();
      const id = randomUUID();
      let own: vscode.DebugSession | undefined;
      const watch = vscode.Disposable.from(
        vscode.debug.onDidStartDebugSession((session) => {
          // The debugger makes a child of it for the process itself, with the same configuration.
          if (session.configuration[sessionMark] === id && session.parentSession === undefined) own = session;
        }),
        vscode.debug.onDidTerminateDebugSession((session) => {
          if (session === own) controller.abort();
        }),
        // Heard before the debugger lets go of the process, which would then run on.
        vscode.debug.registerDebugAdapterTrackerFactory('*', {
          createDebugAdapterTracker: (session) =>
            session.configuration[sessionMark] === id ? onStop(() => controller.abort()) : undefined,
        }),
      );
      return {
        options,
        ended: controller.signal,
        async attach(port, root) {
          const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(fn.definition.folder));
          const configuration = language === 'python' ? pythonAttach(port) : nodeAttach(port, root, deps.bootstraps);
          const started = await vscode.debug.startDebugging(folder, { ...configuration, name: fn.definition.name, [sessionMark]: id });
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
    },
    dispose: () => registrations.dispose(),
  };
}

function languageOf(fn: AnalysedFunction): 'node' | 'python' {
  const id = valueForRuns(fn.definition.runtime) ?? '';
  if (id.startsWith('nodejs')) return 'node';
  if (id.startsWith('python')) return 'python';
  throw new WorkbenchError(
    'runtime-not-supported',
    `${fn.definition.name} can't be debugged here: its runtime is ${id || 'not known'}.`,
    'Node.js and Python functions can be debugged.',
  );
}

function requirePythonDebugger(): string {
  const extension = vscode.extensions.getExtension(pythonDebugger);
  if (extension === undefined) {
    throw new WorkbenchError(
      'debugger-missing',
      'Debugging Python needs the Python Debugger extension, which is not installed.',
      `Install the extension "Python Debugger" (${pythonDebugger}) and try again; running works without it.`,
    );
  }
  return join(extension.extensionPath, 'bundled', 'libs');
}

function nodeAttach(
  port: number,
  root: string,
  bootstraps: string,
): Omit<vscode.DebugConfiguration, 'name'> & { readonly type: string; readonly request: string } {
  return {
    type: 'node',
    request: 'attach',
    address: '127.0.0.1',
    port,
    continueOnAttach: true,
    sourceMaps: true,
    outFiles: [`${root.replaceAll('\\', '/')}/**/*.{js,mjs,cjs}`],
    // The bundle is outside of the workspace; its map leads back into it.
    resolveSourceMapLocations: null,
    skipFiles: ['<node_internals>/**', `${bootstraps.replaceAll('\\', '/')}/**`],
    internalConsoleOptions: 'neverOpen',
  };
}

function pythonAttach(port: number): Omit<vscode.DebugConfiguration, 'name'> & { readonly type: string; readonly request: string } {
  return {
    type: 'debugpy',
    request: 'attach',
    connect: { host: '127.0.0.1', port },
    justMyCode: true,
    internalConsoleOptions: 'neverOpen',
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

/** Set where nothing else would stop in the handler: from its declaration to the next handler of the file. */
async function firstBreakpoint(
  { resolution }: AnalysedFunction,
  functions: WorkspaceFunctions,
): Promise<vscode.SourceBreakpoint | undefined> {
  if (resolution.kind !== 'resolved') return undefined;
  const { path, range } = resolution.at;
  const document = await vscode.workspace.openTextDocument(path);
  const starts = functions
    .handledBy(path)
    .map((other) => (other.resolution.kind === 'resolved' ? other.resolution.at.range.start.line : 0));
  const end = Math.min(...starts.filter((line) => line > range.start.line), document.lineCount);
  const isThere = (breakpoint: vscode.Breakpoint) => {
    if (!(breakpoint instanceof vscode.SourceBreakpoint) || !breakpoint.enabled) return false;
    const { uri, range: at } = breakpoint.location;
    return uri.toString() === document.uri.toString() && at.start.line >= range.start.line && at.start.line < end;
  };
  if (vscode.debug.breakpoints.some(isThere)) return undefined;
  const line = firstStatementLine(document.getText().split(/\r\n|\r|\n/), range.start);
  const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)));
  vscode.debug.addBreakpoints([breakpoint]);
  return breakpoint;
}

/** Our own launch type: F5 on it starts the same invocation as the Debug action, so the configuration itself starts nothing. */
function launchConfigurations(deps: DebugDependencies): vscode.DebugConfigurationProvider {
  return {
    provideDebugConfigurations: () =>
      deps.functions
        .all()
        .map((fn) => ({ type: debugType, request: 'launch', name: `Debug ${fn.definition.name}`, function: fn.definition.id })),
    async resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
      const report = (error: unknown) => deps.reporter.report(error, `The launch configuration "${configuration.name}"`);
      try {
        requireTrust();
        const fn = await functionNamed(deps.functions, configuration['function'], folder);
        const event = await eventNamed(deps, fn, configuration['event']);
        // The invocation lasts; the configuration is resolved now.
        if (event !== undefined) deps.launch(fn, event).catch(report);
      } catch (error) {
        report(error);
      }
      return undefined;
    },
  };
}

async function functionNamed(
  functions: WorkspaceFunctions,
  wanted: unknown,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<AnalysedFunction> {
  await functions.settled();
  const inFolder = functions.all().filter((fn) => folder === undefined || fn.definition.folder === folder.uri.fsPath);
  const found = inFolder.find(({ definition }) => [definition.id, definition.logicalId, definition.name].includes(String(wanted)));
  if (found === undefined) {
    const known = inFolder.map((fn) => fn.definition.logicalId).join(', ') || 'none was found';
    throw new WorkbenchError('function-not-found', `There is no function "${String(wanted)}".`, `"function" names one of: ${known}.`);
  }
  return found;
}

async function eventNamed(deps: DebugDependencies, fn: AnalysedFunction, wanted: unknown): Promise<TestEvent | undefined> {
  if (typeof wanted !== 'string' || wanted === '') return await deps.lastEvent(fn);
  const named = (await listTestEvents(fn.definition, deps.files)).find((event) => event.name === wanted);
  if (named !== undefined) return named;
  if ((await deps.files.stat(wanted)) !== undefined) return eventAt(wanted);
  throw new WorkbenchError(
    'event-not-found',
    `${fn.definition.name} has no test event "${wanted}".`,
    'Name a file in its events folder, or give an absolute path.',
  );
}
