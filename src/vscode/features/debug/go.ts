import * as vscode from 'vscode';
import type { Workbench } from '../../../core/workbench.ts';
import { goDebugType } from '../../contributions.ts';
import { installDebugger } from './installing.ts';
import type { DebugLanguage } from './model.ts';

/**
 * Delve is a debug adapter of its own: the Go extension, which only starts it, is needed for nothing here. The developer's own is
 * taken, else one is installed, if the person wants it. Rejects with `cancelled`, and with what the installation does.
 */
export async function goLanguage(delve: Workbench['delve']): Promise<DebugLanguage> {
  const delvePath = (await delve.installed()) ?? (await installed(delve));
  return { options: { delvePath }, attachConfiguration: attach };
}

/** Delve listens behind the port that it opens around the function's process. */
export function registerGoDebugger(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(goDebugType, {
    createDebugAdapterDescriptor: ({ configuration }) => new vscode.DebugAdapterServer(configuration['port'], '127.0.0.1'),
  });
}

/** The words of Delve's adapter. The process waits where it begins, and goes on once its breakpoints are set. */
function attach(port: number) {
  return {
    type: goDebugType,
    request: 'attach',
    mode: 'remote',
    host: '127.0.0.1',
    port,
    stopOnEntry: false,
    internalConsoleOptions: 'neverOpen',
  };
}

function installed(delve: Workbench['delve']): Promise<string> {
  return installDebugger({
    ...{ language: 'Go', name: 'Delve', cost: 'Go compiles it, which takes a minute or two.' },
    otherwise: 'A dlv on PATH or in Go’s own bin folder is taken, too',
    install: (options) => delve.install(options),
  });
}
