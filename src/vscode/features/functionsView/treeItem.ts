import * as vscode from 'vscode';
import { toPosition } from '../../platform/editorPlaces.ts';
import type { OpenPlace } from './places.ts';
import { badgeUri } from './problemBadges.ts';
import type { Row } from './tree.ts';

export function toTreeItem(row: Row): vscode.TreeItem {
  const { id, item, children } = row;
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const result = new vscode.TreeItem(item.label, children.length === 0 ? None : item.expanded ? Expanded : Collapsed);
  result.id = id;
  result.iconPath = new vscode.ThemeIcon(item.icon, item.iconColor === undefined ? undefined : new vscode.ThemeColor(item.iconColor));
  result.contextValue = item.contextValue;
  result.accessibilityInformation = { label: item.spoken };
  if (item.description !== undefined) result.description = item.description;
  if (item.tooltip !== undefined) result.tooltip = new vscode.MarkdownString(item.tooltip);
  if (item.problems !== undefined) result.resourceUri = badgeUri(row);
  if (item.opens !== undefined) result.command = previewOf(item.opens);
  return result;
}

/**
 * As in the Explorer: a click previews and leaves the focus in the tree, Enter or a double click moves it. No command of ours could tell
 * them apart: the editor tells only its own.
 */
function previewOf({ path, at }: OpenPlace): vscode.Command {
  const options: vscode.TextDocumentShowOptions = at === undefined ? {} : { selection: new vscode.Range(toPosition(at), toPosition(at)) };
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.file(path), options] };
}
