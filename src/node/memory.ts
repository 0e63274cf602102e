import { execFile } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Memory in bytes that the system could not take back from a process and all it started: what a limit is for. File pages aren't in it.
 * macOS: resident size of the process alone. `undefined` where the system doesn't tell or the process is gone.
 */
export async function heldMemoryBytes(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return residentBytes(pid);
  const own = heldOnLinux(pid);
  if (own === undefined) return undefined;
  const children = await Promise.all(childrenOf(pid).map(heldMemoryBytes));
  return children.reduce<number>((sum, bytes) => sum + (bytes ?? 0), own);
}

function heldOnLinux(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const fields = [/^RssAnon:\s+(\d+) kB$/m.exec(status), /^RssShmem:\s+(\d+) kB$/m.exec(status)];
    return fields.reduce((sum, field) => sum + Number(field?.[1] ?? 0) * 1024, 0);
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Tells the memory of one process, as often as it is asked. */
export interface MemoryGauge {
  /** Peak resident size in bytes (macOS: the present one); `undefined` where the system doesn't tell or the process is gone. */
  peakBytes(): Promise<number | undefined>;
  close(): void;
}

export function memoryGauge(pid: number): MemoryGauge {
  if (process.platform !== 'linux') return { peakBytes: () => residentBytes(pid), close() {} };
  const status = new StatusFile(pid);
  return { peakBytes: async () => status.peakBytes(), close: () => status.close() };
}

/**
 * What the kernel tells of a process, asked after each invocation: the file stays open, since opening it takes as long as reading it.
 * Not by way of the thread pool: the kernel writes this file as it is read, in less time than a hop to a thread takes.
 */
class StatusFile {
  readonly #path: string;
  readonly #bytes = Buffer.allocUnsafe(4096);
  #file: number | 'closed' | undefined;

  constructor(pid: number) {
    this.#path = `/proc/${pid}/status`;
  }

  peakBytes(): number | undefined {
    try {
      if (this.#file === 'closed') return undefined;
      this.#file ??= openSync(this.#path, 'r');
      const length = readSync(this.#file, this.#bytes, 0, this.#bytes.length, 0);
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(this.#bytes.toString('latin1', 0, length));
      return peak ? Number(peak[1]) * 1024 : undefined;
    } catch {
      return undefined;
    }
  }

  close(): void {
    if (typeof this.#file === 'number') closeSync(this.#file);
    this.#file = 'closed';
  }
}

async function residentBytes(pid: number): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    const kilobytes = Number.parseInt(stdout, 10);
    return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
  } catch {
    return undefined;
  }
}
