import * as vscode from 'vscode';
import type { Row } from './tree.ts';
import { count } from './wording.ts';

const scheme = 'lambda-workbench-function';

type Problems = NonNullable<Row['item']['problems']>;

/** Stands for a row where file decorations want a resource. */
export function badgeUri({ id }: Row): vscode.Uri {
  return vscode.Uri.from({ scheme, path: badgePath(id) });
}

/** The number of problems at the right of a row, and its colour: what the explorer does for files. */
export class ProblemBadges implements vscode.FileDecorationProvider {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  /** By the path of the resource. */
  readonly #shown = new Map<string, Problems>();
  /** Paths of rows whose badges the editor doesn't know. */
  readonly #others = new Set<string>();

  /** A row came, or shows something else now. */
  learn({ id, item: { problems } }: Row): void {
    const path = badgePath(id);
    const old = this.#shown.get(path);
    if (problems === undefined) this.#shown.delete(path);
    else this.#shown.set(path, problems);
    if (old?.count !== problems?.count || old?.worst !== problems?.worst) this.#others.add(path);
  }

  forget({ id }: Row): void {
    if (this.#shown.delete(badgePath(id))) this.#others.add(badgePath(id));
  }

  /** Has the editor ask for those that are others by now. */
  tell(): void {
    if (this.#others.size === 0) return;
    this.#changed.fire([...this.#others].map((path) => vscode.Uri.from({ scheme, path })));
    this.#others.clear();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    const problems = this.#shown.get(uri.path);
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

function badgePath(id: string): string {
  return `/${id}`;
}
