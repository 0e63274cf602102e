import * as vscode from 'vscode';
import { commands } from '../../contributions.ts';
import type { FunctionsNode } from './nodes.ts';
import { badgeUri } from './problemBadges.ts';
import type { Row } from './tree.ts';

export function toTreeItem(row: Row): vscode.TreeItem {
  const { id, node, item, children } = row;
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const result = new vscode.TreeItem(item.label, children.length === 0 ? None : item.expanded ? Expanded : Collapsed);
  result.id = id;
  result.iconPath = new vscode.ThemeIcon(item.icon, item.iconColor === undefined ? undefined : new vscode.ThemeColor(item.iconColor));
  result.contextValue = item.contextValue;
  result.accessibilityInformation = { label: item.spoken };
  if (item.description !== undefined) result.description = item.description;
  if (item.tooltip !== undefined) result.tooltip = new vscode.MarkdownString(item.tooltip);
  if (item.problems !== undefined) result.resourceUri = badgeUri(row);
  const command = commandOf(node);
  if (command !== undefined) result.command = command;
  return result;
}

/** What a click does. */
function commandOf(node: FunctionsNode): vscode.Command | undefined {
  switch (node.kind) {
    case 'function':
      return { command: commands.openHandler, title: vscode.l10n.t('Open Handler'), arguments: [node] };
    case 'template':
      return { command: commands.openTemplate, title: vscode.l10n.t('Open Template'), arguments: [node] };
    case 'event':
      return { command: 'vscode.open', title: vscode.l10n.t('Open Test Event'), arguments: [vscode.Uri.file(node.path)] };
    case 'route':
    case 'source':
      return { command: commands.openHandler, title: vscode.l10n.t('Open Handler'), arguments: [node] };
    case 'folder':
    case 'api':
    case 'target':
      return undefined;
  }
}
