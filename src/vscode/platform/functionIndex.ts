import { functionsOf } from '../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, FolderSnapshot } from '../../core/analysis/model.ts';
import type { FolderFinding } from './workspaceFunctions.ts';

/** What names a function everywhere outside the analysis: arguments of commands, nodes of the view. Never goes stale. */
export interface FunctionKey {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** `FunctionDefinition.id`. */
  readonly id: string;
}

export function keyOf(fn: AnalysedFunction): FunctionKey {
  return { folder: fn.definition.folder, id: fn.definition.id };
}

export function isFunctionKey(value: unknown): value is FunctionKey {
  if (typeof value !== 'object' || value === null || !('folder' in value) || !('id' in value)) return false;
  return typeof value.folder === 'string' && typeof value.id === 'string';
}

/** Look-ups in the snapshots of all folders. */
export class FunctionIndex {
  readonly #all: readonly AnalysedFunction[];
  readonly #byKey = new Map<string, AnalysedFunction>();
  readonly #byHandlerPath = new Map<string, AnalysedFunction[]>();
  readonly #byTemplate = new Map<string, AnalysedFunction[]>();
  /** Files that functions are defined in, or handled by. */
  readonly #involved = new Set<string>();
  readonly #findings = new Map<string, FolderFinding[]>();

  constructor(snapshots: readonly FolderSnapshot[]) {
    this.#all = snapshots.flatMap(({ templates }) => templates.flatMap(functionsOf));
    for (const fn of this.#all) {
      this.#byKey.set(mapKey(fn.definition.folder, fn.definition.id), fn);
      push(this.#byTemplate, fn.definition.definedIn, fn);
      if (fn.resolution.kind === 'resolved') {
        const { path, at } = fn.resolution;
        for (const source of new Set([path, at.path])) push(this.#byHandlerPath, source, fn);
      }
      for (const path of filesOf(fn)) this.#involved.add(path);
    }
    for (const { templates } of snapshots) for (const { path } of templates) this.#involved.add(path);
    for (const { folder, findings } of snapshots)
      for (const finding of findings) push(this.#findings, finding.at.path, { folder, finding });
  }

  all(): readonly AnalysedFunction[] {
    return this.#all;
  }

  find(folder: string, id: string): AnalysedFunction | undefined {
    return this.#byKey.get(mapKey(folder, id));
  }

  handledBy(path: string): readonly AnalysedFunction[] {
    return this.#byHandlerPath.get(path) ?? [];
  }

  /** Whether there can be anything to say about places in a file. */
  involves(path: string): boolean {
    return this.#involved.has(path);
  }

  findingsIn(path: string): readonly FolderFinding[] {
    return this.#findings.get(path) ?? [];
  }

  at(path: string, line: number): AnalysedFunction | undefined {
    return this.#byTemplate.get(path)?.find(({ definition: { bodyRange } }) => bodyRange.start.line <= line && line <= bodyRange.end.line);
  }
}

function filesOf({ definition: { definedIn, handler }, resolution }: AnalysedFunction): readonly string[] {
  const written = handler.kind === 'literal' ? [handler.path] : [];
  return [definedIn, ...written, ...(resolution.kind === 'resolved' ? [resolution.path, resolution.at.path] : [])];
}

function mapKey(folder: string, id: string): string {
  return `${folder}\0${id}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
