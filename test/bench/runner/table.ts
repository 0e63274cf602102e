import type { Figures } from './figures.ts';
import { COLD, type Cold, FLOORS, type Floor, PEERS, SAVE, THROUGH, type Through, WARM } from './names.ts';

export interface Outcome {
  readonly figures: Figures;
  /** What can't be measured here, by its figure: why. */
  readonly missing: ReadonlyMap<string, string>;
  /** Of the two hundred functions, in words. */
  readonly many: string;
}

/** Figure, median, best peer, goal, reached. */
type Row = readonly [string, string, string, string, string];

/** The table of RUNNER.md, with what this run has measured. */
export function tableOf({ figures, missing, many }: Outcome): string {
  const rows: readonly Row[] = [
    ['figure', 'median, ms', 'best peer in the run', 'goal', 'reached'],
    ['---', '---', '---', '---', '---'],
    ...Object.values(FLOORS).map((floor): Row => [`floor: ${floor.name}`, ms(figures, floor.name), '', '', `${floor.there} there`]),
    ...COLD.map((cold) => coldRow(figures, cold, missing.get(cold.name))),
    ...WARM.map(({ name, title, goal }): Row => {
      const peer = peerOf(figures, [PEERS.offlineWarm]);
      return [title, ms(figures, name), `${peer}, over HTTP`, `${goal}`, judged(figures, name, goal, FLOORS.exchange)];
    }),
    ...THROUGH.map((through) => throughRow(figures, through)),
    ['runner ready', ms(figures, 'ready'), peerOf(figures, [PEERS.offlineReady]), '5', judged(figures, 'ready', 5, FLOORS.node)],
    [SAVE, ms(figures, SAVE), 'none', '60', judged(figures, SAVE, 60, FLOORS.node)],
    ['a click in VS Code → result drawn, warm', '`npm run bench:editor`', 'none', '100 for 95 of 100', ''],
    ['200 functions, each invoked once, all at once', many, 'none', 'no failure, memory given back', ''],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function coldRow(figures: Figures, { name, title, peers, goal, most, floor }: Cold, missing: string | undefined): Row {
  if (missing !== undefined) return [title, 'not measured', '', '', missing];
  const inTime = judged(figures, name, goal, floor);
  if (most === undefined) return [title, ms(figures, name), peerOf(figures, peers), `${goal}`, inTime];
  const times = figures.median(name) / figures.median(floor.name);
  const said = `${inTime}; ${times.toFixed(2)} × the floor: ${yes(times <= most)}`;
  return [title, ms(figures, name), peerOf(figures, peers), `${goal}, and ${most} × the floor`, said];
}

function throughRow(figures: Figures, { title, ours, theirs, goal }: Through): Row {
  const [rate, late] = [figures.median(ours), lateOf(figures, ours)];
  const times = rate / figures.median(theirs);
  const peer = `serverless-offline ${rateText(figures.median(theirs), lateOf(figures, theirs))}`;
  if (goal.kind === 'times')
    return [title, rateText(rate, late), peer, `${goal.least} × the peer`, `${yes(times >= goal.least)}: ${times.toFixed(2)} ×`];
  // By what the same peer does here: it has the same work, and no figure of one exchange tells how well eight clients share the cores.
  const slower = goal.peerThere / figures.median(theirs);
  const reaches = (many: number, ms: number): string => yes(many >= goal.least && ms < goal.p99Ms);
  const there = `${rateText(rate * slower, late / slower)} there: ${reaches(rate * slower, late / slower)}`;
  const wanted = `${goal.least} a second, p99 under ${goal.p99Ms}`;
  return [title, rateText(rate, late), peer, wanted, `${reaches(rate, late)}; ${there}; ${times.toFixed(2)} × the peer`];
}

/** Whether it is below its goal, here, or where its floor is what it was when the goal was set. */
function judged(figures: Figures, name: string, goal: number, floor: Floor): string {
  const here = figures.median(name);
  const there = here / slowness(figures, floor);
  return here <= goal ? 'yes' : `no; ${shown(there)} there: ${yes(there <= goal)}`;
}

function slowness(figures: Figures, { name, there }: Floor): number {
  return figures.median(name) / there;
}

function peerOf(figures: Figures, names: readonly string[]): string {
  const [best] = names.toSorted((a, b) => figures.median(a) - figures.median(b));
  return best === undefined ? 'none' : `${best} ${ms(figures, best)}`;
}

/** Of 100 requests 99 are faster, ms. */
function lateOf(figures: Figures, name: string): number {
  return figures.at(`${name}, µs`, 0.99) / 1000;
}

function rateText(rate: number, lateMs: number): string {
  return `${Math.round(rate)} a second, p99 ${shown(lateMs)}`;
}

function ms(figures: Figures, name: string): string {
  return shown(figures.median(name));
}

function shown(ms: number): string {
  return ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no';
}
