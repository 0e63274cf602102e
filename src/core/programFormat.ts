/** What the first bytes of a file say it is, to whoever is to execute it. */
export type ProgramFormat =
  | { readonly kind: 'script' }
  | { readonly kind: 'program'; readonly system: System; readonly architectures: readonly Architecture[] }
  | { readonly kind: 'none' };

export type System = 'linux' | 'darwin' | 'win32';

/** `other`: one that Lambda hasn't got. */
export type Architecture = 'x86_64' | 'arm64' | 'other';

/** Bytes that are enough to tell. */
export const FORMAT_BYTES = 64;

export function programFormat(bytes: Uint8Array): ProgramFormat {
  const [a, b, c, d] = bytes;
  if (a === 0x23 && b === 0x21) return { kind: 'script' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46 && bytes.length >= 20) {
    return { kind: 'program', system: 'linux', architectures: [ELF_MACHINES.get(view.getUint16(18, bytes[5] !== 2)) ?? 'other'] };
  }
  if (a === 0x4d && b === 0x5a) return { kind: 'program', system: 'win32', architectures: ['other'] };
  const architectures = machArchitectures(view);
  return architectures.length > 0 ? { kind: 'program', system: 'darwin', architectures } : { kind: 'none' };
}

/** Lambda's word for the processor of a machine whose Node.js calls it `arch`: `x64`. */
export function architectureOf(arch: string): Architecture {
  return arch === 'x64' ? 'x86_64' : arch === 'arm64' ? 'arm64' : 'other';
}

const ELF_MACHINES: ReadonlyMap<number, Architecture> = new Map([
  [62, 'x86_64'],
  [183, 'arm64'],
]);

const MACH_PROCESSORS: ReadonlyMap<number, Architecture> = new Map([
  [0x01000007, 'x86_64'],
  [0x0100000c, 'arm64'],
]);

/** Of one Mach-O file, or of several in one. */
function machArchitectures(view: DataView): readonly Architecture[] {
  if (view.byteLength < 8) return [];
  const magic = view.getUint32(0);
  if (magic === 0xcffaedfe) return [MACH_PROCESSORS.get(view.getUint32(4, true)) ?? 'other'];
  // A class file of Java begins with the same four bytes; its version is larger than any count of processors.
  const count = view.getUint32(4);
  if (magic !== 0xcafebabe || count === 0 || count > 16) return [];
  const inside = Array.from({ length: count }, (_, index) => 8 + index * 20).filter((offset) => offset + 4 <= view.byteLength);
  return inside.map((offset) => MACH_PROCESSORS.get(view.getUint32(offset)) ?? 'other');
}
