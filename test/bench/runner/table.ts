import type { Figures } from './figures.ts';
import { COLD, FLOORS, PEERS, THROUGH, WARM } from './names.ts';

/** What `node -e 0` took on the machine that the goals were set for, ms. */
const GOALS_FLOOR_MS = 28;

export interface Machine {
  /** Left out of the table: why. */
  readonly missing: ReadonlyMap<string, string>;
  /** Of the two hundred functions, in words. */
  readonly many: string;
}

/** The table of RUNNER.md, with what this run has measured. */
export function printTable(figures: Figures, { missing, many }: Machine): void {
  const slower = figures.median(FLOORS.node) / GOALS_FLOOR_MS;
  console.log(`\n\`node -e 0\` takes ${figures.median(FLOORS.node).toFixed(1)} ms here, ${GOALS_FLOOR_MS} ms where the goals were set:`);
  console.log(`"there" is what a figure would be on that machine, ${slower.toFixed(2)} times as fast.\n`);
  const print = (...cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
  const judged = (value: number, goal: number): string =>
    value <= goal ? 'yes' : `no; ${shown(value / slower)} there: ${value / slower <= goal ? 'yes' : 'no'}`;
  const ms = (name: string): string => shown(figures.median(name));
  const peer = (names: readonly string[], more = ''): string => {
    const best = names.filter((name) => !Number.isNaN(figures.median(name))).sort((a, b) => figures.median(a) - figures.median(b))[0];
    return best === undefined ? 'none' : `${best.replace(/^peer(, \w+)?: /, '')} ${ms(best)}${more}`;
  };

  print('figure', 'median, ms', 'best peer in the run', 'goal', 'reached');
  print('---', '---', '---', '---', '---');
  print(`floor: ${Object.values(FLOORS).join(' · ')}`, Object.values(FLOORS).map(ms).join(' · '), '', '', '');
  for (const { name, title, peers, goal, floor } of COLD) {
    if (missing.has(name)) {
      print(title, 'not measured', '', '', missing.get(name) ?? '');
      continue;
    }
    const ratio = floor === undefined ? undefined : figures.median(name) / figures.median(floor.name);
    const wanted = floor === undefined ? `${goal}` : `${goal}, and ${floor.most} × the floor`;
    const said =
      ratio === undefined || floor === undefined ? '' : `; ${ratio.toFixed(2)} × the floor: ${ratio <= floor.most ? 'yes' : 'no'}`;
    print(title, ms(name), peer(peers), wanted, `${judged(figures.median(name), goal)}${said}`);
  }
  for (const { name, title, goal } of WARM)
    print(title, ms(name), peer([PEERS.offlineWarm], ', over HTTP'), `${goal}`, judged(figures.median(name), goal));
  for (const { title, ours, theirs, goal } of THROUGH) {
    const [rate, p99] = [figures.median(ours), figures.at(`${ours}, µs`, 0.99) / 1000];
    const times = rate / figures.median(theirs);
    const peer = `serverless-offline ${Math.round(figures.median(theirs))} a second, p99 ${shown(figures.at(`${theirs}, µs`, 0.99) / 1000)}`;
    const said = `${Math.round(rate)} a second, p99 ${shown(p99)}`;
    if (goal.kind === 'times')
      print(title, said, peer, `${goal.least} × the peer`, `${times >= goal.least ? 'yes' : 'no'}: ${times.toFixed(2)} ×`);
    else {
      const reaches = (many: number, late: number): string => (many >= goal.least && late < goal.p99Ms ? 'yes' : 'no');
      const there = `${Math.round(rate * slower)} and ${shown(p99 / slower)} there: ${reaches(rate * slower, p99 / slower)}`;
      const wanted = `${goal.least} a second, p99 under ${goal.p99Ms}`;
      print(title, said, peer, wanted, `${reaches(rate, p99)}; ${there}; ${times.toFixed(2)} × the peer`);
    }
  }
  print('runner ready', ms('ours: runner ready'), peer([PEERS.offlineReady]), '5', judged(figures.median('ours: runner ready'), 5));
  const save = 'save → new code answered, TypeScript with 200 modules';
  print(save, ms(save), 'none', '60', judged(figures.median(save), 60));
  print('a click in VS Code → result drawn, warm', '`npm run bench:editor`', 'none', '100 for 95 of 100', '');
  print('200 functions, each invoked once, all at once', many, 'none', 'no failure, memory given back', '');
}

function shown(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
}
