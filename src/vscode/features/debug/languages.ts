import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import { WorkbenchError } from '../../../core/errors.ts';
import { valueForRuns } from '../../../core/project/assumptions.ts';

const pythonDebugger = 'ms-python.debugpy';

/** How a language's debugger is attached to a port of this machine. */
export interface DebugLanguage {
  readonly id: 'node' | 'python';
  /** More for the runner: where debugpy is. */
  readonly options: { readonly debugpyPath?: string };
  /** `root` holds the bundle, `bootstraps` what nobody wants to step through; both absolute. */
  attachConfiguration(
    port: number,
    root: string,
    bootstraps: string,
  ): Readonly<Record<string, unknown>> & { readonly type: string; readonly request: string };
}

/** Throws `debugger-missing`, `runtime-not-supported`. */
export function debugLanguageOf(fn: AnalysedFunction): DebugLanguage {
  const runtime = valueForRuns(fn.definition.runtime) ?? '';
  if (runtime.startsWith('nodejs')) return { id: 'node', options: {}, attachConfiguration: nodeAttach };
  if (runtime.startsWith('python')) return { id: 'python', options: { debugpyPath: requireDebugpy() }, attachConfiguration: pythonAttach };
  throw new WorkbenchError(
    'runtime-not-supported',
    `${fn.definition.name} can't be debugged here: its runtime is ${runtime || 'not known'}.`,
    'Node.js and Python functions can be debugged.',
  );
}

function nodeAttach(port: number, root: string, bootstraps: string) {
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

function pythonAttach(port: number) {
  return {
    type: 'debugpy',
    request: 'attach',
    connect: { host: '127.0.0.1', port },
    justMyCode: true,
    internalConsoleOptions: 'neverOpen',
  };
}

function requireDebugpy(): string {
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
