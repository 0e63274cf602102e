import * as vscode from 'vscode';

/** The part of the Python extension's exports that is asked. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource: vscode.Uri): { readonly path: string } | undefined;
  };
}

/** The interpreter that a person has chosen in the Python extension for a folder, where that extension runs: it isn't started for this. */
export function chosenPython(folder: string): string | undefined {
  const extension = vscode.extensions.getExtension<PythonExtension | undefined>('ms-python.python');
  if (extension?.isActive !== true) return undefined;
  const path = extension.exports?.environments?.getActiveEnvironmentPath(vscode.Uri.file(folder))?.path;
  // Without a choice it is the command of the terminal.
  return path === undefined || path === 'python' ? undefined : path;
}
