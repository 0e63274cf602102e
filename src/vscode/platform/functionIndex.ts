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
    for (const { byId } of this.#parts) {
      const fn = byId.get(id);
      if (fn?.definition.folder === folder) return fn;
    }
    return undefined;
  }

  handledBy(path: string): readonly AnalysedFunction[] {
    return this.#parts.flatMap(({ byHandlerPath }) => byHandlerPath.get(path) ?? []);
  }

  /** Whether there can be anything to say about places in a file. */
  involves(path: string): boolean {
    return this.#parts.some(
      (part) => part.path === path || part.byDefinedIn.has(path) || part.byHandlerPath.has(path) || part.handlerTexts.has(path),
    );
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

  /** Part by part as they come: all at once would be felt. */
  learn(templates: readonly AnalysedTemplate[]): void {
    for (const template of templates) this.of(template);
  }

  of(template: AnalysedTemplate): TemplatePart {
    const known = this.#parts.get(template);
    if (known !== undefined) return known;
    const part = partOf(template);
    this.#parts.set(template, part);
    return part;
  }
}

interface TemplatePart {
  readonly path: string;
  /** Its functions are those of now, not those that it last had. */
  readonly isRead: boolean;
  readonly functions: readonly AnalysedFunction[];
  /** Ids are unique in a folder, and a template is of one. */
  readonly byId: ReadonlyMap<string, AnalysedFunction>;
  readonly byHandlerPath: ReadonlyMap<string, readonly AnalysedFunction[]>;
  readonly byDefinedIn: ReadonlyMap<string, readonly AnalysedFunction[]>;
  /** Files that hold the texts of handlers. */
  readonly handlerTexts: ReadonlySet<string>;
}

function partOf(template: AnalysedTemplate): TemplatePart {
  const functions = functionsOf(template);
  const byHandlerPath = new Map<string, AnalysedFunction[]>();
  const byDefinedIn = new Map<string, AnalysedFunction[]>();
  for (const fn of functions) {
    push(byDefinedIn, fn.definition.definedIn, fn);
    for (const source of sourcesOf(fn)) push(byHandlerPath, source, fn);
  }
  return {
    path: template.path,
    isRead: template.kind === 'template',
    functions,
    byId: new Map(functions.map((fn) => [fn.definition.id, fn])),
    byHandlerPath,
    byDefinedIn,
    handlerTexts: new Set(functions.flatMap(({ definition: { handler } }) => (handler.kind === 'literal' ? [handler.path] : []))),
  };
}

function sourcesOf({ resolution }: AnalysedFunction): readonly string[] {
  if (resolution.kind !== 'resolved') return [];
  const { path, at } = resolution;
  return path === at.path ? [path] : [path, at.path];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
