import * as vscode from 'vscode';
import type { Row } from './tree.ts';
import { count } from './wording.ts';

const scheme = 'lambda-workbench-function';

/** Stands for a row where file decorations want a resource. */
export function badgeUri({ id }: Row): vscode.Uri {
  return vscode.Uri.from({ scheme, path: badgePath(id) });
}

/** The number of problems at the right of a row, and its colour: what the explorer does for files. */
export class ProblemBadges implements vscode.FileDecorationProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  /** By the path of the resource. */
  #shown: ReadonlyMap<string, Row> = new Map();
  /** Of each row and those below it: most rows stay as they are. */
  readonly #known = new WeakMap<Row, readonly Row[]>();

  show(rows: readonly Row[]): void {
    const before = this.#shown;
    this.#shown = new Map(rows.flatMap((row) => this.#withProblems(row)).map((row) => [badgePath(row.id), row]));
    const isOther = (path: string) => {
      const [old, now] = [before.get(path), this.#shown.get(path)];
      return (
        old !== now && (old?.item.problems?.count !== now?.item.problems?.count || old?.item.problems?.worst !== now?.item.problems?.worst)
      );
    };
    const changed = [...new Set([...before.keys(), ...this.#shown.keys()])].filter(isOther);
    if (changed.length > 0) this.#changed.fire(changed.map((path) => vscode.Uri.from({ scheme, path })));
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const problems = this.#shown.get(uri.path)?.item.problems;
    if (problems === undefined) return undefined;
    const color = problems.worst === 'error' ? 'list.errorForeground' : 'list.warningForeground';
    return {
      badge: problems.count > 9 ? '9+' : String(problems.count),
      tooltip: count(problems.count, 'problem'),
      color: new vscode.ThemeColor(color),
    };
  }

  #withProblems(row: Row): readonly Row[] {
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const found = [...(row.item.problems === undefined ? [] : [row]), ...row.children.flatMap((child) => this.#withProblems(child))];
    this.#known.set(row, found);
    return found;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function badgePath(id: string): string {
  return `/${id}`;
}
