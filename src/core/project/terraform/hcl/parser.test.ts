import { describe, expect, test } from 'vitest';
import { parseTerraformJson } from './json.ts';
import type { Body, Expression } from './model.ts';
import { parseHcl } from './parser.ts';

/** An expression as a text that shows its structure. */
function show(expression: Expression | undefined): string {
  if (expression === undefined) return 'nothing';
  const steps = (list: Extract<Expression, { kind: 'reference' }>['steps']): string =>
    list.map((step) => (step.kind === 'name' ? `.${step.name}` : step.kind === 'splat' ? '[*]' : `[${show(step.index)}]`)).join('');
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'template':
      return `\`${expression.parts.map((part) => (typeof part === 'string' ? part : `{${show(part)}}`)).join('')}\``;
    case 'reference':
      return expression.root + steps(expression.steps);
    case 'access':
      return `(${show(expression.of)})${steps(expression.steps)}`;
    case 'call':
      return `${expression.name}(${expression.args.map(show).join(', ')}${expression.spread ? '...' : ''})`;
    case 'list':
      return `[${expression.items.map(show).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(({ key, value }) => `${show(key)}: ${show(value)}`).join(', ')}}`;
    case 'conditional':
      return `(${show(expression.condition)} ? ${show(expression.then)} : ${show(expression.otherwise)})`;
    case 'operation':
      return `(${[expression.operator, ...expression.operands.map(show)].join(' ')})`;
    case 'for':
      return `for ${expression.key ?? '_'}, ${expression.item} in ${show(expression.collection)}: ${show(expression.resultKey)} => ${show(expression.result)}${expression.grouped ? '...' : ''} if ${show(expression.condition)}`;
    case 'unreadable':
      return `? ${expression.reason}`;
  }
}

function outline(body: Body): string {
  const attributes = [...body.attributes].map(([name, value]) => `${name} = ${show(value)}`);
  const blocks = body.blocks.map(
    ({ type, labels, body: inner }) => `${[type, ...labels.map(({ text }) => text)].join(' ')} {${outline(inner)}}`,
  );
  return `${[...attributes, ...blocks].join('; ')}${body.damaged ? ' damaged' : ''}`;
}

describe('expressions', () => {
  const check = (written: string, expected: string) => expect(outline(parseHcl(`a = ${written}\n`))).toBe(`a = ${expected}`);

  test('literals and templates', () => {
    check('"x"', '"x"');
    check('""', '""');
    check('12', '12');
    check('-1.5e3', '(- 1500)');
    check('true', 'true');
    check('null', 'null');
    check('"a\\"b\\n\\u00e9\\\\"', JSON.stringify('a"b\né\\'));
    check('"$${x} %%{y} $x %d"', '"${x} %{y} $x %d"');
    check('"a${b}c"', '`a{b}c`');
    check('"${b}"', '`{b}`');
    check('"${a["x"]}-${lookup(m, "k")}"', '`{a["x"]}-{lookup(m, "k")}`');
    check('"%{ if x }a%{ endif }"', '? a template with conditions or loops in it');
    check('"a ${~ b}"', '? what stands here trims the text around it');
  });

  test('references, calls and operations', () => {
    check('local.a', 'local.a');
    check('data.x.y[0].z', 'data.x.y[0].z');
    check('x.y.0.z', 'x.y[0].z');
    check('x.y[*].z', 'x.y[*].z');
    check('x.*.z', 'x[*].z');
    check('f()', 'f()');
    check('f(a, "b", c...)', 'f(a, "b", c...)');
    check('f(\n  a, # why\n  b,\n)', 'f(a, b)');
    check('f(a)[0].b', '(f(a))[0].b');
    check('provider::aws::arn_parse(a)', 'provider::aws::arn_parse(a)');
    check('a == "b" ? c : d', '((== a "b") ? c : d)');
    check('!a || b && c', '(|| (! a) (&& b c))');
    check('1 + 2 * 3 - 4', '(- (+ 1 (* 2 3)) 4)');
    check('(a\n + b)', '(+ a b)');
    check('a-b', 'a-b');
  });

  test('collections', () => {
    check('[]', '[]');
    check('["a", 1,\n b]', '["a", 1, b]');
    check('{}', '{}');
    check('{ a = 1, "b" : 2\n (c) = 3\n for = 4 }', '{"a": 1, "b": 2, c: 3, "for": 4}');
    check('{\n  # first\n  a = { b = "c" } // last\n}', '{"a": {"b": "c"}}');
    check('[for x in y : x.z if x != null]', 'for _, x in y: nothing => x.z if (!= x null)');
    check('{ for k, v in y : k => v... }', 'for k, v in y: k => v... if nothing');
  });

  test('heredocs', () => {
    check('<<EOT\n  a\n b\nEOT', '"  a\\n b\\n"');
    check('<<-EOT\n    a\n      ${b}\n\n    c\n  EOT', '`a\n  {b}\n\nc\n`');
    check('<<EOT\nEOT', '""');
    check('f(<<EOT\nx\nEOT\n, 1)', 'f("x\\n", 1)');
  });
});

