import { basename, dirname, relative, sep } from 'node:path';
import { apisOf, isBehind, type PlacedApi } from '../../../core/analysis/apis.ts';
import { functionsOf } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from '../../../core/analysis/model.ts';
import { byFunction, sourceName, sourcesIn } from '../../../core/analysis/sources.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { Source } from '../../../core/sources/model.ts';
import { type ApiKey, type ApiState, apiKeyOf } from '../../platform/apis.ts';
import type { Deployment } from '../../platform/deployments.ts';
import type { LastRun } from '../../platform/testEvents.ts';
import { apiItem, routeItem } from './apiItems.ts';
import { deploymentItem, eventItem, folderItem, functionItem, type Item, templateItem } from './items.ts';
import { KnownRows } from './knownRows.ts';
import { type FunctionsNode, nodeId } from './nodes.ts';
import { handlerPlace } from './places.ts';
import { sourceItem } from './sourceItem.ts';

/** A row of the view with all it shows, and the rows below it. */
export interface Row {
  /** Of its node. */
  readonly id: string;
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
  apiState(api: ApiKey): ApiState;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** With more functions than this, templates begin folded. */
const mostExpanded = 60;

/** The whole view as data. Folders get rows of their own only where there are several; a view without a template has no rows. */
export function buildTree(sources: TreeSources, known = new KnownRows<Row>()): readonly Row[] {
  const folders = sources.snapshots.map((snapshot): Row => {
    const { folder } = snapshot;
    return makeRow({ kind: 'folder', folder }, folderItem(basename(folder)), templateRows(snapshot, sources, known));
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
    if (old === row) return [];
    if (old === undefined || (old.item !== row.item && JSON.stringify(old.item) !== JSON.stringify(row.item))) return [row];
    const below = changedRows(old.children, row.children);
    return below === 'root' ? [row] : below;
  });
}

function sameNodes(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && after.every(({ id }, index) => id === before[index]?.id);
}

function templateRows(snapshot: FolderSnapshot, sources: TreeSources, known: KnownRows<Row>): readonly Row[] {
  const { folder, templates } = snapshot;
  const findings = new Map<string | null, Finding[]>();
  for (const finding of sources.findings(snapshot)) {
    const list = findings.get(finding.functionId);
    if (list === undefined) findings.set(finding.functionId, [finding]);
    else list.push(finding);
  }
  const findingsOf = (fn: AnalysedFunction) => findings.get(fn.definition.id) ?? noFindings;
  const apisAround = apisByFolder(templates);
  const expanded = isShort(sources.snapshots);
  return templates.filter(isWorthARow).flatMap((template): readonly Row[] => {
    const around = apisAround(template);
    const told = [expanded, ...around.map(({ api }) => api), ...functionsOf(template).flatMap(findingsOf)];
    const node = { kind: 'template', folder, path: template.path } as const;
    const row = known.looked(nodeId(node), template, told, () => {
      const children = rowsBelow(folder, template, around, findingsOf, sources, known);
      if (children === undefined) return undefined;
      return known.templateRow(template, [expanded, ...children], () => {
        const path = relative(folder, template.path).replaceAll(sep, '/');
        return makeRow(node, templateItem(path, template, expanded), children);
      });
    });
    return row === undefined ? [] : [row];
  });
}

/** What may be in front of the functions of a template: nearly always what is in its own folder. */
function apisByFolder(templates: readonly AnalysedTemplate[]): (template: AnalysedTemplate) => readonly PlacedApi[] {
  const byFolder = new Map<string, PlacedApi[]>();
  for (const placed of apisOf(templates)) {
    const folder = dirname(placed.template);
    byFolder.set(folder, byFolder.get(folder) ?? []);
    byFolder.get(folder)?.push(placed);
  }
  return (template) => {
    const [first] = functionsOf(template);
    const folders = new Set([template.path, ...(first === undefined ? [] : [first.definition.templatePath])].map((path) => dirname(path)));
    const near = [...folders].flatMap((folder) => byFolder.get(folder) ?? []);
    return near.filter((placed) => placed.template === template.path || (first !== undefined && isBehind(first, placed)));
  };
}

/** Undefined where one of them has to wait for another turn. */
function rowsBelow(
  folder: string,
  template: AnalysedTemplate,
  around: readonly PlacedApi[],
  findingsOf: (fn: AnalysedFunction) => readonly Finding[],
  sources: TreeSources,
  known: KnownRows<Row>,
): readonly Row[] | undefined {
  const callers = callersOf(around);
  const own = sourcesIn(template);
  const triggers = byFunction(own);
  const isTable = (name: string) => own.carriers.streams.some((carrier) => carrier.name === name && carrier.kind === 'table');
  const rows = around
    .filter((placed) => placed.template === template.path && placed.api.type !== 'FunctionUrl')
    .map((placed) => apiRow(folder, placed, sources));
  for (const fn of functionsOf(template)) {
    const { name } = fn.definition;
    const called = {
      callers: (callers.get(name) ?? []).filter((placed) => isBehind(fn, placed)),
      triggers: triggers.get(name) ?? [],
      isTable,
    };
    const row = functionRow(fn, findingsOf(fn), called, sources, known);
    if (row === undefined) return undefined;
    rows.push(row);
  }
  return rows;
}

const noFindings: readonly Finding[] = [];

/** Whether all functions fit on a screen or two. */
function isShort(snapshots: readonly FolderSnapshot[]): boolean {
  const counts = snapshots.flatMap(({ templates }) => templates.map((template) => functionsOf(template).length));
  return counts.reduce((sum, count) => sum + count, 0) <= mostExpanded;
}

/** By the name of a function, the APIs that have a route to it. */
function callersOf(apis: readonly PlacedApi[]): ReadonlyMap<string, readonly PlacedApi[]> {
  const callers = new Map<string, Set<PlacedApi>>();
  for (const placed of apis) {
    for (const { target } of placed.api.routes) {
      if (target.kind !== 'function') continue;
      callers.set(target.name, (callers.get(target.name) ?? new Set()).add(placed));
    }
  }
  return new Map([...callers].map(([name, placed]) => [name, [...placed]]));
}

function apiRow(folder: string, placed: PlacedApi, sources: TreeSources): Row {
  const key = apiKeyOf(folder, placed);
  return makeRow({ kind: 'api', ...key }, apiItem(placed.api, sources.apiState(key)));
}

/** What calls a function over HTTP. */
function routeRows(fn: AnalysedFunction, callers: readonly PlacedApi[], sources: TreeSources): readonly Row[] {
  const { folder, id, name } = fn.definition;
  return callers.flatMap((placed): readonly Row[] => {
    const { api } = placed;
    if (api.type === 'FunctionUrl') return [apiRow(folder, placed, sources)];
    const routes = api.routes.filter(({ target }) => target.kind === 'function' && target.name === name);
    return routes.map((route) => {
      const { method, path } = route;
      const node = { kind: 'route', ...apiKeyOf(folder, placed), id, method, path } as const;
      return makeRow(node, { ...routeItem(api, route, callers.length === 1), opens: handlerPlace(fn) });
    });
  });
}

function sourceRow(fn: AnalysedFunction, source: Source, isTable: Callers['isTable']): Row {
  const { folder, id } = fn.definition;
  const node = { kind: 'source', folder, id, source: source.kind, name: sourceName(source) } as const;
  return makeRow(node, { ...sourceItem(source, source.kind === 'stream' && isTable(source.stream)), opens: handlerPlace(fn) });
}

/** What calls a function. */
interface Callers {
  readonly callers: readonly PlacedApi[];
  readonly triggers: readonly Source[];
  /** Whether a stream is that of a table of DynamoDB. */
  readonly isTable: (stream: string) => boolean;
}

function functionRow(
  fn: AnalysedFunction,
  findings: readonly Finding[],
  { callers, triggers, isTable }: Callers,
  sources: TreeSources,
  known: KnownRows<Row>,
): Row | undefined {
  const { folder, id } = fn.definition;
  const events = sources.events(fn);
  const deployments = sources.deployments(fn);
  const make = () => {
    const eventRows = events.map(({ name, path }) =>
      makeRow({ kind: 'event', folder, id, path, name }, eventItem(path, sources.lastRun(path), sources.isWatched(path))),
    );
    const targetRows = deployments.map((deployment) => {
      const { target, label } = deployment;
      return makeRow({ kind: 'target', folder, id, target, label }, deploymentItem(deployment, sources.now));
    });
    return makeRow({ kind: 'function', folder, id }, functionItem(fn, findings), [
      ...routeRows(fn, callers, sources),
      ...triggers.map((source) => sourceRow(fn, source, isTable)),
      ...eventRows,
      ...targetRows,
    ]);
  };
  // How long ago something was deployed is another text every minute.
  if (deployments.length > 0) return make();
  const shows = [
    ...[events, ...events.flatMap(({ path }) => [sources.lastRun(path), sources.isWatched(path)])],
    ...callers.flatMap((placed) => [placed.api, sources.apiState(apiKeyOf(folder, placed))]),
    // Read anew with the template, they are others each time.
    ...triggers.map((source) => JSON.stringify(source)),
    ...findings,
  ];
  return known.row(fn, shows, make);
}

function makeRow(node: FunctionsNode, item: Item, children: readonly Row[] = []): Row {
  return { id: nodeId(node), node, item, children };
}

/** CloudFormation without a function is somebody else's business; a SAM template without one is about to get one. */
function isWorthARow(template: AnalysedTemplate): boolean {
  return template.kind === 'broken' || template.format === 'sam' || template.functions.length > 0;
}
