import * as vscode from 'vscode';
import { type FunctionsNode, nodeId } from './nodes.ts';
import type { ProblemBadges } from './problemBadges.ts';
import { changedRows, type Row } from './tree.ts';
import { toTreeItem } from './treeItem.ts';

interface Known {
  readonly row: Row;
  /** The object that the editor knows it by. */
  readonly node: FunctionsNode;
  readonly parent: FunctionsNode | undefined;
}

/** Shows a tree of rows; `show` draws again only what differs. The editor gets the same node object for the same thing throughout. */
export class FunctionsTree implements vscode.TreeDataProvider<FunctionsNode> {
  readonly #changed = new vscode.EventEmitter<FunctionsNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #badges: ProblemBadges;
  #rows: readonly Row[] = [];
  readonly #known = new Map<string, Known>();

  constructor(badges: ProblemBadges) {
    this.#badges = badges;
  }

  show(rows: readonly Row[]): void {
    const changed = changedRows(this.#rows, rows);
    this.#learn(this.#rows, rows, undefined);
    this.#rows = rows;
    this.#badges.tell();
    if (changed === 'root') this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map((row) => this.#nodeOf(row)));
  }

  getTreeItem(node: FunctionsNode): vscode.TreeItem {
    const row = this.#known.get(nodeId(node))?.row;
    return row === undefined ? new vscode.TreeItem('') : toTreeItem(row);
  }

  getChildren(node?: FunctionsNode): FunctionsNode[] {
    const rows = node === undefined ? this.#rows : (this.#known.get(nodeId(node))?.row.children ?? []);
    return rows.map((row) => this.#nodeOf(row));
  }

  getParent(node: FunctionsNode): FunctionsNode | undefined {
    return this.#known.get(nodeId(node))?.parent;
  }

  /** The node object that the editor knows by this id. */
  node(id: string): FunctionsNode | undefined {
    return this.#known.get(id)?.node;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #nodeOf({ id, node }: Row): FunctionsNode {
    return this.#known.get(id)?.node ?? node;
  }

  /** Looks only below rows that aren't the same. */
  #learn(before: readonly Row[], after: readonly Row[], parent: FunctionsNode | undefined): void {
    const gone = new Map(before.map((row) => [row.id, row]));
    for (const row of after) {
      const old = gone.get(row.id);
      gone.delete(row.id);
      if (old === row) continue;
      const node = this.#nodeOf(row);
      this.#known.set(row.id, { row, node, parent });
      this.#badges.learn(row);
      this.#learn(old?.children ?? [], row.children, node);
    }
    for (const row of gone.values()) this.#forget(row);
  }

  #forget(row: Row): void {
    // It may have gone elsewhere.
    if (this.#known.get(row.id)?.row === row) {
      this.#known.delete(row.id);
      this.#badges.forget(row);
    }
    for (const child of row.children) this.#forget(child);
  }
}
