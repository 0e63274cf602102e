import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../lint/model.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from './model.ts';
import { compareTexts } from './order.ts';

/** What is different between two snapshots of a folder. Plain data: crosses the worker's boundary as it is. */
export interface SnapshotDelta {
  /** New ones and different ones. */
  readonly templates: readonly TemplateChange[];
  /** Paths of templates that are no longer there. */
  readonly gone: readonly string[];
  /** Of each file whose findings are different. */
  readonly findings: readonly FileFindings[];
}

export type TemplateChange =
  | { readonly kind: 'whole'; readonly path: string; readonly template: AnalysedTemplate }
  /** As before, but for these functions; `ids` are those of all that it has now, in order, also of those that are still to come. */
  | { readonly kind: 'functions'; readonly path: string; readonly changed: readonly AnalysedFunction[]; readonly ids: readonly string[] };

/** Somebody who types changes one of many: the others stay, at both ends of the list. */
export interface FileFindings {
  /** Of the file that shows them; absolute. */
  readonly path: string;
  /** How many stay at the beginning. */
  readonly first: number;
  /** How many stay at the end. */
  readonly last: number;
  /** What is between them now. */
  readonly findings: readonly Finding[];
}

/**
 * What leads from `before` to `after`. Nearly free for what is the same object in both, as FolderAnalysis makes them; what is not,
 * is compared by its content, so that a change without effect is none.
 */
export function deltaBetween(before: FolderSnapshot, after: FolderSnapshot): SnapshotDelta {
  const old = new Map(before.templates.map((template) => [template.path, template]));
  const templates = after.templates.flatMap((template) => changeOf(old.get(template.path), template) ?? []);
  const there = new Set(after.templates.map(({ path }) => path));
  const gone = before.templates.map(({ path }) => path).filter((path) => !there.has(path));
  const [shown, found] = [findingsByPath(before.findings), findingsByPath(after.findings)];
  const paths = [...new Set([...shown.keys(), ...found.keys()])];
  const findings = paths.flatMap((path) => findingsBetween(path, shown.get(path) ?? [], found.get(path) ?? []) ?? []);
  return { templates, gone, findings };
}

/** The other way: the snapshot that a delta leads to. */
export function applyDelta(before: FolderSnapshot, { templates, gone, findings }: SnapshotDelta): FolderSnapshot {
  const byPath = new Map(before.templates.map((template) => [template.path, template]));
  for (const path of gone) byPath.delete(path);
  for (const change of templates) {
    const template = change.kind === 'whole' ? change.template : withFunctions(byPath.get(change.path), change);
    if (template !== undefined) byPath.set(change.path, template);
  }
  const found = new Map(findingsByPath(before.findings));
  for (const { path, first, last, findings: between } of findings) {
    const known = found.get(path) ?? [];
    found.set(path, [...known.slice(0, first), ...between, ...known.slice(known.length - last)]);
  }
  return {
    folder: before.folder,
    templates: [...byPath.values()].sort((a, b) => compareTexts(a.path, b.path)),
    findings: [...found].sort(([a], [b]) => compareTexts(a, b)).flatMap(([, list]) => list),
  };
}

/** As much of a delta as one message should carry, and what is to follow: the loop of whoever receives it is held no longer than a blink. */
export function splitDelta(
  delta: SnapshotDelta,
  most: { readonly functions: number; readonly findings: number },
): { readonly part: SnapshotDelta; readonly rest: SnapshotDelta } {
  const [templates, laterTemplates] = split(delta.templates, most.functions, sizeOf, cutTemplate);
  // Findings are about functions: those come first, and all of them.
  if (laterTemplates.length > 0) {
    return {
      part: { templates, gone: delta.gone, findings: [] },
      rest: { templates: laterTemplates, gone: [], findings: delta.findings },
    };
  }
  const [findings, laterFindings] = split(delta.findings, most.findings, ({ findings }) => findings.length, cutFindings);
  return { part: { templates, gone: delta.gone, findings }, rest: { templates: [], gone: [], findings: laterFindings } };
}

function sizeOf(change: TemplateChange): number {
  if (change.kind === 'functions') return change.changed.length;
  return change.template.kind === 'template' ? change.template.functions.length : 0;
}

