import * as vscode from 'vscode';
import type { AnalysedFunction } from '../../../core/analysis/model.ts';
import type { WorkspaceFunctions } from '../../platform/workspaceFunctions.ts';
import { firstStatementLine } from './firstStatement.ts';

/** Set where nothing else would stop in the handler: from its declaration to the next handler of the file. */
export async function breakAtHandler(
  { resolution }: AnalysedFunction,
  functions: WorkspaceFunctions,
): Promise<vscode.SourceBreakpoint | undefined> {
  if (resolution.kind !== 'resolved') return undefined;
  const { path, range } = resolution.at;
  const document = await vscode.workspace.openTextDocument(path);
  const starts = functions
    .handledBy(path)
    .map((other) => (other.resolution.kind === 'resolved' ? other.resolution.at.range.start.line : 0));
  const end = Math.min(...starts.filter((line) => line > range.start.line), document.lineCount);
  const isThere = (breakpoint: vscode.Breakpoint) => {
    if (!(breakpoint instanceof vscode.SourceBreakpoint) || !breakpoint.enabled) return false;
    const { uri, range: at } = breakpoint.location;
    return uri.toString() === document.uri.toString() && at.start.line >= range.start.line && at.start.line < end;
  };
  if (vscode.debug.breakpoints.some(isThere)) return undefined;
  const line = firstStatementLine(document.getText().split(/\r\n|\r|\n/), range.start);
  const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0)));
  vscode.debug.addBreakpoints([breakpoint]);
  return breakpoint;
}
