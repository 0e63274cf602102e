import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Peak resident size in bytes (macOS: the present one); `undefined` where the system doesn't tell or the process is gone. */
export async function peakMemoryBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      // Not by way of the thread pool: the kernel writes this file as it is read, in less time than a hop to a thread takes.
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
      return peak ? Number(peak[1]) * 1024 : undefined;
    }
    if (process.platform === 'win32') return undefined;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    const kilobytes = Number.parseInt(stdout, 10);
    return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
  } catch {
    return undefined;
  }
}
