import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What suites do with the project they opened. Waiting is for events of the editor, never for time. */
export function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function activated(): Promise<void> {
  await vscode.extensions.getExtension('lambda-workbench.lambda-workbench')?.activate();
}

/**
 * Our diagnostics of a file, as soon as their codes are these; fails with what there is instead after a minute. Those that only inform
 * are left out: most small templates have one.
 */
export function codes(uri: vscode.Uri, expected: readonly string[]): Promise<readonly vscode.Diagnostic[]> {
  const ours = () => vscode.languages.getDiagnostics(uri).filter(isOurs);
  const wanted = [...expected].sort().join();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      listening.dispose();
      clearTimeout(patience);
      settle();
    };
    const look = () => {
      const found = ours();
      if (found.map(codeOf).sort().join() === wanted) end(() => resolve(found));
    };
    const listening = vscode.languages.onDidChangeDiagnostics(look);
    const patience = setTimeout(() => {
      end(() => reject(new Error(`${uri.path} has [${ours().map(codeOf)}] and not [${wanted}]`)));
    }, 60_000);
    look();
  });
}

function isOurs({ source, severity }: vscode.Diagnostic): boolean {
  return source === 'Lambda Workbench' && severity <= vscode.DiagnosticSeverity.Warning;
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Resolves when `event` has fired and `wanted` holds; at once if it holds already. */
export function once<T>(event: vscode.Event<T>, wanted: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!wanted()) return;
      listening.dispose();
      resolve();
    };
    const listening = event(look);
    look();
  });
}

export async function write(path: string, text: string): Promise<vscode.Uri> {
  const uri = inWorkspace(path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Replaces the first `before` of an open document by `after`, unsaved. */
export async function type(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  assert.notEqual(start, -1, `${before} is in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + before.length)), after);
  assert.equal(await vscode.workspace.applyEdit(edit), true);
}

/** A SAM template with one function for each `id: handler`. */
export function samTemplate(functions: Readonly<Record<string, string>>): string {
  const resources = Object.entries(functions).map(
    ([id, handler]) =>
      `  ${id}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: .\n      Handler: ${handler}\n      Runtime: nodejs22.x\n`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('')}`;
}

/** Titles of the lenses of a file, which are said at once. */
export async function lenses(uri: vscode.Uri): Promise<readonly string[]> {
  await vscode.workspace.openTextDocument(uri);
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.flatMap(({ command }) => (command?.command.startsWith('lambdaWorkbench.') ? [command.title] : []));
}

/** Presses Enter in whatever quick pick is open, every 50 ms: nothing tells an extension that one has opened. */
export async function acceptPicks(until: Promise<unknown>): Promise<undefined> {
  let open = true;
  void until.finally(() => {
    open = false;
  });
  while (open) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

/** A debugger that works for a browser names files by uri. */
export function pathOf(source: string): string {
  return /^[\w-]+:\/\//.test(source) ? vscode.Uri.parse(source).path : vscode.Uri.file(source).path;
}
