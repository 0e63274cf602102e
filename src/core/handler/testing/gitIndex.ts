/** For tests: the bytes of a `.git/index` of version 2 that tracks these paths, relative to the top of the repository. */
export function gitIndexOf(paths: readonly string[]): Uint8Array {
  const entries = paths.map((path) => {
    const name = Buffer.from(path);
    const entry = Buffer.alloc(Math.ceil((FIXED + name.length + 1) / 8) * 8);
    name.copy(entry, FIXED);
    return entry;
  });
  const header = Buffer.from('DIRC\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(paths.length, 8);
  return new Uint8Array(Buffer.concat([header, ...entries]));
}

/** Bytes of an entry before its name. */
const FIXED = 62;
