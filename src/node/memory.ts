import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Peak resident size in bytes (macOS: the present one); `undefined` where the system doesn't tell or the process is gone. */
export async function peakMemoryBytes(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
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
