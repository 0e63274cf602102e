import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { architectureOf, FORMAT_BYTES, type ProgramFormat, programFormat } from '../core/programFormat.ts';

/**
 * Why the system can't execute a file: it isn't there (`open`), or is no program of this machine (`ENOEXEC`). Asked before it is started,
 * for the C library would have a shell read whatever the system refuses. What isn't certain is left to the system.
 */
export function whyNotExecutable(path: string): NodeJS.ErrnoException | undefined {
  if (process.platform === 'win32' || !isAbsolute(path)) return undefined;
  try {
    if (runsHere(programFormat(firstBytes(path)))) return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? (error as NodeJS.ErrnoException) : undefined;
  }
  return Object.assign(new Error(`exec format error: ${path}`), { code: 'ENOEXEC', syscall: 'exec', path });
}

function firstBytes(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const start = new Uint8Array(FORMAT_BYTES);
    return start.subarray(0, readSync(file, start, 0, FORMAT_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

function runsHere(format: ProgramFormat): boolean {
  if (format.kind === 'script') return true;
  if (format.kind === 'none' || format.system !== process.platform) return false;
  // Rosetta and QEMU run programs of other processors.
  const isEmulated = process.platform === 'darwin' || EMULATORS.some((path) => existsSync(path));
  return isEmulated || format.architectures.includes(architectureOf(process.arch));
}

const EMULATORS = ['/proc/sys/fs/binfmt_misc/qemu-aarch64', '/proc/sys/fs/binfmt_misc/qemu-x86_64'];
