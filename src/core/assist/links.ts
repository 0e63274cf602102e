import { dirname, join, resolve } from 'node:path';
import type { FolderSnapshot } from '../analysis/model.ts';
import type { ReadableFileSystem } from '../ports.ts';
import type { TextRange } from '../text.ts';
import { eachOnce, filePart, handlerStrings } from './handlerStrings.ts';
import type { PathLink } from './model.ts';

/** What a click opens in a file that defines functions: the file part of handlers, and paths of code, such as CodeUri. */
export async function linksIn(snapshots: readonly FolderSnapshot[], path: string, files: ReadableFileSystem): Promise<readonly PathLink[]> {
  const handlers = eachOnce(
    handlerStrings(snapshots).flatMap((string) => {
      const range = string.at.path === path ? filePart(string) : undefined;
      return range === undefined ? [] : [{ path, range, fn: string.fn }];
    }),
  ).flatMap(({ range, fn: { resolution } }): readonly PathLink[] => {
    if (resolution.kind !== 'resolved') return [];
    return [{ range, target: { kind: 'file', path: resolution.path, at: resolution.at.range.start } }];
  });
  const definesFunctions = snapshots.some(({ templates }) => templates.some((template) => template.path === path));
  const text = definesFunctions ? await files.readText(path) : undefined;
  return text === undefined ? handlers : [...handlers, ...(await pathLinks(path, text, files))];
}

/** Properties whose values are paths, in the words of the formats. */
const PATH_PROPERTIES =
  /^(\s*(?:-\s+)?["']?(?:CodeUri|ContentUri|DefinitionUri|DefinitionBody|Location|TemplateURL|Code|entry|filename|source_dir|source_file|source_path|artifact)["']?\s*[:=]\s*["'`]?)((?:\$\{path\.module\})?[^\s"'`,#{}()[\]!&*|>]+)/;
/** In programs: the folder or file of an asset, and what is joined to the file's own folder. */
const ASSET = /^(.*\bfrom_?[aA]sset\(\s*["'`])([^"'`$]+)["'`]/;
const JOINED = /^(.*\b(?:join|resolve)\(\s*__dirname\s*,\s*["'`])([^"'`$]+(?:["'`]\s*,\s*["'`][^"'`$]+)*)["'`]\s*,?\s*\)/;
const PROGRAM = /\.(?:[cm]?[jt]sx?|py)$/;

/** Beyond this many lines a file is no person's. */
const MOST_LINES = 20_000;
const LONGEST_LINE = 2000;

interface Written {
  readonly value: string;
  readonly range: TextRange;
  /** Plain paths of the CDK are relative to where it is run, all others to the file that they are written in. */
  readonly from: 'file' | 'program';
}

/** A value is a path where there is something at it: nothing else becomes a link. */
async function pathLinks(path: string, text: string, files: ReadableFileSystem): Promise<readonly PathLink[]> {
  const written = text.split(/\r\n|\r|\n/, MOST_LINES).flatMap((content, line) => writtenIn(content, line, PROGRAM.test(path)));
  const program = written.some(({ from }) => from === 'program') ? await programFolder(path, files) : undefined;
  const links = await Promise.all(
    written.map(async ({ value, range, from }): Promise<readonly PathLink[]> => {
      const target = resolve(from === 'program' && program !== undefined ? program : dirname(path), value);
      const stat = await files.stat(target);
      if (stat === undefined || stat.type === 'other') return [];
      return [{ range, target: { kind: stat.type === 'file' ? 'file' : 'folder', path: target } }];
    }),
  );
  return links.flat();
}

function writtenIn(content: string, line: number, isProgram: boolean): readonly Written[] {
  if (content.length > LONGEST_LINE) return [];
  const joined = isProgram ? JOINED.exec(content) : null;
  const found = joined ?? (isProgram ? ASSET.exec(content) : null) ?? PATH_PROPERTIES.exec(content);
  const [, before, text] = found ?? [];
  if (before === undefined || text === undefined) return [];
  const value = text.replace(/^\$\{path\.module\}\/?/, './').replace(/["'`]\s*,\s*["'`]/g, '/');
  if (/^[a-z]+:/i.test(value) || /^[./]*$/.test(value)) return [];
  const range = { start: { line, character: before.length }, end: { line, character: before.length + text.length } };
  return [{ value, range, from: isProgram && joined === null ? 'program' : 'file' }];
}

const MOST_PARENTS = 12;

/** The folder of `cdk.json`, where the CDK runs. */
async function programFolder(path: string, files: ReadableFileSystem): Promise<string | undefined> {
  let folder = dirname(path);
  for (let step = 0; step < MOST_PARENTS; step += 1) {
    if ((await files.stat(join(folder, 'cdk.json'))) !== undefined) return folder;
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return undefined;
}
