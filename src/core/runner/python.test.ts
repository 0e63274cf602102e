import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, title } from '../../../test/conformance/runtimes/case.ts';
import { PYTHON_FILES, pythonCases } from '../../../test/conformance/runtimes/python.cases.ts';
import { type Bench, openBench, summary, textOf } from './testing.ts';

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

test('no file of a function stands in for what Lambda’s runtime has imported before it', async () => {
  const names = ['json', 'logging', 'decimal', 'types', 're', 'traceback'];
  const own = await openBench({
    'app.py': `import ${names.join(', ')}, random_own\ndef h(e, c): return [json.dumps(1), hasattr(logging.root, "handlers"), random_own.VALUE]`,
    'random_own.py': 'VALUE = 1',
    ...Object.fromEntries(names.map((name) => [`${name}.py`, 'raise Exception("the function’s own")'])),
  });
  expect(summary(await own.invoke('app.h', 'python3.11'))).toBe('["1", true, 1]');
  await own.end();
});

test('a .pth file in the function’s folder is heeded, as in Lambda', async () => {
  const own = await openBench({
    'app.py': 'import sys, vendored\ndef h(e, c): return [vendored.VALUE, sys.path.index(sys.path[0])]',
    'lib/vendored.py': 'VALUE = "vendored"',
    'lib.pth': 'lib\n',
  });
  expect(summary(await own.invoke('app.h', 'python3.11'))).toBe('["vendored", 0]');
  await own.end();
});

test('importlib.machinery may import modules of its own when a name is looked up in it, as it does since Python 3.14', async () => {
  const own = await openBench({
    'app.py': `import importlib.machinery
def lazy(name):
    import numbers
    raise AttributeError(name)
importlib.machinery.__getattr__ = lazy
import decimal
def h(e, c): return str(decimal.Decimal("1.0"))`,
  });
  expect(summary(await own.invoke('app.h', 'python3.11'))).toBe('"1.0"');
  await own.end();
});
