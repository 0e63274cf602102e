import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../syntax/testing.ts';
import { moduleNameUses } from './pythonNames.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

/** `expected`: the text with each use of the module's `go` in brackets. */
async function check(expected: string): Promise<void> {
  const text = expected.replaceAll('[go]', 'go');
  const lines = text.split('\n');
  const uses = await syntax.read('python', text, moduleNameUses);
  const ranges = [...(uses.find(({ name }) => name === 'go')?.ranges ?? [])].reverse();
  for (const { start, end } of ranges) {
    const line = lines[start.line] ?? '';
    lines[start.line] = `${line.slice(0, start.character)}[go]${line.slice(end.character)}`;
  }
  expect(lines.join('\n')).toBe(expected);
}

test('a name of the module is found wherever it is meant', async () => {
  await check('def [go](event):\n    return [go](event)\n\n[go] = wrap([go])\n');
  await check('class A:\n    def run(self, x=[go]) -> [go]:\n        return self.go([go], go=[go])\n');
  await check("__all__ = ['[go]', 'other']\ngone = 'go'\n");
  await check('def f():\n    global [go]\n    [go] = 1\n    return lambda: [go]\n');
});

test('what a function, a lambda, a class or a comprehension has for itself is another', async () => {
  await check('def f(go):\n    return go\n[go]()\n');
  await check('def f(x, go: int = [go]):\n    def inner():\n        return go\n    return inner\n');
  await check('def f():\n    for go in [1]:\n        go()\n');
  await check('def f():\n    with a as go:\n        go()\n');
  await check('def f():\n    from a import b as go\n    return go\n');
  await check('f = lambda go: go\n[go]()\n');
  await check('xs = [go for go in range(3)] + [[go]]\n');
  await check('class A:\n    go = 1\n    def f(self):\n        return [go]\n');
  await check('def f():\n    def go():\n        pass\n    go()\n');
});
