/**
 * `node test/bench/fuzz.ts [ROUNDS] [FIRST SEED]`: breaks every sample project in many ways, and says what failed and what took longest.
 * The same rounds as `test/fuzz`, more of them.
 */
import { testSyntax } from '../../src/core/syntax/testing.ts';
import { sampleProjects } from '../fuzz/projects.ts';
import { type Round, runRound } from '../fuzz/round.ts';

const [rounds = '300', first = '1000'] = process.argv.slice(2);
const { syntax, dispose } = testSyntax();
const slowest: Round[] = [];
let count = 0;
let failed = 0;
for (const project of sampleProjects()) {
  for (let seed = Number(first); seed < Number(first) + Number(rounds); seed += 1) {
    const round = await runRound(project, seed, syntax);
    count += 1;
    if (round.failures.length > 0) {
      failed += 1;
      console.log(`FAILED seed ${round.seed}, ${round.title}\n  ${round.failures.join('\n  ')}`);
    }
    slowest.push(round);
    slowest.sort((a, b) => b.durationMs - a.durationMs).splice(5);
  }
}
dispose();
console.log(`${count} broken projects, ${failed} failures. The slowest:`);
for (const { durationMs, seed, title } of slowest) console.log(`  ${durationMs.toFixed(0)} ms  seed ${seed}, ${title}`);
process.exitCode = failed === 0 ? 0 : 1;
