import { basename, relative, sep } from 'node:path';
import { functionsOf } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from '../../../core/analysis/model.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { Deployment } from '../../platform/deployments.ts';
import type { LastRun } from '../../platform/testEvents.ts';
import { deploymentItem, eventItem, folderItem, functionItem, type Item, templateItem } from './items.ts';
import { type FunctionsNode, nodeId } from './nodes.ts';

/** A row of the view with all it shows, and the rows below it. */
export interface Row {
  readonly node: FunctionsNode;
  readonly item: Item;
  readonly children: readonly Row[];
}

/** What the view is made of, at one moment. */
export interface TreeSources {
  readonly snapshots: readonly FolderSnapshot[];
  /** As the user's severities have them. */
  findings(snapshot: FolderSnapshot): readonly Finding[];
  events(fn: AnalysedFunction): readonly TestEvent[];
  lastRun(path: string): LastRun | undefined;
  isWatched(path: string): boolean;
  deployments(fn: AnalysedFunction): readonly Deployment[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Items of functions for as long as they are the same: with a thousand of them, making all anew at each change would be felt. */
export class FunctionItems {
  #known = new WeakMap<AnalysedFunction, { readonly findings: readonly Finding[]; readonly item: Item }>();

  of(fn: AnalysedFunction, findings: readonly Finding[]): Item {
    const known = this.#known.get(fn);
    if (known?.findings.length === findings.length && findings.every((each, index) => each === known.findings[index])) return known.item;
    const item = functionItem(fn, findings);
    this.#known.set(fn, { findings, item });
    return item;
  }
}

/** With more functions than this, templates begin folded. */
const mostExpanded = 60;

/** The whole view as data. Folders get rows of their own only where there are several; a view without a template has no rows. */
export function buildTree(sources: TreeSources, items = new FunctionItems()): readonly Row[] {
  const folders = sources.snapshots.map((snapshot): Row => {
    const { folder } = snapshot;
    return { node: { kind: 'folder', folder }, item: folderItem(basename(folder)), children: templateRows(snapshot, sources, items) };
  });
  const [only] = folders;
  if (only !== undefined && folders.length === 1) return only.children;
  return folders.some(({ children }) => children.length > 0) ? folders : [];
}

/**
 * The rows to draw again to get from one tree to the next: as few and as low as possible. `root` where top-level rows came or went.
 */
export function changedRows(before: readonly Row[], after: readonly Row[]): 'root' | readonly Row[] {
  if (!sameNodes(before, after)) return 'root';
  return after.flatMap((row, index) => {
    const old = before[index];
    if (old === undefined || (old.item !== row.item && JSON.stringify(old.item) !== JSON.stringify(row.item))) return [row];
    const below = changedRows(old.children, row.children);
    return below === 'root' ? [row] : below;
  });
}

function sameNodes(before: readonly Row[], after: readonly Row[]): boolean {
  return (
    before.length === after.length &&
    after.every(({ node }, index) => nodeId(node) === nodeId(before[index]?.node ?? { kind: 'folder', folder: '' }))
  );
}

function templateRows(snapshot: FolderSnapshot, sources: TreeSources, items: FunctionItems): readonly Row[] {
  const { folder, templates } = snapshot;
  const findings = new Map<string | null, Finding[]>();
  for (const finding of sources.findings(snapshot)) {
    const known = findings.get(finding.functionId);
    if (known === undefined) findings.set(finding.functionId, [finding]);
    else known.push(finding);
  }
  const expanded = sources.snapshots.flatMap((each) => each.templates.flatMap(functionsOf)).length <= mostExpanded;
  const rowOf = (fn: AnalysedFunction) => functionRow(fn, items.of(fn, findings.get(fn.definition.id) ?? []), sources);
  return templates.filter(isWorthARow).map((template) => ({
    node: { kind: 'template', folder, path: template.path },
    item: templateItem(relative(folder, template.path).replaceAll(sep, '/'), template, expanded),
    children: functionsOf(template).map(rowOf),
  }));
}

function functionRow(fn: AnalysedFunction, item: Item, sources: TreeSources): Row {
  const { folder, id } = fn.definition;
  const events = sources.events(fn).map(({ name, path }): Row => {
    const item = eventItem(path, sources.lastRun(path), sources.isWatched(path));
    return { node: { kind: 'event', folder, id, path, name }, item, children: [] };
  });
  const targets = sources.deployments(fn).map((deployment): Row => {
    const { target, label } = deployment;
    return { node: { kind: 'target', folder, id, target, label }, item: deploymentItem(deployment, sources.now), children: [] };
  });
  return { node: { kind: 'function', folder, id }, item, children: [...events, ...targets] };
}

/** CloudFormation without a function is somebody else's business; a SAM template without one is about to get one. */
function isWorthARow(template: AnalysedTemplate): boolean {
  return template.kind === 'broken' || template.format === 'sam' || template.functions.length > 0;
}
