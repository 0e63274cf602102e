import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { table } from '../table.ts';
import { type ColdRun, runCold } from './cold.ts';
import { keystrokes } from './keystrokes.ts';
import { WorkerAnalysis } from './worker.ts';
import { type GeneratedWorkspace, generateWorkspace } from './workspace.ts';

/** Wall time and memory of the built command line and worker on a generated workspace; needs `npm run build` before it. */
export async function reportSpeed(): Promise<string> {
  if (!existsSync(join(dist, 'cli.js'))) return '## Speed\n\nNot measured: there is no dist/cli.js. Run npm run build first.';
  const folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-speed-'));
  try {
    const workspace = generateWorkspace(folder);
    const { functions, files, ignoredFiles } = workspace;
    return [
      `## Speed\n\n${functions} functions in ${files} files, beside ${ignoredFiles} files in node_modules, dist, cdk.out and .aws-sam.`,
      reportCold(workspace),
      await reportWarm(workspace),
    ].join('\n\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function reportCold({ folder, functions }: GeneratedWorkspace): string {
  // The first run reads from the disk what the others find in the system's memory.
  const runs = Array.from({ length: coldRuns }, () => runCold(join(dist, 'cli.js'), 'lint', folder));
  const { functions: found } = runCold(join(dist, 'cli.js'), 'functions', folder);
  const row = (name: string, value: (run: ColdRun) => number): readonly (string | number)[] => {
    const sorted = runs.map(value).toSorted((a, b) => a - b);
    return [name, ...[0, 0.5, 1].map((part) => at(sorted, part))];
  };
  const rows = [
    row('wall time, ms', ({ ms }) => ms),
    row('processor time, ms', ({ cpuMs }) => cpuMs),
    row('peak memory of the process, MB', ({ peakMb }) => peakMb),
  ];
  return `\`lambda-workbench lint\`, a fresh process each of ${coldRuns} times; ${found} of ${functions} functions found.\n\n${table(['', 'least', 'median', 'most'], rows)}`;
}

async function reportWarm(workspace: GeneratedWorkspace): Promise<string> {
  const before = memoryMb();
  const analysis = new WorkerAnalysis(join(dist, 'worker.js'), join(dist, 'grammars'), workspace.folder);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  try {
    const start = performance.now();
    const clean = (await analysis.snapshot()).findings.length;
    const first = performance.now() - start;
    const { taken, wrong } = await typeAll(workspace, analysis, clean);
    const rows = ['p50', 'p95', 'p99', 'most'].map((name, index) => [name, at(taken, [0.5, 0.95, 0.99, 1][index] ?? 1)]);
    return [
      `Through the worker thread, as the extension asks it: first findings after ${Math.round(first)} ms; then ${taken.length} keystrokes, ` +
        `each until its findings are known, ${wrong.size === 0 ? 'as expected' : `not as expected in ${[...wrong].join(', ')}`}:`,
      table(['', 'ms'], rows),
      `The asking thread was held ${Math.round(loop.max / 1e6)} ms at most. Memory of the process: ${memoryMb()} MB, ${before} MB before it.`,
    ].join('\n\n');
  } finally {
    loop.disable();
    await analysis.dispose();
  }
}

async function typeAll(workspace: GeneratedWorkspace, analysis: WorkerAnalysis, clean: number) {
  const taken: number[] = [];
  const wrong = new Set<string>();
  for (const { path, text, findings } of keystrokes(workspace, keystrokeCount)) {
    await setImmediate();
    const start = performance.now();
    analysis.type(path, text);
    const found = (await analysis.snapshot()).findings.length - clean;
    taken.push(performance.now() - start);
    if (found !== findings) wrong.add(path.slice(workspace.folder.length + 1));
  }
  return { taken: taken.sort((a, b) => a - b), wrong };
}

function at(sorted: readonly number[], part: number): string {
  return (sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN).toFixed(sorted.length > 20 ? 1 : 0);
}

function memoryMb(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024);
}

const dist = fileURLToPath(new URL('../../../../dist', import.meta.url));
const coldRuns = 5;
const keystrokeCount = 200;
