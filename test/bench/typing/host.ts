import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Report } from './report.ts';
import { isPython, serviceName, size } from './workspace.ts';

/** Of each way of typing. */
const keystrokes = 40;
/** Between two keystrokes: ten a second is fast. Milliseconds. */
const pauseMs = 100;
/** What the histogram of the loop counts in. Milliseconds. */
const resolution = 1;

/** Runs inside the extension host. Writes a `Report` to `reportPath`. */
export async function measure(reportPath: string): Promise<void> {
  await vscode.extensions.getExtension('lambda-workbench.lambda-workbench')?.activate();
  await openTemplate(0);
  await vscode.commands.executeCommand('lambdaWorkbench.refresh');
  const loading = await blocked(async () => {
    const start = performance.now();
    await vscode.commands.executeCommand('lambdaWorkbench.refresh');
    return performance.now() - start;
  });
  const template = await blocked(typeInTemplate);
  const source = await blocked(() => typeInSource(7));
  const python = await blocked(() => typeInSource(9));
  const report: Report = {
    functions: size.services * size.functionsOfService,
    loadMs: loading.answer,
    loadBlockedMs: loading.longestMs,
    typing: [
      { where: 'in a template', milliseconds: template.answer, blockedMs: template.longestMs },
      { where: 'in a JavaScript source', milliseconds: source.answer, blockedMs: source.longestMs },
      { where: 'in a Python source', milliseconds: python.answer, blockedMs: python.longestMs },
    ],
  };
  writeFileSync(reportPath, JSON.stringify(report));
}

/** The longest time that the host's loop did nothing else while `work` went on. */
async function blocked<T>(work: () => Promise<T>): Promise<{ readonly answer: T; readonly longestMs: number }> {
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  const answer = await work();
  histogram.disable();
  return { answer, longestMs: histogram.max / 1e6 - resolution };
}

async function openTemplate(service: number): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(`${serviceName(service)}/template.yaml`));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Makes a handler wrong and right again, in turns. */
async function typeInTemplate(): Promise<readonly number[]> {
  const document = await openTemplate(3);
  const end = placeAfter(document, 'Handler: fn12/app.handler');
  return typing(document, end, document.uri);
}

async function typeInSource(n: number): Promise<readonly number[]> {
  const service = serviceName(5);
  const document = await vscode.workspace.openTextDocument(inWorkspace(`${service}/src/fn${n}/app.${isPython(n) ? 'py' : 'mjs'}`));
  await vscode.window.showTextDocument(document);
  const end = placeAfter(document, isPython(n) ? 'def handler' : 'export const handler');
  return typing(document, end, inWorkspace(`${service}/template.yaml`));
}

/** Types a letter at `place`, takes it away, and so on: milliseconds from each change to the finding that comes or goes in `shown`. */
async function typing(document: vscode.TextDocument, place: vscode.Position, shown: vscode.Uri): Promise<readonly number[]> {
  const results: number[] = [];
  for (let n = 0; n < keystrokes; n++) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const before = errorsIn(shown);
    const typed = changeOf(document);
    const edit = new vscode.WorkspaceEdit();
    if (n % 2 === 0) edit.insert(document.uri, place, 'x');
    else edit.delete(document.uri, new vscode.Range(place, place.translate(0, 1)));
    if (!(await vscode.workspace.applyEdit(edit))) throw new Error(`Keystroke ${n} could not be made in ${document.uri.path}`);
    const start = await typed;
    // The editor's own event of diagnostics comes late on purpose.
    while (errorsIn(shown) === before) await new Promise((resolve) => setTimeout(resolve, 1));
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

function placeAfter(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + text.length);
}

function inWorkspace(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}
