import type { FolderSnapshot } from '../../../core/analysis/model.ts';
import type { Severity } from '../../../core/lint/model.ts';
import type { FileRange, TextRange } from '../../../core/text.ts';
import { shownFindings } from '../../platform/findingSeverity.ts';

/** One squiggle. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: TextRange;
  readonly related: readonly { readonly message: string; readonly at: FileRange }[];
}

/** All problems of all folders by the path of the file that shows them. `severities` is the setting, for a folder. */
export function problemsByPath(
  snapshots: readonly FolderSnapshot[],
  severities: (folder: string) => Readonly<Record<string, string>>,
): ReadonlyMap<string, readonly Problem[]> {
  const result = new Map<string, Problem[]>();
  const add = (path: string, problem: Problem) => {
    const problems = result.get(path);
    if (problems === undefined) result.set(path, [problem]);
    else problems.push(problem);
  };
  for (const snapshot of snapshots) {
    for (const { code, severity, message, at, related } of shownFindings(snapshot, severities(snapshot.folder))) {
      add(at.path, { code, severity, message, range: at.range, related });
    }
  }
  return result;
}

/** Paths whose problems differ between two moments. */
export function changedPaths(
  before: ReadonlyMap<string, readonly Problem[]>,
  after: ReadonlyMap<string, readonly Problem[]>,
): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => JSON.stringify(before.get(path)) !== JSON.stringify(after.get(path)));
}
