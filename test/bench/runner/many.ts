import { readdirSync, readFileSync } from 'node:fs';
import type { RunnableFunction, Runner } from '../../../src/core/runner/model.ts';

/** Functions of their own, all asked for at once: how many failed, and what memory they took and gave back, in words. */
export async function invokeMany(runner: Runner, fn: RunnableFunction, count: number, event: Uint8Array): Promise<string> {
  const [before, alone] = [memoryMb(), familyOf(process.pid).length];
  const begun = performance.now();
  const results = await Promise.all(
    Array.from({ length: count }, (_, at) => runner.invoke({ ...fn, name: `many-${at}`, codeDigest: 'many' }, event)),
  );
  const seconds = (performance.now() - begun) / 1000;
  const failed = results.filter(({ status }) => status !== 'success').length;
  const [most, processes] = [memoryMb(), familyOf(process.pid).length];
  await runner.dispose();
  const [after, left] = [memoryMb(), familyOf(process.pid).length];
  const memory = `${before} MB in ${alone} processes before, ${most} MB in ${processes} while they wait, ${after} MB in ${left} after`;
  return `${failed} failed, ${seconds.toFixed(1)} s; ${memory}`;
}

/** Of this process and all that it started: what each has for itself, and its part of what it shares. */
function memoryMb(): number {
  const kilobytes = familyOf(process.pid).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024);
}

function familyOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const [, rest = ''] = read(`/proc/${name}/stat`).split(/\) (?!.*\) )/);
    parents.set(Number(name), Number(rest.split(' ')[1]));
  }
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
