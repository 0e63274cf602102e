import type { Severity } from '../../../core/lint/model.ts';
import type { FileRange, TextRange } from '../../../core/text.ts';
import { shownAs } from '../../platform/findingSeverity.ts';
import type { FolderFinding } from '../../platform/workspaceFunctions.ts';

/** One squiggle. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: TextRange;
  readonly related: readonly { readonly message: string; readonly at: FileRange }[];
}

/** The problems of one file. `severities` is the setting, for a folder. */
export function problemsOf(
  findings: readonly FolderFinding[],
  severities: (folder: string) => Readonly<Record<string, string>>,
): readonly Problem[] {
  return findings.flatMap(({ folder, finding }) => {
    const shown = shownAs(finding, severities(folder));
    if (shown === undefined) return [];
    const { code, severity, message, at, related } = shown;
    return [{ code, severity, message, range: at.range, related }];
  });
}
