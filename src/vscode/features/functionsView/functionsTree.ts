import * as vscode from 'vscode';
import { type FunctionsNode, nodeId } from './nodes.ts';
import type { ProblemBadges } from './problemBadges.ts';
import { changedRows, type Row } from './tree.ts';
import { toTreeItem } from './treeItem.ts';

interface Known {
  readonly row: Row;
  readonly parent: FunctionsNode | undefined;
}

/** Shows a tree of rows; `show` draws again only what differs. The editor gets the same node object for the same thing throughout. */
export class FunctionsTree implements vscode.TreeDataProvider<FunctionsNode> {
  readonly #changed = new vscode.EventEmitter<FunctionsNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #badges: ProblemBadges;
  #rows: readonly Row[] = [];
  #known: ReadonlyMap<string, Known> = new Map();
  #nodes: ReadonlyMap<string, FunctionsNode> = new Map();

  constructor(badges: ProblemBadges) {
    this.#badges = badges;
  }

  show(rows: readonly Row[]): void {
    const changed = changedRows(this.#rows, rows);
    this.#rows = rows;
    this.#learn(rows);
    this.#badges.show(rows);
    if (changed === 'root') this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map(({ node }) => this.#same(node)));
  }

  getTreeItem(node: FunctionsNode): vscode.TreeItem {
    const row = this.#known.get(nodeId(node))?.row;
    return row === undefined ? new vscode.TreeItem('') : toTreeItem(row);
  }

  getChildren(node?: FunctionsNode): FunctionsNode[] {
    const rows = node === undefined ? this.#rows : (this.#known.get(nodeId(node))?.row.children ?? []);
    return rows.map((row) => this.#same(row.node));
  }

  getParent(node: FunctionsNode): FunctionsNode | undefined {
    return this.#known.get(nodeId(node))?.parent;
  }

  /** The node object that the editor knows by this id. */
  node(id: string): FunctionsNode | undefined {
    return this.#nodes.get(id);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #same(node: FunctionsNode): FunctionsNode {
    return this.#nodes.get(nodeId(node)) ?? node;
  }

  #learn(rows: readonly Row[]): void {
    const known = new Map<string, Known>();
    const nodes = new Map<string, FunctionsNode>();
    const visit = (row: Row, parent: FunctionsNode | undefined) => {
      const id = nodeId(row.node);
      const node = this.#nodes.get(id) ?? row.node;
      known.set(id, { row, parent });
      nodes.set(id, node);
      for (const child of row.children) visit(child, node);
    };
    for (const row of rows) visit(row, undefined);
    this.#known = known;
    this.#nodes = nodes;
  }
}
