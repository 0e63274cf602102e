import { spawnSync } from 'node:child_process';

export interface ColdRun {
  readonly ms: number;
  /** Time of the processors: what the wall clock would show on a machine with nothing else to do, and more where two worked at once. */
  readonly cpuMs: number;
  /** Resident at most, of the whole process. */
  readonly peakMb: number;
  readonly functions: number;
  readonly findings: number;
}

/** One command of the built command line in a process of its own, from its start to its end. */
export function runCold(cli: string, command: 'functions' | 'lint', folder: string): ColdRun {
  const start = performance.now();
  const { stdout, stderr, status, error } = spawnSync(process.execPath, ['--import', tellUsage, cli, command, folder, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const ms = performance.now() - start;
  const [peakKb = Number.NaN, cpuUs = Number.NaN] = /\[took (\d+) KB, (\d+) us\]/.exec(stderr)?.slice(1).map(Number) ?? [];
  if (error !== undefined || status === 2 || status === null) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  const { functions, findings } = JSON.parse(stdout) as { readonly functions?: readonly unknown[]; readonly findings?: readonly unknown[] };
  return { ms, cpuMs: cpuUs / 1000, peakMb: peakKb / 1024, functions: functions?.length ?? 0, findings: findings?.length ?? 0 };
}

/** The process itself says what it took: nobody else knows on every system. */
const tellUsage = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('[took '+u.maxRSS+' KB, '+(u.userCPUTime+u.systemCPUTime)+' us]')})`;
