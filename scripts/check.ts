/** `npm run check`: types, lint and format, import walls, unused code. */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { root } from './tools.ts';

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ['tsc', '-p', '.'],
  'types of the panel': ['tsc', '-p', 'src/panel'],
  'lint and format': ['biome', 'check', '--error-on-warnings', '.'],
  'unused code': ['knip'],
  'import walls': ['vitest', 'run', '--project', 'unit', 'scripts/walls.test.ts'],
};

const waiting = Object.entries(checks);
const failed: string[] = [];
await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
console.log(failed.length === 0 ? 'check: all fine' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [title, [program = '', ...args]] = next;
    const { code, output } = await run(program, args);
    console.log(`check: ${title}: ${code === 0 ? 'fine' : `FAILED\n${output.trim()}\n`}`);
    if (code !== 0) failed.push(title);
  }
}

function run(program: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  // On Windows what npm puts on PATH are batch files, which only a shell starts.
  const child = spawn(program, args, { cwd: root, shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve({ code, output })));
}
