import { findingsByPath } from '../../core/analysis/delta.ts';
import { functionsOf } from '../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from '../../core/analysis/model.ts';
import type { Finding } from '../../core/lint/model.ts';
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

/**
 * Look-ups in the snapshots of all folders. What is looked up in is made once for each template, so that a keystroke in one of many
 * costs what that one does.
 */
export class FunctionIndex {
  readonly #parts: readonly TemplatePart[];
  readonly #findings: readonly { readonly folder: string; readonly byPath: ReadonlyMap<string, readonly Finding[]> }[];
  #all: readonly AnalysedFunction[] | undefined;

  constructor(snapshots: readonly FolderSnapshot[], known = new TemplateParts()) {
    this.#parts = snapshots.flatMap(({ templates }) => templates.map((template) => known.of(template)));
    this.#findings = snapshots.map(({ folder, findings }) => ({ folder, byPath: findingsByPath(findings) }));
  }

  all(): readonly AnalysedFunction[] {
    this.#all ??= this.#parts.flatMap(({ functions }) => functions);
    return this.#all;
  }

  find(folder: string, id: string): AnalysedFunction | undefined {
    const key = mapKey(folder, id);
    for (const { byKey } of this.#parts) {
      const fn = byKey.get(key);
      if (fn !== undefined) return fn;
    }
    return undefined;
  }

  handledBy(path: string): readonly AnalysedFunction[] {
    return this.#parts.flatMap(({ byHandlerPath }) => byHandlerPath.get(path) ?? []);
  }

  /** Whether there can be anything to say about places in a file. */
  involves(path: string): boolean {
    return this.#parts.some(({ involved }) => involved.has(path));
  }

  findingsIn(path: string): readonly FolderFinding[] {
    return this.#findings.flatMap(({ folder, byPath }) => (byPath.get(path) ?? []).map((finding) => ({ folder, finding })));
  }

  definedIn(path: string): readonly AnalysedFunction[] {
    return this.#parts.flatMap(({ isRead, byDefinedIn }) => (isRead ? (byDefinedIn.get(path) ?? []) : []));
  }

  at(path: string, line: number): AnalysedFunction | undefined {
    return this.#parts
      .flatMap(({ byDefinedIn }) => byDefinedIn.get(path) ?? [])
      .find(({ definition: { bodyRange } }) => bodyRange.start.line <= line && line <= bodyRange.end.line);
  }
}

/** Remembers what was made of each template, for as long as that is the same. */
export class TemplateParts {
  readonly #parts = new WeakMap<AnalysedTemplate, TemplatePart>();

  of(template: AnalysedTemplate): TemplatePart {
    const known = this.#parts.get(template);
    if (known !== undefined) return known;
    const part = partOf(template);
    this.#parts.set(template, part);
    return part;
  }
}

interface TemplatePart {
  /** Its functions are those of now, not those that it last had. */
  readonly isRead: boolean;
  readonly functions: readonly AnalysedFunction[];
  readonly byKey: ReadonlyMap<string, AnalysedFunction>;
  readonly byHandlerPath: ReadonlyMap<string, readonly AnalysedFunction[]>;
  readonly byDefinedIn: ReadonlyMap<string, readonly AnalysedFunction[]>;
  /** The template, and files that its functions are defined in or handled by. */
  readonly involved: ReadonlySet<string>;
}

function partOf(template: AnalysedTemplate): TemplatePart {
  const functions = functionsOf(template);
  const byHandlerPath = new Map<string, AnalysedFunction[]>();
  const byDefinedIn = new Map<string, AnalysedFunction[]>();
  for (const fn of functions) {
    push(byDefinedIn, fn.definition.definedIn, fn);
    for (const source of new Set(sourcesOf(fn))) push(byHandlerPath, source, fn);
  }
  return {
    isRead: template.kind === 'template',
    functions,
    byKey: new Map(functions.map((fn) => [mapKey(fn.definition.folder, fn.definition.id), fn])),
    byHandlerPath,
    byDefinedIn,
    involved: new Set([template.path, ...functions.flatMap(filesOf)]),
  };
}

function sourcesOf({ resolution }: AnalysedFunction): readonly string[] {
  return resolution.kind === 'resolved' ? [resolution.path, resolution.at.path] : [];
}

function filesOf(fn: AnalysedFunction): readonly string[] {
  const { definedIn, handler } = fn.definition;
  return [definedIn, ...(handler.kind === 'literal' ? [handler.path] : []), ...sourcesOf(fn)];
}

function mapKey(folder: string, id: string): string {
  return `${folder}\0${id}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
