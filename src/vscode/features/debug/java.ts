import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';
import type { DebugLanguage } from './model.ts';

const javaDebugger = 'vscjava.vscode-java-debug';

/** The extension finds the sources of the workspace's projects by the names of their classes. Throws `debugger-missing`. */
export function javaLanguage(): DebugLanguage {
  if (vscode.extensions.getExtension(javaDebugger) === undefined) {
    throw new WorkbenchError(
      'debugger-missing',
      'Debugging Java needs the Debugger for Java extension, which is not installed.',
      `Install the extension "Debugger for Java" (${javaDebugger}) and try again; running works without it.`,
    );
  }
  return { options: {}, attachConfiguration: attach };
}

function attach(port: number) {
  return {
    type: 'java',
    request: 'attach',
    hostName: '127.0.0.1',
    port,
    stepFilters: { skipClasses: ['$JDK', 'lambdaworkbench.*'], skipSynthetics: true },
    internalConsoleOptions: 'neverOpen',
  };
}
