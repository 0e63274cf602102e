import * as vscode from 'vscode';
import type { FileRange, TextPosition, TextRange } from '../../core/text.ts';

export function toPosition({ line, character }: TextPosition): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function fromPosition({ line, character }: vscode.Position): TextPosition {
  return { line, character };
}

export function toLocation({ path, range }: FileRange): vscode.Location {
  return new vscode.Location(vscode.Uri.file(path), toRange(range));
}

/** Opens a file with the cursor at a place, or at the top. */
export async function openAt(path: string, at?: TextPosition): Promise<vscode.TextEditor> {
  const start = at === undefined ? new vscode.Position(0, 0) : toPosition(at);
  const selection = new vscode.Range(start, start);
  return await vscode.window.showTextDocument(vscode.Uri.file(path), { selection });
}

/**
 * Files that can define functions, of every format: templates, configurations and programs. They are told by content: what decides
 * here is only who is asked. Other YAML extensions have languages of their own.
 */
export const templateDocuments: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{yaml,yml,json,template,tf,tofu,js,mjs,cjs,ts,mts,cts,py,java,kt,cs,go}' },
];

/** Sources that a handler can be in. */
export const sourceDocuments: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,py,rb,java,kt,scala,cs,go,rs}' },
];

/** Both: no document is asked about twice. */
export const allDocuments: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{yaml,yml,json,template,tf,tofu,js,mjs,cjs,jsx,ts,mts,cts,tsx,py,rb,java,kt,scala,cs,go,rs}' },
];
