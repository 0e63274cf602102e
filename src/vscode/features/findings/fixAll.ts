import type { FileEdit, Finding } from '../../../core/lint/model.ts';
import { comparePositions } from '../../../core/text.ts';

/** The edits of all preferred fixes that can be made together: each once, and none that touches what another one changes. */
export function preferredEdits(findings: readonly Finding[]): readonly FileEdit[] {
  const taken: FileEdit[] = [];
  for (const { fixes } of findings) {
    const edits = fixes.find(({ preferred }) => preferred)?.edits ?? [];
    const added = edits.filter((edit) => !taken.some((other) => same(edit, other)));
    // A fix is made as a whole or not at all.
    if (!added.some((edit) => taken.some((other) => overlap(edit, other)))) taken.push(...added);
  }
  return taken;
}

function same(a: FileEdit, b: FileEdit): boolean {
  if (a.kind === 'create' || b.kind === 'create') return a.kind === b.kind && a.path === b.path && a.text === b.text;
  const [one, two] = [a.range, b.range];
  return a.path === b.path && a.text === b.text && comparePositions(one.start, two.start) === 0 && comparePositions(one.end, two.end) === 0;
}

function overlap(a: FileEdit, b: FileEdit): boolean {
  if (a.path !== b.path) return false;
  if (a.kind === 'create' || b.kind === 'create') return true;
  const apart = comparePositions(a.range.end, b.range.start) <= 0 || comparePositions(b.range.end, a.range.start) <= 0;
  // Two insertions at one place would come in an order that nobody chose.
  return !apart || comparePositions(a.range.start, b.range.start) === 0;
}
