import * as vscode from 'vscode';
import { WorkbenchError } from '../../../core/errors.ts';

/**
 * Pages about findings are documents of a scheme of our own, which package.json opens as Markdown preview. A diagnostic's link can't
 * be a command (hovers refuse it), and the file's own address would need an association that catches the user's files too.
 */
export const helpScheme = 'lambda-workbench-help';

export function helpUri(code: string): vscode.Uri {
  return vscode.Uri.from({ scheme: helpScheme, path: `/findings/${code}.md` });
}

/** Serves `docs/` of the extension. */
export class HelpPages implements vscode.TextDocumentContentProvider {
  readonly #docs: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    this.#docs = vscode.Uri.joinPath(extensionUri, 'docs');
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    if (!/^\/findings\/[\w.-]+\.md$/.test(uri.path)) return noPage;
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.#docs, uri.path)));
    } catch {
      return noPage;
    }
  }
}

/** `argument`: a finding's code. */
export async function showFindingHelp(argument: unknown): Promise<void> {
  if (typeof argument !== 'string')
    throw new WorkbenchError('arguments', 'No finding to explain was named.', 'Click the code of a problem instead.');
  await vscode.commands.executeCommand('vscode.open', helpUri(argument));
}

const noPage = '# No page about this\n\nThe message in the editor is all there is to say.\n';
