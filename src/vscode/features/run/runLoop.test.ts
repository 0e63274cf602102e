import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { FileStat } from '../../../core/ports.ts';
import { FakeClock } from '../../testing/fakeClock.ts';
import { literalFunction } from '../../testing/functions.ts';
import { RunLoop, type RunProgress } from './runLoop.ts';

const folder = join('/', 'work', 'shop');
const [source, other, event] = [join(folder, 'app.js'), join(folder, 'other.js'), join(folder, 'events', 'fn', 'one.json')];

let clock: FakeClock;
let stats: Map<string, FileStat>;
let runs: (RunProgress & { end(): void })[];
let loop: RunLoop;

beforeEach(() => {
  clock = new FakeClock();
  stats = new Map();
  runs = [];
  loop = new RunLoop({
    clock,
    files: { stat: async (path) => stats.get(path) },
    fn: literalFunction({ folder, name: 'fn' }),
    event: { name: 'one', path: event },
    run: (progress) => new Promise((resolve) => runs.push({ ...progress, end: () => resolve(undefined) })),
  });
  void loop.start();
});

function write(path: string): void {
  stats.set(path, { type: 'file', size: 1, modifiedMs: clock.now() + 1 + stats.size });
}

/** Somebody else writes these, and the watcher says so. */
async function outside(...paths: readonly string[]): Promise<void> {
  for (const path of paths) write(path);
  await Promise.all(paths.map((path) => loop.changedOnDisk(path)));
  clock.advance(100);
}

async function end(inputs?: readonly string[]): Promise<void> {
  const run = runs.at(-1);
  run?.onSaved();
  if (inputs !== undefined) run?.onBuilt(inputs);
  run?.end();
  await new Promise(setImmediate);
}

it('runs once for all that others write in one go', async () => {
  await end([source, other]);
  await outside(source, other, event);
  expect(runs.length).toBe(2);
});

it('runs for what the function is made of, its event and its template alone', async () => {
  await end([source]);
  await outside(other);
  expect(runs.length).toBe(1);
  await outside(event);
  expect(runs.length).toBe(2);
  await end([source]);
  await outside(join(folder, 'template.yaml'));
  expect(runs.length).toBe(3);
});

it('runs for what the functions are made of that it calls, also where that is saved while it runs', async () => {
  runs.at(-1)?.onCalled([other]);
  await end([source]);
  await outside(other);
  expect(runs.length).toBe(2);
  runs.at(-1)?.onSaved();
  runs.at(-1)?.onBuilt([source]);
  loop.saved(other);
  await end([source]);
  expect(runs.length).toBe(3);
  // This one calls nobody.
  await end([source]);
  await outside(other);
  expect(runs.length).toBe(3);
});

it('runs for any file where a function that it calls could not be built', async () => {
  runs.at(-1)?.onBuilt([source]);
  runs.at(-1)?.onCalled('unknown');
  await end();
  await outside(other);
  expect(runs.length).toBe(2);
});

it('runs once for a save, which is heard of twice', async () => {
  await end([source]);
  write(source);
  loop.saved(source);
  await loop.changedOnDisk(source);
  clock.advance(100);
  await end([source]);
  expect(runs.length).toBe(2);
  await outside(source);
  expect(runs.length).toBe(3);
});

it('runs once for a change by others that is heard of twice', async () => {
  await end([source]);
  await outside(source);
  await loop.changedOnDisk(source);
  clock.advance(100);
  await end([source]);
  expect(runs.length).toBe(2);
});

it('runs once more where something changed during a run', async () => {
  runs[0]?.onSaved();
  await outside(source);
  expect(runs.length).toBe(1);
  await end([source]);
  expect(runs.length).toBe(2);
  await end([source]);
  expect(runs.length).toBe(2);
});

it('runs for any file of the folder after a build that failed, but not for what that left behind', async () => {
  runs[0]?.onSaved();
  await outside(other);
  clock.advance(10);
  await end();
  expect(runs.length).toBe(1);
  await outside(other);
  expect(runs.length).toBe(2);
});

it('runs no more once it is stopped', async () => {
  await end([source]);
  const told = outside(source);
  loop.stop();
  await told;
  expect(runs.length).toBe(1);
});
