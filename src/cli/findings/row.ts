import type { FileEdit, Finding, Severity } from '../../core/lint/model.ts';
import type { TextRange } from '../../core/text.ts';
import { relativePath } from '../folder.ts';

/** A range as reports count: from 1, in UTF-16 code units; its end is the first place outside. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as the JSON of `lint` has it: schemas/lint.json. */
export interface FindingRow extends Region {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string;
  readonly function: string | null;
  readonly fixes: readonly FixRow[];
}

export interface FixRow {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly EditRow[];
}

export type EditRow =
  | { readonly kind: 'create'; readonly file: string; readonly text: string }
  | ({ readonly kind: 'replace'; readonly file: string; readonly text: string } & Region);

/** Files are told from `folder`. */
export function findingRow(finding: Finding, folder: string): FindingRow {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    file: relativePath(folder, finding.at.path),
    ...region(finding.at.range),
    function: finding.functionId,
    fixes: finding.fixes.map(({ title, preferred, edits }) => ({ title, preferred, edits: edits.map((edit) => editRow(edit, folder)) })),
  };
}

function editRow(edit: FileEdit, folder: string): EditRow {
  const file = relativePath(folder, edit.path);
  if (edit.kind === 'create') return { kind: edit.kind, file, text: edit.text };
  return { kind: edit.kind, file, ...region(edit.range), text: edit.text };
}

function region({ start, end }: TextRange): Region {
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}
