import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Workbench } from '../../../core/workbench.ts';
import { pythonDebugType } from '../../contributions.ts';
import { installDebugger } from './installing.ts';
import type { DebugLanguage, Places } from './model.ts';

const pythonDebugger = 'ms-python.debugpy';

/**
 * The Python Debugger extension attaches where it is installed. Where it isn't, debugpy is installed into a folder of our own,
 * if the person wants it, and speaks to the editor by itself. Throws `cancelled`, and what the installation throws.
 */
export async function pythonLanguage(runtime: string, debugpy: Workbench['debugpy']): Promise<DebugLanguage> {
  const extension = vscode.extensions.getExtension(pythonDebugger);
  if (extension !== undefined) {
    const debugpyPath = join(extension.extensionPath, 'bundled', 'libs');
    return { options: { debugpyPath }, attachConfiguration: (port, places) => attach('debugpy', port, places) };
  }
  const debugpyPath = (await debugpy.installed(runtime)) ?? (await installed(runtime, debugpy));
  return { options: { debugpyPath }, attachConfiguration: (port, places) => attach(pythonDebugType, port, places) };
}

/** debugpy is a debug adapter of its own, behind the port that the function's process opens. */
export function registerPythonDebugger(): vscode.Disposable {
  return vscode.debug.registerDebugAdapterDescriptorFactory(pythonDebugType, {
    createDebugAdapterDescriptor: ({ configuration }) => new vscode.DebugAdapterServer(configuration['connect'].port, '127.0.0.1'),
  });
}

function attach(type: string, port: number, { root, taskRoot }: Places) {
  return {
    type,
    request: 'attach',
    connect: { host: '127.0.0.1', port },
    ...(taskRoot !== undefined && { pathMappings: [{ localRoot: root, remoteRoot: taskRoot }] }),
    justMyCode: true,
    internalConsoleOptions: 'neverOpen',
  };
}

function installed(runtime: string, debugpy: Workbench['debugpy']): Promise<string> {
  return installDebugger({
    ...{ language: 'Python', name: 'debugpy', cost: 'About 20 MB.', otherwise: 'The Python Debugger extension brings it too' },
    async install(options) {
      const folder = await debugpy.install(runtime, options);
      if (folder === undefined) throw new Error('A list that names debugpy installs it.');
      return folder;
    },
  });
}
