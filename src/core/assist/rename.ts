import { extname } from 'node:path';
import type { FolderSnapshot } from '../analysis/model.ts';
import type { HandlerContext } from '../handler/context.ts';
import { type FileRange, LineMap } from '../text.ts';
import { eachOnce, exportPart, type HandlerString, holds, lastName, stringsAt } from './handlerStrings.ts';
import type { Place, RenameAnswer, Renameable, TextEdit } from './model.ts';
import { declarationAt, stringsOf } from './navigation.ts';
import { moduleNameUses } from './pythonNames.ts';

/** What would be renamed from a place: the export's part of a handler string, or the name of an export that a string names. */
export async function renameableAt(
  snapshots: readonly FolderSnapshot[],
  at: Place,
  context: HandlerContext,
): Promise<Renameable | undefined> {
  const [string] = stringsAt(snapshots, at);
  if (string !== undefined) {
    const range = exportPart(string);
    return range !== undefined && holds(range, at.position) ? { range, name: nameIn(string) } : undefined;
  }
  const declaration = declarationAt(snapshots, at);
  const [named] = declaration === undefined ? [] : stringsOf(snapshots, declaration);
  if (declaration === undefined || named === undefined) return undefined;
  return (await textAt(declaration, context)) === nameIn(named) ? { range: declaration.range, name: nameIn(named) } : undefined;
}

/**
 * Renames an export and all strings that name it. Undefined where the place has to do with none: somebody else's rename then.
 * The source is edited here only where the language is one that an editor may have no rename for.
 */
export async function renameAt(
  snapshots: readonly FolderSnapshot[],
  at: Place,
  newName: string,
  context: HandlerContext,
): Promise<RenameAnswer | undefined> {
  const declaration = declarationAt(snapshots, at);
  if (declaration === undefined) return undefined;
  const strings = stringsOf(snapshots, declaration);
  const [first] = strings;
  if (first === undefined) return undefined;
  const refusal = await refusalOf(first, declaration, newName, context);
  if (refusal !== undefined) return { kind: 'refused', message: refusal };
  const edits = eachOnce(strings.map((string) => string.at)).flatMap((place): readonly TextEdit[] => {
    const string = strings.find((each) => each.at === place);
    const range = string === undefined ? undefined : exportPart(string);
    return range === undefined ? [] : [{ path: place.path, range, text: newName }];
  });
  return { kind: 'rename', declaration, strings: edits, source: await sourceEdits(declaration, nameIn(first), newName, context) };
}

async function refusalOf(
  string: HandlerString,
  declaration: FileRange,
  newName: string,
  context: HandlerContext,
): Promise<string | undefined> {
  const isPython = extname(declaration.path) === '.py';
  if (!(isPython ? /^[A-Za-z_]\w*$/ : /^[A-Za-z_$][\w$]*$/).test(newName)) return `'${newName}' can’t be the name of an export.`;
  const name = nameIn(string);
  if (exportPart(string) === undefined) return `'${string.value}' doesn’t name the export as it is, so it can’t follow.`;
  const there = await textAt(declaration, context);
  return there === name ? undefined : `What is exported as ${name} is declared under another name, ${there}: rename it in the source.`;
}

function nameIn({ fn: { resolution } }: HandlerString): string {
  return resolution.kind === 'resolved' ? lastName(resolution.exportName) : '';
}

async function textAt({ path, range }: FileRange, { files }: HandlerContext): Promise<string | undefined> {
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  const lines = new LineMap(text);
  return text.slice(lines.offset(range.start), lines.offset(range.end));
}

async function sourceEdits({ path }: FileRange, name: string, newName: string, context: HandlerContext): Promise<readonly TextEdit[]> {
  const text = extname(path) === '.py' ? await context.files.readText(path) : undefined;
  if (text === undefined) return [];
  const uses = await context.syntax.read('python', text, moduleNameUses);
  return (uses.find((use) => use.name === name)?.ranges ?? []).map((range) => ({ path, range, text: newName }));
}
