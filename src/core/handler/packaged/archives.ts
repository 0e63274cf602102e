import { Buffer } from 'node:buffer';
import type { Entry, ZipFile } from 'yauzl';
import type { ReadableFileSystem } from '../../ports.ts';

/** One file of a zip, as its directory says. */
export interface ArchiveEntry {
  /** Relative, with forward slashes. */
  readonly name: string;
  /** Bytes unzipped. */
  readonly size: number;
  readonly compressedSize: number;
}

/** A zip or jar that is there and can be read. */
export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /** The text of an entry; undefined where it isn't one, or where all that was read of this archive is over the limit. */
  readText(name: string): Promise<string | undefined>;
}

/** Lambda takes 50 MB by upload; larger zips come through S3. Nothing larger than this is opened. Bytes. */
const LARGEST_ARCHIVE = 60 * 1024 * 1024;

/** Of the texts of one archive together: bundles and jars hold far more than sources. Bytes. */
const MOST_UNPACKED = 20 * 1024 * 1024;

/** Opens zips without unpacking them. What they hold is remembered for as long as they don't change; never throws for a broken one. */
export class Archives {
  readonly #listed = new Map<string, { readonly stamp: string; readonly entries: readonly ArchiveEntry[] | undefined }>();

  /** Undefined where it isn't there, is too large or can't be read as a zip. */
  async open(path: string, files: ReadableFileSystem): Promise<Archive | undefined> {
    let reading: Promise<OpenZip | undefined> | undefined;
    const zip = (): Promise<OpenZip | undefined> => {
      reading ??= readZip(path, files);
      return reading;
    };
    const entries = await this.#entries(path, files, zip);
    if (entries === undefined) return undefined;
    const texts = new Map<string, Promise<string | undefined>>();
    let unpacked = 0;
    const readText = async (name: string): Promise<string | undefined> => {
      unpacked += entries.find((entry) => entry.name === name)?.size ?? Number.POSITIVE_INFINITY;
      return unpacked > MOST_UNPACKED ? undefined : (await zip())?.readText(name);
    };
    return {
      entries,
      readText(name) {
        const text = texts.get(name) ?? readText(name);
        texts.set(name, text);
        return text;
      },
    };
  }

  async #entries(path: string, files: ReadableFileSystem, zip: () => Promise<OpenZip | undefined>) {
    const stat = await files.stat(path);
    if (stat?.type !== 'file' || stat.size > LARGEST_ARCHIVE) return undefined;
    const stamp = `${stat.size} ${stat.modifiedMs}`;
    const known = this.#listed.get(path);
    if (known?.stamp === stamp) return known.entries;
    const entries = (await zip())?.entries;
    this.#listed.set(path, { stamp, entries });
    return entries;
  }
}

interface OpenZip {
  readonly entries: readonly ArchiveEntry[];
  readText(name: string): Promise<string | undefined>;
}

async function readZip(path: string, files: ReadableFileSystem): Promise<OpenZip | undefined> {
  const bytes = await files.readBytes(path);
  if (bytes === undefined) return undefined;
  // By its default export: bundled, a CommonJS module has no other.
  const { default: yauzl } = await import('yauzl');
  const found = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true });
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) found.set(entry.fileName, entry);
  } catch {
    // Whatever is wrong with it, it is no zip that could be read; running or deploying it says what.
    return undefined;
  }
  return {
    entries: [...found].map(([name, entry]) => ({ name, size: entry.uncompressedSize, compressedSize: entry.compressedSize })),
    async readText(name) {
      const entry = found.get(name);
      return entry === undefined ? undefined : textOf(zip, entry);
    },
  };
}

/** The reader stops by itself where an entry holds more than its directory says. */
async function textOf(zip: ZipFile, entry: Entry): Promise<string | undefined> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Uint8Array);
    return new TextDecoder().decode(Buffer.concat(chunks));
  } catch {
    // Encrypted, damaged, or packed in a way of its own.
    return undefined;
  }
}
