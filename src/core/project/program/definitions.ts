import { relativePath } from '../../paths.ts';
import type { FunctionDefinition, TemplateFormat, Value } from '../model.ts';
import type { ReadContext } from '../reader.ts';
import type { LibraryCall } from './calls.ts';
import { rangeAt } from './reading.ts';
import { enclosing } from './site.ts';
import type { Module, Place, ProgramValue } from './values.ts';

/** A function as a reader of programs finds it: all but what follows from where it stands. */
export interface ProgramFunction {
  readonly at: LibraryCall;
  /** What names it in the program. */
  readonly id: ProgramValue | undefined;
  /** What it is called where that can't be told. */
  readonly kind: string;
  readonly physicalName: Value<string>;
  /** What defines it, where that is less than the whole call. */
  readonly body?: Place;
  readonly settings: Omit<
    FunctionDefinition,
    'id' | 'logicalId' | 'name' | 'format' | 'folder' | 'templatePath' | 'definedIn' | 'range' | 'bodyRange'
  >;
}

/** Gives each function an id of its own: what names it, behind its class where a file has that twice, with a number where that has. */
export function definitionsOf(
  functions: readonly ProgramFunction[],
  module: Module,
  format: TemplateFormat,
  { folder }: ReadContext,
): readonly FunctionDefinition[] {
  const { path } = module.source;
  const logicalIds = uniqueIds(functions);
  return functions.map((fn, index): FunctionDefinition => {
    const logicalId = logicalIds[index] ?? fn.kind;
    const plate = nameplate(fn, module);
    const body = fn.body ?? bodyOf(fn, plate);
    return {
      id: `${relativePath(folder, path)}#${logicalId}`,
      logicalId,
      name: fn.physicalName.kind === 'literal' ? fn.physicalName.value : logicalId,
      format,
      folder,
      templatePath: path,
      definedIn: path,
      range: rangeAt(plate ?? beginning(body)),
      bodyRange: rangeAt(body),
      ...fn.settings,
    };
  });
}

function uniqueIds(functions: readonly ProgramFunction[]): readonly string[] {
  const short = functions.map((fn) => {
    const id = idOf(fn);
    return id?.kind === 'text' && id.text !== '' ? id.text : fn.kind;
  });
  const repeated = repeatedIn(short);
  const long = functions.map((fn, index) => {
    const name = short[index] ?? fn.kind;
    const scope = repeated.has(name) ? enclosing(fn.at.site.module, fn.at.site.scope, 'class') : undefined;
    const owner = scope === undefined ? undefined : fn.at.site.module.program.scopes[scope]?.name;
    return owner === undefined ? name : `${owner}.${name}`;
  });
  const taken = new Set<string>();
  return long.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}-${number}`;
    taken.add(unique);
    return unique;
  });
}

function repeatedIn(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/** What names it: where another file's class makes it, what this file calls that. */
function idOf({ id, at: { namedBy, site } }: ProgramFunction): ProgramValue | undefined {
  const isNamedThere = id?.kind !== 'text' || id.place.source === site.module.source;
  return isNamedThere ? (namedBy ?? id) : id;
}

/** The literal that names it, where this file has it written out. */
function nameplate(fn: ProgramFunction, module: Module): Place | undefined {
  const id = idOf(fn);
  return id?.kind === 'text' && id.place.source === module.source ? id.place : undefined;
}

/** The construction; where a helper makes it, the call of that which names it. */
function bodyOf({ at: { call, site } }: ProgramFunction, plate: Place | undefined): Place {
  if (plate === undefined || isInside(plate, call.place)) return call.place;
  for (let frame = site.frame; frame !== undefined; frame = frame.outer) if (isInside(plate, frame.place)) return frame.place;
  return call.place;
}

function isInside({ source, span }: Place, around: Place): boolean {
  return source === around.source && span.start >= around.span.start && span.end <= around.span.end;
}

/** A call is long: its first characters stand for it. */
function beginning({ source, span }: Place): Place {
  const { end } = source.lines.range(span.start, span.end);
  const first = source.lines.position(span.start);
  if (end.line === first.line) return { source, span };
  const lineEnd = source.lines.offset({ line: first.line + 1, character: 0 });
  return { source, span: { start: span.start, end: Math.max(span.start, lineEnd - 1) } };
}
