import type { FolderSnapshot } from '../analysis/model.ts';
import { isWithin, relativePath } from '../paths.ts';
import { nextRuns } from '../schedule/index.ts';
import { functionsIn, holds, stringsAt } from './handlerStrings.ts';
import type { HoverFacts, Place } from './model.ts';

const runsShown = 5;

/**
 * What a person wants to know of a value without going anywhere: what a handler string names, when a schedule runs next.
 * @param now milliseconds since 1970
 */
export function hoverAt(snapshots: readonly FolderSnapshot[], at: Place, now: number): HoverFacts | undefined {
  return handlerHover(snapshots, at) ?? scheduleHover(snapshots, at, now);
}

function handlerHover(snapshots: readonly FolderSnapshot[], at: Place): HoverFacts | undefined {
  const [string] = stringsAt(snapshots, at);
  if (string === undefined) return undefined;
  const { definition, resolution } = string.fn;
  const { range } = string.at;
  if (resolution.kind === 'unknown') return { kind: 'unknown', range, reason: resolution.reason };
  if (resolution.kind === 'unresolved') return undefined;
  const { path, exportName, signature, documentation } = resolution;
  const shownPath = isWithin(definition.folder, path) ? relativePath(definition.folder, path) : path;
  return { kind: 'resolved', range, path, shownPath, at: resolution.at, exportName, signature, documentation };
}

function scheduleHover(snapshots: readonly FolderSnapshot[], { path, position }: Place, now: number): HoverFacts | undefined {
  for (const { definition } of functionsIn(snapshots)) {
    for (const invoker of definition.invokers ?? []) {
      if (invoker.kind !== 'schedule' || invoker.expression.kind !== 'literal') continue;
      const { value, range, path: written } = invoker.expression;
      if (written !== path || !holds(range, position)) continue;
      const runs = nextRuns(value, now, runsShown);
      return runs.length === 0 ? undefined : { kind: 'schedule', range, runs, counted: /^\s*rate/.test(value) };
    }
  }
  return undefined;
}
