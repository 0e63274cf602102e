import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../core/analysis/model.ts';
import { WorkbenchError } from '../../core/errors.ts';

/** Milliseconds for a save that is under way. */
const patience = 10_000;

/**
 * What is run or deployed is what is on disk, so unsaved work of the function's folder is saved first, as the editor does before debugging.
 * Throws WorkbenchError `build-failed` where that isn't possible: what ran would not be what is on screen.
 */
export async function saveAllOf({ definition }: AnalysedFunction): Promise<void> {
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath.startsWith(definition.folder + sep),
  );
  await Promise.all(unsaved.map(save));
}

async function save(document: vscode.TextDocument): Promise<void> {
  await document.save();
  // While the editor saves by itself it answers at once, and the file is written later.
  if (document.isDirty && !(await nextSaveOf(document)))
    throw new WorkbenchError('build-failed', `${document.uri.fsPath} could not be saved.`, 'Save it, or undo its changes, and try again.');
}

function nextSaveOf(document: vscode.TextDocument): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (saved: boolean) => {
      listening.dispose();
      clearTimeout(timer);
      resolve(saved);
    };
    const listening = vscode.workspace.onDidSaveTextDocument((saved) => saved === document && end(true));
    const timer = setTimeout(() => end(false), patience);
  });
}
