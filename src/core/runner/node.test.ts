import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge, title } from '../../../test/conformance/runtimes/case.ts';
import { CLASSIC_CASES, MODERN_CASES, NODE_FILES } from '../../../test/conformance/runtimes/node.cases.ts';
import { type Bench, openBench } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(NODE_FILES);
});
afterAll(() => bench.end());

describe.each([
  ['nodejs22.x', CLASSIC_CASES],
  ['nodejs24.x', MODERN_CASES],
])('%s', (runtime, cases) => {
  test.each(cases.map((each) => ({ ...each, title: title(each) })))('$title', async (one) => {
    const [said, expected] = judge(await bench.invoke(one.handler, runtime, one.event, one.changes), one);
    expect(said).toEqual(expected);
    bench.runner.retire('shop');
  });
});
