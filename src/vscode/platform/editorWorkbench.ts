import { join } from 'node:path';
import type * as vscode from 'vscode';
import { createWorkbench, type Workbench } from '../../core/workbench.ts';
import { chosenPython } from './chosenPython.ts';
import type { Platform } from './platform.ts';

/** The core's object graph with the editor's folders and settings. */
export function createEditorWorkbench(context: vscode.ExtensionContext, { ports, settings, bootstraps }: Platform): Workbench {
  // Without a workspace there is no storage of its own.
  const storage = (context.storageUri ?? context.globalStorageUri).fsPath;
  return createWorkbench(ports, {
    bootstraps,
    cacheDirectory: join(storage, 'cache'),
    runtimesDirectory: join(context.globalStorageUri.fsPath, 'runtimes'),
    cloudDirectory: join(storage, 'local-cloud'),
    interpreters: () => ({
      node: settings.get('lambdaWorkbench.nodePath'),
      python: settings.get('lambdaWorkbench.pythonPath'),
      pythonOf: chosenPython,
      ruby: settings.get('lambdaWorkbench.rubyPath'),
      java: settings.get('lambdaWorkbench.javaPath'),
      dotnet: settings.get('lambdaWorkbench.dotnetPath'),
      // With no Node.js on the machine, the editor's own runs JavaScript.
      nodeFallback: { path: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    }),
    maxConcurrency: () => settings.get('lambdaWorkbench.run.maxConcurrency'),
    strict: () => settings.get('lambdaWorkbench.run.strict'),
    maxLogRecords: settings.get('lambdaWorkbench.logs.maxLines'),
  });
}
