import * as vscode from 'vscode';
import { WorkbenchError } from '../../core/errors.ts';

/** To be called before anything of the workspace's runs. `when` clauses grey such commands out; this is what holds. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new WorkbenchError(
    'workspace-not-trusted',
    'This workspace is not trusted, so nothing of it is run.',
    'Trust it first with the command "Workspaces: Manage Workspace Trust".',
  );
}
