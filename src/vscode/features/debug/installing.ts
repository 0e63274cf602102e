import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';
import type { InstallOptions } from '../../../core/package/requirements.ts';

export interface DebuggerToInstall {
  readonly language: string;
  /** `debugpy`. */
  readonly name: string;
  /** What it costs: `About 20 MB.` */
  readonly cost: string;
  /** Where it may come from instead. */
  readonly otherwise: string;
  install(options: InstallOptions): Promise<string>;
}

/** Installs a debugger where the person wants it; the path of what was installed. Rejects with `cancelled` and with what `install` does. */
export async function installDebugger({ language, name, cost, otherwise, install }: DebuggerToInstall): Promise<string> {
  const yes = {
    label: `$(cloud-download) Install ${name}`,
    detail: `Into a folder of Lambda Workbench: nothing else changes. ${cost}`,
  };
  const choice = await vscode.window.showQuickPick([yes, { label: 'Cancel' }], {
    title: `Debugging ${language} needs ${name}, which is not installed`,
    placeHolder: otherwise,
  });
  if (choice !== yes) throw new WorkbenchError('cancelled', `The function was not debugged: there is no ${name}.`, 'Run works without it.');
  const options = { location: vscode.ProgressLocation.Notification, title: `Installing ${name}…`, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return await install({ signal: controller.signal, onOutput: (line) => progress.report({ message: line }) });
  });
}
