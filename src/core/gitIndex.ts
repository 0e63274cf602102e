/**
 * The paths that git tracks, relative to the top of the repository and with forward slashes, out of the bytes of `.git/index`; folders that
 * hold such end in a slash. Undefined for what isn't an index of version 2 to 4 with SHA-1.
 * https://git-scm.com/docs/index-format
 */
export function trackedPaths(bytes: Uint8Array): ReadonlySet<string> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerLength || view.getUint32(0) !== signature) return undefined;
  const version = view.getUint32(4);
  if (version < 2 || version > 4) return undefined;
  const paths = new Set<string>();
  const cursor = { at: headerLength };
  let name = '';
  for (let left = view.getUint32(8); left > 0; left -= 1) {
    const start = cursor.at;
    if (start + fixedLength > bytes.length) return undefined;
    const extended = version >= 3 && (view.getUint16(start + fixedLength - 2) & 0x4000) !== 0;
    cursor.at = start + fixedLength + (extended ? 2 : 0);
    const shared = version === 4 ? name.slice(0, Math.max(0, name.length - variableLength(bytes, cursor))) : '';
    const end = bytes.indexOf(0, cursor.at);
    if (end === -1) return undefined;
    name = shared + decoder.decode(bytes.subarray(cursor.at, end));
    // Up to version 3 an entry is padded to a multiple of eight bytes, with one NUL at least.
    cursor.at = version === 4 ? end + 1 : start + Math.ceil((end + 1 - start) / 8) * 8;
    add(name, paths);
  }
  return paths;
}

function add(path: string, paths: Set<string>): void {
  paths.add(path);
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash + 1);
    if (paths.has(folder)) return;
    paths.add(folder);
  }
}

/** As git packs numbers: seven bits a byte, each further byte adding one. */
function variableLength(bytes: Uint8Array, cursor: { at: number }): number {
  let byte = bytes[cursor.at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[cursor.at++] ?? 0;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return value;
}

const decoder = new TextDecoder();
/** `DIRC`. */
const signature = 0x44495243;
const headerLength = 12;
/** Of an entry, with a SHA-1 of 20 bytes and the flags. */
const fixedLength = 62;