/** Undefined where nothing is different. */
function changeOf(before: AnalysedTemplate | undefined, after: AnalysedTemplate): TemplateChange | undefined {
  if (before === after) return undefined;
  const { path } = after;
  const whole: TemplateChange = { kind: 'whole', path, template: after };
  if (before?.kind !== 'template' || after.kind !== 'template') return isDeepStrictEqual(before, after) ? undefined : whole;
  const old = new Map(before.functions.map((fn) => [fn.definition.id, fn]));
  const ids = after.functions.map(({ definition }) => definition.id);
  if (!isDeepStrictEqual({ ...before, functions: [] }, { ...after, functions: [] }) || new Set(ids).size < ids.length) return whole;
  const changed = after.functions.filter((fn) => !isDeepStrictEqual(old.get(fn.definition.id), fn));
  const sameOrder = before.functions.length === ids.length && before.functions.every(({ definition }, n) => definition.id === ids[n]);
  return changed.length === 0 && sameOrder ? undefined : { kind: 'functions', path, changed, ids };
}

/** Undefined where nothing is different. */
function findingsBetween(path: string, before: readonly Finding[], after: readonly Finding[]): FileFindings | undefined {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && isDeepStrictEqual(before[first], after[first])) first++;
  if (first === before.length && first === after.length) return undefined;
  let last = 0;
  while (last < shorter - first && isDeepStrictEqual(before.at(-1 - last), after.at(-1 - last))) last++;
  return { path, first, last, findings: after.slice(first, after.length - last) };
}

function withFunctions(
  before: AnalysedTemplate | undefined,
  { changed, ids }: Extract<TemplateChange, { readonly kind: 'functions' }>,
): AnalysedTemplate | undefined {
  if (before?.kind !== 'template') return before;
  const known = new Map([...before.functions, ...changed].map((fn) => [fn.definition.id, fn]));
  return { ...before, functions: ids.flatMap((id) => known.get(id) ?? []) };
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
  // They come file by file: thousands of look-ups at each keystroke would be felt.
  let [path, list]: [string | undefined, Finding[]] = [undefined, []];
  for (const finding of findings) {
    if (finding.at.path !== path) {
      path = finding.at.path;
      list = result.get(path) ?? [];
      result.set(path, list);
    }
    list.push(finding);
  }
  return result;
}

/** The first items whose sizes fit together, and the others. What doesn't fit by itself is cut. */
function split<T>(
  items: readonly T[],
  most: number,
  sizeOf: (item: T) => number,
  cut: (item: T, most: number) => readonly [T, T] | undefined,
): readonly [readonly T[], readonly T[]] {
  let size = 0;
  const end = items.findIndex((item) => {
    size += sizeOf(item);
    return size > most;
  });
  if (end === -1) return [items, []];
  const [first] = items;
  if (end > 0 || first === undefined) return [items.slice(0, end), items.slice(end)];
  const [one, other] = cut(first, most) ?? [first];
  return [[one], [...(other === undefined ? [] : [other]), ...items.slice(1)]];
}

/** Undefined where functions can't be told apart, so that all of them come together. */
function cutTemplate(change: TemplateChange, most: number): readonly [TemplateChange, TemplateChange] | undefined {
  const { path } = change;
  if (change.kind === 'functions') {
    const { changed, ids } = change;
    return [
      { kind: 'functions', path, changed: changed.slice(0, most), ids },
      { kind: 'functions', path, changed: changed.slice(most), ids },
    ];
  }
  const { template } = change;
  if (template.kind === 'broken') return undefined;
  const ids = template.functions.map(({ definition }) => definition.id);
  if (new Set(ids).size < ids.length) return undefined;
  return [
    { kind: 'whole', path, template: { ...template, functions: template.functions.slice(0, most) } },
    { kind: 'functions', path, changed: template.functions.slice(most), ids },
  ];
}

function cutFindings({ path, first, last, findings }: FileFindings, most: number): readonly [FileFindings, FileFindings] {
  return [
    { path, first, last, findings: findings.slice(0, most) },
    { path, first: first + most, last, findings: findings.slice(most) },
  ];
}
