import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../lint/model.ts';
import type { AnalysedTemplate, FolderSnapshot } from './model.ts';
import { compareTexts } from './order.ts';

/** What is different between two snapshots of a folder. Plain data: crosses the worker's boundary as it is. */
export interface SnapshotDelta {
  /** New ones and different ones. */
  readonly templates: readonly AnalysedTemplate[];
  /** Paths of templates that are no longer there. */
  readonly gone: readonly string[];
  /** Of each file whose findings are different: all that there are now. */
  readonly findings: readonly FileFindings[];
}

export interface FileFindings {
  /** Of the file that shows them; absolute. */
  readonly path: string;
  readonly findings: readonly Finding[];
}

/**
 * What leads from `before` to `after`. Nearly free for what is the same object in both, as FolderAnalysis makes them; what is not,
 * is compared by its content, so that a change without effect is none.
 */
export function deltaBetween(before: FolderSnapshot, after: FolderSnapshot): SnapshotDelta {
  const old = new Map(before.templates.map((template) => [template.path, template]));
  const templates = after.templates.filter((template) => !isDeepStrictEqual(old.get(template.path), template));
  const there = new Set(after.templates.map(({ path }) => path));
  const gone = before.templates.map(({ path }) => path).filter((path) => !there.has(path));
  const [shown, found] = [findingsByPath(before.findings), findingsByPath(after.findings)];
  const paths = [...new Set([...shown.keys(), ...found.keys()])];
  const findings = paths
    .filter((path) => !isDeepStrictEqual(shown.get(path), found.get(path)))
    .map((path) => ({ path, findings: found.get(path) ?? [] }));
  return { templates, gone, findings };
}

/** The other way: the snapshot that a delta leads to. */
export function applyDelta(before: FolderSnapshot, { templates, gone, findings }: SnapshotDelta): FolderSnapshot {
  const byPath = new Map(before.templates.map((template) => [template.path, template]));
  for (const path of gone) byPath.delete(path);
  for (const template of templates) byPath.set(template.path, template);
  const found = new Map(findingsByPath(before.findings));
  for (const file of findings) found.set(file.path, file.findings);
  return {
    folder: before.folder,
    templates: [...byPath.values()].sort((a, b) => compareTexts(a.path, b.path)),
    findings: [...found].sort(([a], [b]) => compareTexts(a, b)).flatMap(([, list]) => list),
  };
}

/** As much of a delta as one message should carry: the loop of whoever receives it is held no longer than a blink. */
export function firstPart(delta: SnapshotDelta, most: { readonly functions: number; readonly findings: number }): SnapshotDelta {
  const templates = upTo(most.functions, delta.templates, (template) => (template.kind === 'template' ? template.functions.length : 0));
  // Findings are about functions: those come first, and all of them.
  if (templates.length < delta.templates.length) return { templates, gone: delta.gone, findings: [] };
  return { ...delta, findings: upTo(most.findings, delta.findings, ({ findings }) => findings.length) };
}

export function isEmpty({ templates, gone, findings }: SnapshotDelta): boolean {
  return templates.length + gone.length + findings.length === 0;
}

export function emptySnapshot(folder: string): FolderSnapshot {
  return { folder, templates: [], findings: [] };
}

/** By the file that shows them, each file's in the order of their places. */
export function findingsByPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const result = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = result.get(finding.at.path);
    if (list === undefined) result.set(finding.at.path, [finding]);
    else list.push(finding);
  }
  return result;
}

/** The first items whose sizes fit together; at least one. */
function upTo<T>(most: number, items: readonly T[], sizeOf: (item: T) => number): readonly T[] {
  let size = 0;
  const end = items.findIndex((item, index) => {
    size += sizeOf(item);
    return index > 0 && size > most;
  });
  return end === -1 ? items : items.slice(0, end);
}
