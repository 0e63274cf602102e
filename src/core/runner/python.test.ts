import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, title } from '../../../test/conformance/runtimes/case.ts';
import { PYTHON_FILES, pythonCases } from '../../../test/conformance/runtimes/python.cases.ts';
import { type Bench, openBench, textOf } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(PYTHON_FILES);
});
afterAll(() => bench.end());

test.each(pythonCases(11).map((each) => ({ ...each, title: title(each) })))('$title', async (one) => {
  const [said, expected] = judge(await bench.invoke(one.handler, 'python3.11', one.event), one);
  expect(said).toEqual(expected);
  bench.runner.retire('shop');
});

test('text is escaped before Python 3.12 and plain since', async () => {
  expect(textOf((await bench.invoke('core.text', 'python3.11')).payload)).toBe('"\\u00e9"');
  expect(textOf((await bench.invoke('core.text', 'python3.12')).payload)).toBe('"é"');
});

test('a client context reaches the handler; one that is no JSON is its error', async () => {
  const good = await bench.invoke('core.context', 'python3.11', '{}', {}, { clientContext: '{"custom":{"a":1}}' });
  expect(textOf(good.payload)).toBe('["shop", "256", null, {"a": 1}]');
  const bad = await bench.invoke('core.context', 'python3.11', '{}', {}, { clientContext: '{bad' });
  expect(bad.error?.errorType).toBe('Runtime.LambdaContextUnmarshalError');
});

test('an error’s stack begins where it was raised, and has none of the bootstrap’s frames', async () => {
  const { error } = await bench.invoke('core.outer', 'python3.11');
  expect(error?.stack.map((frame) => /core\.py", line \d+, in (\w+)/.exec(frame)?.[1])).toEqual(['value_error', 'outer']);
});
