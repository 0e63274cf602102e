import type { FolderSnapshot } from '../../core/analysis/model.ts';
import type { Finding, Severity } from '../../core/lint/model.ts';

const severities: readonly string[] = ['error', 'warning', 'information', 'hint'];

/** A finding as the user wants to see it; undefined where the setting `lambdaWorkbench.findings.severity` hides it. */
export function shownAs(finding: Finding, chosen: Readonly<Record<string, string>>): Finding | undefined {
  const choice = chosen[finding.code];
  if (choice === 'off') return undefined;
  return choice !== undefined && isSeverity(choice) ? { ...finding, severity: choice } : finding;
}

/** The findings of a folder as the user wants to see them. */
export function shownFindings(snapshot: FolderSnapshot, chosen: Readonly<Record<string, string>>): readonly Finding[] {
  return snapshot.findings.flatMap((finding) => shownAs(finding, chosen) ?? []);
}

/** Those of them that are wrong: what only informs is no problem of a function's. */
export function problemsIn(snapshot: FolderSnapshot, chosen: Readonly<Record<string, string>>): readonly Finding[] {
  return shownFindings(snapshot, chosen).filter(({ severity }) => severity === 'error' || severity === 'warning');
}

function isSeverity(text: string): text is Severity {
  return severities.includes(text);
}
