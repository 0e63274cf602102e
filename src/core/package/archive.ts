import { Buffer } from 'node:buffer';
import { join, posix } from 'node:path';
import type { Entry, ZipFile as ZipReader } from 'yauzl';
import { WorkbenchError } from '../errors.ts';
import type { FileSystem } from '../ports.ts';
import { lambdaLimits } from './limits.ts';

/** One file to put into a zip. `path` is relative, with forward slashes. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** One file of a zip, as its directory says. */
export interface ListedEntry {
  readonly path: string;
  /** Bytes unzipped. */
  readonly size: number;
  readonly executable: boolean;
}

/**
 * The same entries give the same bytes, in any order and in every time zone, so that an unchanged package is known by its hash.
 * Modes are Unix modes on every system: a zip made on Windows without them can't be executed by Lambda.
 */
export async function writeZip(entries: readonly ZipEntry[]): Promise<Uint8Array> {
  // By its default export: bundled, a CommonJS module has no other.
  const { default: yazl } = await import('yazl');
  const zip = new yazl.ZipFile();
  const chunks: Uint8Array[] = [];
  const written = new Promise<void>((resolve, reject) => {
    zip.outputStream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    zip.outputStream.on('end', resolve);
    zip.on('error', reject);
  });
  let previous: string | undefined;
  for (const entry of sortedByPath(entries)) {
    if (entry.path === previous) throw new Error(`Two entries of a zip have the same path: ${entry.path}`);
    previous = entry.path;
    const content = Buffer.from(entry.bytes.buffer, entry.bytes.byteOffset, entry.bytes.byteLength);
    zip.addBuffer(content, entry.path, { mode: entry.executable ? 0o100755 : 0o100644, ...fixedForm });
  }
  zip.end();
  await written;
  return Buffer.concat(chunks);
}

/**
 * Writes the files of a zip below `directory`; a link becomes what it leads to. A path that leaves it, a link to what isn't in the same
 * zip, and a zip that can't be read are refused.
 */
export async function extractZip(
  bytes: Uint8Array,
  directory: string,
  files: FileSystem,
): Promise<{ readonly files: number; readonly unzippedSize: number }> {
  const links = new Map<string, string>();
  const contents = new Map<string, Content>();
  let unzippedSize = 0;
  await forEachEntry(bytes, async (reader, entry) => {
    unzippedSize += entry.uncompressedSize;
    if (unzippedSize > lambdaLimits.unzippedBytes) throw tooLargeUnzipped();
    const content = await readEntry(reader, entry);
    if (isLink(entry)) links.set(entry.fileName, posix.join(posix.dirname(entry.fileName), Buffer.from(content).toString('utf8')));
    else contents.set(entry.fileName, { bytes: content, executable: isExecutable(entry) });
  });
  const linked = [...links.keys()].flatMap((path) => behindLink(path, links, contents));
  for (const [path, content] of linked) {
    unzippedSize += content.bytes.length;
    if (unzippedSize > lambdaLimits.unzippedBytes) throw tooLargeUnzipped();
    contents.set(path, content);
  }
  await files.makeDirectory(directory);
  for (const [path, content] of contents) {
    await files.write(join(directory, path), content.bytes, { executable: content.executable });
  }
  return { files: contents.size, unzippedSize };
}

interface Content {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** What a link stands for: a file, or all that is in a folder, through links as libraries have them: `x.so` to `x.so.1` to `x.so.1.2`. */
function behindLink(
  path: string,
  links: ReadonlyMap<string, string>,
  contents: ReadonlyMap<string, Content>,
): readonly (readonly [string, Content])[] {
  let target = path;
  for (let next = links.get(target), steps = 0; next !== undefined; next = links.get(target), steps += 1) {
    if (steps === MOST_LINKS) throw broken(`${path} is a link that leads in a circle`);
    target = next.replace(/\/$/, '');
  }
  const file = contents.get(target);
  if (file !== undefined) return [[path, file]];
  const inside = [...contents].filter(([each]) => each.startsWith(`${target}/`));
  if (inside.length === 0) throw broken(`${path} is a link to ${target}, which isn’t in the zip`);
  return inside.map(([each, content]) => [path + each.slice(target.length), content]);
}

/** As Linux has it. */
const MOST_LINKS = 40;

/** What a zip holds, sorted by path, without unpacking it. */
export async function listZip(bytes: Uint8Array): Promise<readonly ListedEntry[]> {
  const listed: ListedEntry[] = [];
  await forEachEntry(bytes, async (_reader, entry) => {
    listed.push({ path: entry.fileName, size: entry.uncompressedSize, executable: isExecutable(entry) });
  });
  return sortedByPath(listed);
}

/** By code unit, never by locale, so that all machines agree. */
export function sortedByPath<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** A DOS timestamp is local time without a zone: the same local midnight gives the same bytes everywhere. */
const fixedForm = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compressionLevel: 6 };

/** Files and links only: folders come into being with what they hold. */
async function forEachEntry(bytes: Uint8Array, visit: (reader: ZipReader, entry: Entry) => Promise<void>): Promise<void> {
  const { default: yauzl } = await import('yauzl');
  try {
    const reader = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true });
    for await (const entry of reader.eachEntry()) {
      if (!entry.fileName.endsWith('/')) await visit(reader, entry);
    }
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw broken(error instanceof Error ? error.message : String(error), error);
  }
}

async function readEntry(reader: ZipReader, entry: Entry): Promise<Uint8Array> {
  const stream = await reader.openReadStreamPromise(entry);
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Zips made on DOS or Windows carry no Unix mode: nothing in them is executable or a link. */
function unixMode(entry: Entry): number {
  return entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
}

function isExecutable(entry: Entry): boolean {
  return (unixMode(entry) & 0o100) !== 0;
}

function isLink(entry: Entry): boolean {
  return (unixMode(entry) & 0o170000) === 0o120000;
}

function broken(reason: string, cause?: unknown): WorkbenchError {
  return new WorkbenchError(
    'package-failed',
    `The zip can’t be unpacked: ${reason}`,
    'Make the zip again, with the files at its root.',
    cause === undefined ? {} : { cause },
  );
}

function tooLargeUnzipped(): WorkbenchError {
  return new WorkbenchError(
    'package-too-large',
    `Unzipped size must be smaller than ${lambdaLimits.unzippedBytes} bytes`,
    'Leave out what the function does not need, or move it to a layer or to a container image.',
  );
}
