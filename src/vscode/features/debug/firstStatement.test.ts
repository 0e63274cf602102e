import { expect, it } from 'vitest';
import { firstStatementLine } from './firstStatement.ts';

/** `|` marks the declared name, `>>` the line where the breakpoint belongs. */
function check(marked: string): void {
  const lines = marked.split('\n');
  const expected = lines.findIndex((line) => line.startsWith('>>'));
  const plain = lines.map((line) => line.replace(/^>>/, ''));
  const line = plain.findIndex((text) => text.includes('|'));
  const character = plain[line]?.indexOf('|') ?? 0;
  expect(
    firstStatementLine(
      plain.map((text) => text.replace('|', '')),
      { line, character },
    ),
  ).toBe(expected);
}

it('stops at the first statement of an arrow function', () => check('export const |handler = async (event) => {\n>>  return 1;\n};'));
it('stops at the first statement of a function', () => check('export async function |handler(event) {\n  // why\n\n>>  const x = 1;\n}'));
it('goes past a comment block', () => check('exports.|handler = async () => {\n  /*\n   * why\n   */\n>>  go();\n};'));
it('sees through destructured and typed parameters', () =>
  check('export const |handler = async ({ a }: { a: { b: string } }): Promise<void> => {\n>>  go(a);\n};'));
it('stops on a one-line body', () => check('>>export const |handler = async () => { return 1; };'));
it('stays at the declaration of an empty body', () => check('>>export const |handler = async () => {\n};'));
it('stays at the declaration of a reference', () =>
  check('const other = 1;\n>>export const |handler = wrap(inner);\nfunction inner() {\n  go();\n}'));
it('enters the function that is wrapped', () => check('export const |handler = middy(async (event) => {\n>>  return 1;\n});'));
it('stops in a Python function, past its docstring and comments', () => {
  check('def |handler(event, context):\n>>    return 1');
  check('def |handler(\n    event,\n    context,\n):\n    """Says."""\n    # why\n>>    go()');
  check('async def |handler(event, context) -> dict:\n    """\n    Says\n    more.\n    """\n\n>>    x = 1\n    return x');
});
