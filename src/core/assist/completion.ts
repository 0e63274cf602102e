import { basename, dirname, extname } from 'node:path';
import type { AnalysedFunction, FolderSnapshot } from '../analysis/model.ts';
import type { HandlerContext } from '../handler/context.ts';
import type { ReadableFileSystem } from '../ports.ts';
import type { FunctionDefinition } from '../project/model.ts';
import type { TextPosition, TextRange } from '../text.ts';
import type { NamedModule } from './handlerModules.ts';
import { functionsIn, isPlain, stringsAt } from './handlerStrings.ts';
import type { Completion, Place } from './model.ts';
import { modulesOf } from './modules.ts';

/** What can follow in a handler string: files of the code folder; behind the name of one and a dot, what it exports. Classes with their methods. */
export async function completionsAt(
  snapshots: readonly FolderSnapshot[],
  at: Place,
  context: HandlerContext,
): Promise<readonly Completion[]> {
  const writing = handlerAt(snapshots, at) ?? (await emptyHandlerAt(snapshots, at, context.files));
  const modules = writing === undefined ? undefined : await modulesOf(writing.definition, context);
  if (writing === undefined || modules === undefined) return [];
  const { written, range } = writing;
  const typed = written.slice(0, at.position.character - range.start.character);
  const module = await modules.moduleBefore(typed);
  if (module !== undefined) return exportsAsCompletions(module, modules.separator, typed, range);
  return modules.files.map(({ module: name, path }, index) => ({
    label: name,
    // Two colons at the end of a text are a key to YAML: there a class comes with its method.
    ...(modules.separator === '::' ? { kind: 'export', text: name } : { kind: 'file', text: `${name}.` }),
    range,
    detail: basename(path),
    rank: index,
  }));
}

/** A handler that is being written. */
interface Writing {
  readonly definition: FunctionDefinition;
  readonly written: string;
  readonly range: TextRange;
}

function handlerAt(snapshots: readonly FolderSnapshot[], at: Place): Writing | undefined {
  const [string] = stringsAt(snapshots, at);
  if (string === undefined || !isPlain(string.value, string.at.range)) return undefined;
  return { definition: string.fn.definition, written: string.value, range: string.at.range };
}

/** Nothing is written yet: the line says that a handler goes here, and the function that it is for is around it. */
async function emptyHandlerAt(
  snapshots: readonly FolderSnapshot[],
  { path, position }: Place,
  files: ReadableFileSystem,
): Promise<Writing | undefined> {
  const around = functionsIn(snapshots).filter((fn) => fn.definition.definedIn === path && mayHold(fn, position));
  if (around.length === 0) return undefined;
  const line = (await files.readText(path))?.split(/\r\n|\r|\n/)[position.line] ?? '';
  const before = line.slice(0, position.character);
  if (!/(?:^|[\s{,("'])handler["']?\s*[:=]\s*["'`]?$/i.test(before) || !/^["'`]?\s*(?:#.*|[,})].*)?$/.test(line.slice(position.character)))
    return undefined;
  const [fn] = around.sort((a, b) => b.definition.range.start.line - a.definition.range.start.line);
  return fn && { definition: fn.definition, written: '', range: { start: position, end: position } };
}

/** A resource ends with what is written in it: the empty line behind may be where the next property goes. */
function mayHold({ definition: { handler, bodyRange } }: AnalysedFunction, { line }: TextPosition): boolean {
  return handler.kind !== 'literal' && bodyRange.start.line <= line && line <= bodyRange.end.line + 1;
}

function exportsAsCompletions(
  { exports, written }: NamedModule,
  separator: string,
  typed: string,
  range: TextRange,
): readonly Completion[] {
  const { line, character } = range.start;
  const start = { line, character: character + Math.min(written.length + separator.length, typed.length) };
  return exports.map(({ name, path, isFunction }, index) => ({
    label: name,
    kind: 'export',
    text: name,
    range: { start, end: range.end },
    detail: `${basename(dirname(path))}/${basename(path, extname(path))}${extname(path)}`,
    rank: isFunction ? index : 1000 + index,
  }));
}