describe('bodies', () => {
  const check = (text: string, expected: string) => expect(outline(parseHcl(text))).toBe(expected);

  test('attributes, blocks and labels', () => {
    check('resource "t" "n" {\n  a = 1\n  b { c = 2 }\n}\nresource t n {}\n', 'resource t n {a = 1; b {c = 2}}; resource t n {}');
    check('/* x */ a = 1 # y\r\nb = 2', 'a = 1; b = 2');
    check('', '');
  });

  test('what isn’t understood costs its own line', () => {
    check('r {\n a = "x\n b = 2\n}\n', 'r {a = ? what stands here can’t be read: a closing quote is missing; b = 2}');
    check('r {\n {{ jinja }}\n b = 2\n}\n', 'r {b = 2 damaged} damaged');
    check('{% if x %}\na = 1\n{% endif %}\n', 'a = 1 damaged');
    check('a = 1 2\nb = 3', 'a = 1; b = 3 damaged');
    check('a = <%= x %>\nb = 3', 'a = ? what stands here can’t be read: it isn’t an expression; b = 3 damaged');
    check('a = [1, 2\nb = 3', 'a = ? what stands here can’t be read: a bracket isn’t closed damaged');
    check('}\na = 1', 'a = 1 damaged');
  });

  test('a brace that is missing doesn’t swallow the next block', () => {
    check(
      'resource "a" "b" {\n x = 1\n c {\n  y = 2\nresource "d" "e" {\n z = 3\n}\n',
      'resource a b {x = 1; c {y = 2 damaged} damaged}; resource d e {z = 3} damaged',
    );
  });
});

describe('JSON', () => {
  const check = (value: unknown, expected: string) => expect(outline(parseTerraformJson(JSON.stringify(value)))).toBe(expected);

  test('resources, calls and locals', () => {
    check({ resource: { t: { n: { a: 1, b: ['x', '${c.d}'] } } } }, 'resource t n {a = 1; b = ["x", `{c.d}`]}');
    check(
      { resource: [{ t: { n: [{ a: null }] } }], module: { m: { source: './m' } } },
      'resource t n {a = null}; module m {source = "./m"}',
    );
    check({ locals: { a: { 'b${c}': true } } }, 'locals {a = {`b{c}`: true}; a {b${c} = true}}');
    check({ resource: { t: 1 }, other: {} }, '');
  });

  test('what isn’t JSON is damaged', () => {
    expect(outline(parseTerraformJson('{"locals": {"a": 1'))).toBe('locals {a = 1} damaged');
    expect(outline(parseTerraformJson('nonsense'))).toBe(' damaged');
  });
});

test('nesting without end, and every beginning of a text, are answered', () => {
  for (const open of ['[', '{', '(', 'a{', '"${', '!', '-', 'f(', '{a=', '[for x in ']) parseHcl(`a = ${open.repeat(20_000)}`);
  parseHcl('a {\n'.repeat(20_000));
  const text = 'resource "a" "b" {\n  x = f([for k, v in { a = "b${c["d"]}" } : k if v != "e"])[0]\n  y = <<-E\n   %{ if z }\n  E\n}\n';
  for (let end = 0; end < text.length; end++) expect(parseHcl(text.slice(0, end)).damaged).toBeTypeOf('boolean');
});
