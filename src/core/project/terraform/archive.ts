import path from 'node:path';
import type { ReadableFileSystem } from '../../ports.ts';
import type { FileRange } from '../../text.ts';
import type { PackagedFile } from '../model.ts';
import { buildOf } from './build.ts';
import type { Expression } from './hcl/model.ts';
import { knownCode, type LocatedCode, unknownCode } from './located.ts';
import { attributeOf, blocksOf, type ModuleBlock, type Written } from './module.ts';
import { type FoundPath, toPath } from './paths.ts';
import type { Instance, Scope } from './scope.ts';
import { certain, type Evaluated, reasonOf, resolved, together, type Uses } from './value.ts';

/** An `archive_file`, as data source or as a resource. */
export interface ArchiveBlock {
  readonly block: ModuleBlock;
  readonly scope: Scope;
  readonly instance: Instance;
}

/** What an `archive_file` packs. */
export async function readArchive(archive: ArchiveBlock, files: ReadableFileSystem): Promise<LocatedCode> {
  const { block, scope, instance } = archive;
  const value = (name: string): Evaluated | undefined => scope.evaluate(block, name, instance);
  const folder = value('source_dir');
  if (isGiven(folder)) return readFolder(await toPath(folder, scope, files), archive);
  const file = value('source_file');
  if (isGiven(file)) return readSingleFile(await toPath(file, scope, files), placeOf(attributeOf(block, 'source_file')));
  const content = value('source_content');
  if (isGiven(content)) return readContent(content, value('source_content_filename'));
  const sources = blocksOf(block, 'source');
  if (sources.length === 0) return unknownCode('what the archive is made of isn’t written out');
  if (blocksOf(block, 'dynamic').length > 0) return unknownCode('the archive takes in files by a dynamic block');
  return readSources(sources, archive, files);
}

function readFolder(found: FoundPath, archive: ArchiveBlock): LocatedCode {
  if (found.kind === 'unknown') return unknownCode(found.reason, found);
  return knownCode({ kind: 'directory', path: found.path }, found, buildOf(found.path, archive.scope));
}

/** Only the base name is in the package, wherever the file is. */
export function readSingleFile(found: FoundPath, writtenAt?: FileRange): LocatedCode {
  if (found.kind === 'unknown') return unknownCode(found.reason, found);
  return knownCode({ kind: 'files', files: [{ name: path.basename(found.path), content: fileAt(found.path, writtenAt) }] }, found);
}

function readContent(content: Evaluated, name: Evaluated | undefined): LocatedCode {
  const file = name === undefined ? undefined : resolved(name);
  if (file?.kind !== 'scalar' || file.value === null)
    return unknownCode(file === undefined ? 'a file without a name' : reasonOf(file), file);
  return knownCode({ kind: 'files', files: [{ name: String(file.value), content: textOf(content) }] }, together(file, content));
}

async function readSources(sources: readonly ModuleBlock[], archive: ArchiveBlock, files: ReadableFileSystem): Promise<LocatedCode> {
  const { scope, instance } = archive;
  const packaged: PackagedFile[] = [];
  let uses: Uses = certain;
  for (const source of sources) {
    const name = scope.evaluate(source, 'filename', instance);
    const content = attributeOf(source, 'content');
    const file = name === undefined ? undefined : resolved(name);
    if (file?.kind !== 'scalar' || file.value === null || content === undefined)
      return unknownCode(file === undefined ? 'a file without a name' : reasonOf(file), file);
    const read = fileCall(content.expression);
    const value = scope.evaluate(source, 'content', instance);
    uses = together(uses, file, ...(value === undefined ? [] : [value]));
    const written: Evaluated | undefined =
      read === undefined ? undefined : scope.evaluateExpression({ file: content.file, expression: read }, instance);
    const found = written === undefined ? undefined : await toPath(written, scope, files);
    packaged.push({
      name: String(file.value).replaceAll('\\', '/'),
      content: found?.kind === 'path' ? fileAt(found.path, placeOf(read && { file: content.file, expression: read })) : textOf(value),
    });
  }
  return knownCode({ kind: 'files', files: packaged }, uses);
}

function fileAt(path: string, writtenAt: FileRange | undefined): PackagedFile['content'] {
  return { kind: 'file', path, ...(writtenAt !== undefined && { writtenAt }) };
}

function placeOf(written: Written | undefined): FileRange | undefined {
  if (written === undefined) return undefined;
  const { file, expression } = written;
  return { path: file.path, range: file.lines.range(expression.start, expression.end) };
}

/** The argument of `file("…")`. A `templatefile` is filled in first: its text isn't what is in the package. */
function fileCall(expression: Expression): Expression | undefined {
  const [only] = expression.kind === 'template' ? expression.parts : [];
  if (expression.kind === 'template' && expression.parts.length === 1 && typeof only === 'object') return fileCall(only);
  return expression.kind === 'call' && expression.name === 'file' ? expression.args[0] : undefined;
}

function textOf(value: Evaluated | undefined): PackagedFile['content'] {
  const found = value === undefined ? undefined : resolved(value);
  const isLiteral = found?.kind === 'scalar' && found.value !== null && found.assumed.length === 0;
  return { kind: 'text', text: isLiteral ? String(found.value) : undefined };
}

/** `null` is as good as leaving it out. */
export function isGiven(value: Evaluated | undefined): value is Evaluated {
  if (value === undefined) return false;
  const found = resolved(value);
  return !(found.kind === 'scalar' && found.value === null);
}
