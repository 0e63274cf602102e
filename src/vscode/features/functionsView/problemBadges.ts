import * as vscode from 'vscode';
import { type FunctionsNode, nodeId } from './nodes.ts';
import type { Row } from './tree.ts';
import { count } from './wording.ts';

const scheme = 'lambda-workbench-function';

/** Stands for a row where file decorations want a resource. */
export function badgeUri(node: FunctionsNode): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${nodeId(node)}` });
}

/** The number of problems at the right of a row, and its colour: what the explorer does for files. */
export class ProblemBadges implements vscode.FileDecorationProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  #shown: ReadonlyMap<string, Row> = new Map();

  show(rows: readonly Row[]): void {
    const before = this.#shown;
    this.#shown = new Map(withProblems(rows).map((row) => [badgeUri(row.node).toString(), row]));
    const uris = new Set([...before.keys(), ...this.#shown.keys()]);
    const changed = [...uris].filter((uri) => problemsText(before.get(uri)) !== problemsText(this.#shown.get(uri)));
    if (changed.length > 0) this.#changed.fire(changed.map((uri) => vscode.Uri.parse(uri)));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const problems = this.#shown.get(uri.toString())?.item.problems;
    if (problems === undefined) return undefined;
    const color = problems.worst === 'error' ? 'list.errorForeground' : 'list.warningForeground';
    return {
      badge: problems.count > 9 ? '9+' : String(problems.count),
      tooltip: count(problems.count, 'problem'),
      color: new vscode.ThemeColor(color),
    };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function problemsText(row: Row | undefined): string {
  return JSON.stringify(row?.item.problems ?? null);
}

function withProblems(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [...(row.item.problems === undefined ? [] : [row]), ...withProblems(row.children)]);
}
