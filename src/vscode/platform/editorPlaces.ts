import * as vscode from 'vscode';
import type { FileRange, TextPosition, TextRange } from '../../core/text.ts';

export function toPosition({ line, character }: TextPosition): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function toLocation({ path, range }: FileRange): vscode.Location {
  return new vscode.Location(vscode.Uri.file(path), toRange(range));
}

/** Opens a file with the cursor at the start of `range`, or at the top. */
export async function openAt(path: string, range?: TextRange): Promise<vscode.TextEditor> {
  const start = range === undefined ? new vscode.Position(0, 0) : toPosition(range.start);
  const selection = new vscode.Range(start, start);
  return await vscode.window.showTextDocument(vscode.Uri.file(path), { selection });
}

/** Templates are told by content: what decides here is only who is asked. Other YAML extensions have languages of their own. */
export const templateDocuments: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/*.{yaml,yml,json,template}' }];

/** Sources of the runtimes we know. */
export const sourceDocuments: vscode.DocumentSelector = [{ scheme: 'file', pattern: '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py}' }];
