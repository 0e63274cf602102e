import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { heldDuring } from './heldLoop.ts';
import type { Report } from './report.ts';
import { serviceName } from './workspace.ts';

/** Of each way of typing. */
const keystrokes = 40;
/** Between two keystrokes: ten a second is fast. Milliseconds. */
const pauseMs = 100;
/** For the finding of one keystroke: more means that it doesn't come. Milliseconds. */
const patienceMs = 20_000;
/** Between the start of what the editor itself starts with a document, and the first keystroke. Milliseconds. */
const calmMs = 3000;

/** Runs inside the extension host. Writes a `Report` to `reportPath`. Without the extension it only types. */
export async function measure(reportPath: string): Promise<void> {
  const extension = vscode.extensions.getExtension('lambda-workbench.lambda-workbench');
  await extension?.activate();
  // Nowhere, where there is none.
  const ours = extension === undefined ? '\0' : join(extension.extensionPath, 'dist');
  await openTemplate(0);
  const load = extension === undefined ? undefined : await loading(ours);
  const ways = [
    {
      where: 'in a template',
      file: `${serviceName(3)}/template.yaml`,
      after: 'Handler: fn12/app.handler',
      shown: `${serviceName(3)}/template.yaml`,
    },
    {
      where: 'in a JavaScript source',
      file: `${serviceName(5)}/src/fn7/app.mjs`,
      after: 'export const handler',
      shown: `${serviceName(5)}/template.yaml`,
    },
    {
      where: 'in a Python source',
      file: `${serviceName(5)}/src/fn9/app.py`,
      after: 'def handler',
      shown: `${serviceName(5)}/template.yaml`,
    },
  ];
  const typing: Report['typing'][number][] = [];
  for (const { where, file, after, shown } of ways) {
    const { document, place } = await openAfter(file, after);
    const { answer, held } = await heldDuring(ours, () => type(document, place, extension === undefined ? undefined : inWorkspace(shown)));
    typing.push({ where, milliseconds: answer, held });
  }
  writeFileSync(reportPath, JSON.stringify({ load, typing } satisfies Report));
}

async function loading(ours: string): Promise<Report['load']> {
  await vscode.commands.executeCommand('lambdaWorkbench.refresh');
  const { answer, held } = await heldDuring(ours, async () => {
    const start = performance.now();
    await vscode.commands.executeCommand('lambdaWorkbench.refresh');
    return performance.now() - start;
  });
  return { milliseconds: answer, held };
}

async function openTemplate(service: number): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(`${serviceName(service)}/template.yaml`));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Opens a document, and waits until the editor's own extension for its language has started: that isn't typing. */
async function openAfter(file: string, text: string): Promise<{ readonly document: vscode.TextDocument; readonly place: vscode.Position }> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(file));
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  await new Promise((resolve) => setTimeout(resolve, calmMs));
  return { document, place: document.positionAt(document.getText().indexOf(text) + text.length) };
}

/**
 * Types a letter at `place`, takes it away, and so on: milliseconds from each change to the finding that comes or goes in `shown`.
 * Undefined waits for nothing.
 */
async function type(document: vscode.TextDocument, place: vscode.Position, shown: vscode.Uri | undefined): Promise<readonly number[]> {
  const results: number[] = [];
  for (let n = 0; n < keystrokes; n++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const before = shown && errorsIn(shown);
    const typed = changeOf(document);
    const edit = new vscode.WorkspaceEdit();
    if (n % 2 === 0) edit.insert(document.uri, place, 'x');
    else edit.delete(document.uri, new vscode.Range(place, place.translate(0, 1)));
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`Keystroke ${n} could not be made in ${document.uri.path}`);
    const start = await typed;
    if (shown === undefined) continue;
    // The editor's own event of diagnostics comes late on purpose.
    while (errorsIn(shown) === before) {
      if (performance.now() - start > patienceMs)
        throw new Error(`No finding came or went in ${shown.path} with keystroke ${n} in ${document.uri.path}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    results.push(performance.now() - start);
  }
  return results;
}

/** When the host hears of the next change of a document. */
function changeOf(document: vscode.TextDocument): Promise<number> {
  return new Promise((resolve) => {
    const listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document) return;
      listening.dispose();
      resolve(performance.now());
    });
  });
}

function errorsIn(uri: vscode.Uri): number {
  return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
}

function inWorkspace(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}
