import * as vscode from 'vscode';
import { sourceCandidates } from './sourcePaths.ts';

/**
 * Opens a place that a stack trace names: `path` as printed, line and column counting from 1. When the file can't be found,
 * a message says so; when several files could be meant, the person picks.
 */
export function createSourceOpener(): (path: string, line: number, column: number | undefined) => Promise<void> {
  return async (path, line, column) => {
    const file = await locate(path);
    if (file === 'dismissed') return;
    if (file === undefined) {
      // Not awaited: it stands until the person dismisses it.
      void vscode.window.showWarningMessage(
        `This file isn’t in the workspace: ${path}. Deployed code may differ from what is open here; open the folder that holds its source.`,
      );
      return;
    }
    const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, (column ?? 1) - 1));
    await vscode.window.showTextDocument(file, { selection: new vscode.Range(position, position), preview: true });
  };
}

async function locate(printed: string): Promise<vscode.Uri | 'dismissed' | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  const { paths, tail } = sourceCandidates(printed, folders, process.platform);
  for (const path of paths) {
    const uri = vscode.Uri.file(path);
    if (await isFile(uri)) return uri;
  }
  if (tail === undefined) return undefined;
  const found = await vscode.workspace.findFiles(`**/${escapeGlob(tail)}`, '**/{node_modules,.aws-sam,.venv,dist}/**', 20);
  if (found.length < 2) return found[0];
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const picked = await vscode.window.showQuickPick(items, { title: `Which ${tail}?` });
  return picked?.uri ?? 'dismissed';
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Absent, or not to be read: either way not a file to open.
    return false;
  }
}

function escapeGlob(path: string): string {
  return path.replace(/[*?[\]{}]/g, '[$&]');
}
