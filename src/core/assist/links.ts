import { dirname, resolve } from 'node:path';
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

/** Properties whose values are paths, in the words of the formats: relative to the file that they are written in. */
const PATH_PROPERTIES =
  /^(\s*(?:-\s+)?["']?(?:CodeUri|ContentUri|DefinitionUri|DefinitionBody|Location|TemplateURL|Code|entry|filename|source_dir|source_file|source_path|artifact)["']?\s*[:=]\s*["'`]?)([^\s"'`,#{}()[\]!&*|>]+)/;

/** Beyond this many lines a file is no person's. */
const MOST_LINES = 20_000;

/** A value is a path where there is something at it: nothing else becomes a link. */
async function pathLinks(path: string, text: string, files: ReadableFileSystem): Promise<readonly PathLink[]> {
  const written = text.split(/\r\n|\r|\n/, MOST_LINES).flatMap((content, line): readonly Written[] => {
    const [, before, value] = PATH_PROPERTIES.exec(content) ?? [];
    if (before === undefined || value === undefined || /^[a-z]+:/i.test(value) || /^[./]*$/.test(value)) return [];
    const start = { line, character: before.length };
    return [{ value, range: { start, end: { line, character: before.length + value.length } } }];
  });
  const links = await Promise.all(
    written.map(async ({ value, range }): Promise<readonly PathLink[]> => {
      const target = resolve(dirname(path), value);
      const stat = await files.stat(target);
      if (stat === undefined || stat.type === 'other') return [];
      return [{ range, target: { kind: stat.type === 'file' ? 'file' : 'folder', path: target } }];
    }),
  );
  return links.flat();
}

interface Written {
  readonly value: string;
  readonly range: TextRange;
}
