import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../src/core/syntax/testing.ts';
import { sampleProjects } from './projects.ts';
import { runRound } from './round.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** More with `node test/bench/fuzz.ts`. */
const roundsEach = 40;

for (const project of sampleProjects()) {
  test(`${project.name}, broken in ${roundsEach} ways: the analysis answers, and stays whole`, async () => {
    for (let seed = 1; seed <= roundsEach; seed += 1) {
      const { title, failures } = await runRound(project, seed, syntax);
      expect(failures, `seed ${seed}, ${title}`).toEqual([]);
    }
  });
}
