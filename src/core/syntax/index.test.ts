import { afterAll, expect, test } from 'vitest';
import type { SyntaxNode } from './index.ts';
import { testSyntax } from './testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

let extractions = 0;
const shape = (root: SyntaxNode): string => {
  extractions += 1;
  return root.namedChildren.map((child) => child.type).join(' ');
};

test('every language parses, side by side', async () => {
  const answers = await Promise.all([
    syntax.read('javascript', 'export const a = 1;', shape),
    syntax.read('typescript', 'type A = string; let a: A;', shape),
    syntax.read('tsx', 'const a = <b/>;', shape),
    syntax.read('python', 'def a(): pass', shape),
    syntax.read('ruby', 'def a; end', shape),
    syntax.read('java', 'class A {}', shape),
    syntax.read('c-sharp', 'class A {}', shape),
    syntax.read('go', 'package a', shape),
    syntax.read('rust', 'fn a() {}', shape),
  ]);
  expect(answers).toEqual([
    'export_statement',
    'type_alias_declaration lexical_declaration',
    'lexical_declaration',
    'function_definition',
    'method',
    'class_declaration',
    'class_declaration',
    'package_clause',
    'function_item',
  ]);
});

test('a text is parsed once as long as it stays the same', async () => {
  const before = extractions;
  await syntax.read('javascript', 'f();', shape);
  await syntax.read('javascript', 'f();', shape);
  expect(extractions - before).toBe(1);
  await syntax.read('typescript', 'f();', shape);
  expect(extractions - before).toBe(2);
  // Another question about it doesn't make the first answer forgotten.
  await syntax.read('javascript', 'f();', (root) => root.type);
  await syntax.read('javascript', 'f();', shape);
  expect(extractions - before).toBe(2);
});

test('places count UTF-16 code units, as the editor does', async () => {
  const last = (root: SyntaxNode): number => root.lastNamedChild?.startIndex ?? -1;
  expect(await syntax.read('javascript', "'é😀'; f();", last)).toBe(7);
});

test('a text that is nested too deeply spoils none that comes after', async () => {
  const count = (root: SyntaxNode): number => root.descendantCount;
  for (const language of ['javascript', 'python'] as const) {
    for (const piece of ['[', '{', 'a(']) {
      const deep = `a = 1;\n${piece.repeat(20_000)}`;
      await syntax.read(language, deep, count).catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
      expect(await syntax.read(language, `f(${piece.length})`, count)).toBeGreaterThan(3);
    }
  }
});

test('a text that takes too long is given up, and spoils none that comes after', async () => {
  const far = `f(${'export * from "./"'.repeat(50_000)}`;
  await expect(syntax.read('python', far, shape)).rejects.toThrow('The text takes too long to read: 900002 characters');
  expect(await syntax.read('python', 'f()', shape)).toBe('expression_statement');
});
