import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Held } from './report.ts';

/** What the histogram of the loop and the profiler count in. Milliseconds. */
const resolution = 1;

/**
 * The longest times that the loop did nothing else while `work` went on: of all that runs in this process, and of the code below `folder`
 * with what it calls. The built-in extensions and the host itself run there too.
 */
export async function heldDuring<T>(folder: string, work: () => Promise<T>): Promise<{ readonly answer: T; readonly held: Held }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: resolution * 1000 });
  await session.post('Profiler.start');
  const histogram = monitorEventLoopDelay({ resolution });
  histogram.enable();
  const answer = await work();
  histogram.disable();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return { answer, held: { longestMs: Math.max(0, histogram.max / 1e6 - resolution), oursMs: longestOf(profile, folder) } };
}

/** Milliseconds that the code below a folder ran without the loop's turning in between, at most. */
function longestOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, folder: string): number {
  const isOurs = belowFolder(nodes, folder);
  const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
  let longest = 0;
  let running = 0;
  for (const [index, id] of samples.entries()) {
    if (idle.has(id)) running = 0;
    else if (isOurs.has(id)) running += timeDeltas[index] ?? 0;
    longest = Math.max(longest, running);
  }
  return longest / 1000;
}

/** Ids of frames of the folder's files, and of what they call. */
function belowFolder(nodes: readonly Profiler.ProfileNode[], folder: string): ReadonlySet<number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set<number>();
  const add = ({ id, children = [] }: Profiler.ProfileNode): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const child of children) {
      const node = byId.get(child);
      if (node !== undefined) add(node);
    }
  };
  for (const node of nodes) if (node.callFrame.url.includes(folder)) add(node);
  return found;
}
