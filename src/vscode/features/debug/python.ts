import { join } from 'node:path';
import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';
import type { Debugpy } from '../../../core/package/debugpy.ts';
import { pythonDebugType } from '../../contributions.ts';
import type { DebugLanguage } from './languages.ts';

const pythonDebugger = 'ms-python.debugpy';

/**
 * The Python Debugger extension attaches where it is installed. Where it isn't, debugpy is installed into a folder of our own,
 * if the person wants it, and speaks to the editor by itself. Throws `cancelled`, and what the installation throws.
 */
export async function pythonLanguage(runtime: string, debugpy: Debugpy): Promise<DebugLanguage> {
  const extension = vscode.extensions.getExtension(pythonDebugger);
  if (extension !== undefined) {
    const debugpyPath = join(extension.extensionPath, 'bundled', 'libs');
    return { options: { debugpyPath }, attachConfiguration: (port) => attach('debugpy', port) };
  }
  const debugpyPath = (await debugpy.installed(runtime)) ?? (await installed(runtime, debugpy));
  return { options: { debugpyPath }, attachConfiguration: (port) => attach(pythonDebugType, port) };
}

/** debugpy is a debug adapter of its own, behind the port that the function's process opens. */
export function registerPythonDebugger(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(pythonDebugType, {
    createDebugAdapterDescriptor: ({ configuration }) => new vscode.DebugAdapterServer(configuration['connect'].port, '127.0.0.1'),
  });
}

function attach(type: string, port: number) {
  return {
    type,
    request: 'attach',
    connect: { host: '127.0.0.1', port },
    justMyCode: true,
    internalConsoleOptions: 'neverOpen',
  };
}

async function installed(runtime: string, debugpy: Debugpy): Promise<string> {
  const install = {
    label: '$(cloud-download) Install debugpy',
    detail: 'Into a folder of Lambda Workbench: nothing else changes. About 20 MB.',
  };
  const choice = await vscode.window.showQuickPick([install, { label: 'Cancel' }], {
    title: 'Debugging Python needs debugpy, which is not installed',
    placeHolder: 'The Python Debugger extension brings it too',
  });
  if (choice !== install)
    throw new WorkbenchError('cancelled', 'The function was not debugged: there is no debugpy.', 'Run works without it.');
  const options = { location: vscode.ProgressLocation.Notification, title: 'Installing debugpy…', cancellable: true };
  const folder = await vscode.window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return debugpy.install(runtime, controller.signal);
  });
  if (folder === undefined) throw new Error('A list that names debugpy installs it.');
  return folder;
}
