/** Those of `candidates` that may be meant by `wanted`: other case first, then by edit distance; at most `most`. */
export function nearest(wanted: string, candidates: readonly string[], most = 3): readonly string[] {
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== wanted)
    .map((candidate) => ({ candidate, distance: nearness(wanted, candidate) }))
    .filter((entry): entry is { candidate: string; distance: number } => entry.distance !== undefined)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** 0 for names that differ only in case or word separators, else the edit distance; undefined where they aren't near. */
export function nearness(a: string, b: string): number | undefined {
  if (plain(a) === plain(b)) return 0;
  const longest = Math.max(a.length, b.length);
  const allowed = Math.max(1, Math.floor(longest / 3));
  if (Math.abs(a.length - b.length) > allowed || longest > 200) return undefined;
  const distance = editDistance(a.toLowerCase(), b.toLowerCase());
  return distance <= allowed && distance < longest ? distance : undefined;
}

/** Whether the first of `candidates` is so much nearer to `wanted` than the second that there is no choice to make. */
export function standsOut(wanted: string, candidates: readonly string[]): boolean {
  const [first, second] = candidates;
  if (first === undefined || second === undefined) return first !== undefined;
  const [near, next] = [nearness(wanted, first), nearness(wanted, second)];
  if (near === undefined) return false;
  return next === undefined || (near === 0 ? next > 0 : next >= near + 2);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
