import { expect, test } from 'vitest';
import type { LayerSource } from '../execution.ts';
import type { FunctionDefinition, Value } from '../model.ts';
import { executionOf } from '../program/index.ts';
import { bareFunction, brief, where } from '../testing.ts';
import { SynthesizedMerge } from './merge.ts';

const folder = '/work/shop';
const unknown = { kind: 'unknown', reason: 'a parameter' } as const;

function literal(value: string): Value<string> {
  const nowhere = { line: 0, character: 0 };
  return { kind: 'literal', value, path: `${folder}/x`, range: { start: nowhere, end: nowhere } };
}

/** `logicalId handler`, of a source where nothing else is said. */
function source(logicalId: string, handler: Value<string>, file = 'cdk/lib/stack.ts'): FunctionDefinition {
  const path = `${folder}/${file}`;
  const code = { kind: 'unknown', reason: 'a parameter' } as const;
  return bareFunction({ folder, logicalId, format: 'cdk', templatePath: path, definedIn: path, runtime: unknown, handler, code });
}

function made(constructPath: string, handler: string, template = 'cdk/cdk.out/Shop.template.json'): FunctionDefinition {
  const path = `${folder}/${template}`;
  const code = { kind: 'directory', path: `${folder}/cdk/cdk.out/asset.1` } as const;
  const runtime = literal('nodejs22.x');
  return bareFunction({
    folder,
    constructPath,
    format: 'cdk',
    templatePath: path,
    definedIn: path,
    runtime,
    handler: literal(handler),
    code,
  });
}

function check(functions: readonly FunctionDefinition[], expected: readonly string[]): void {
  const shown = new SynthesizedMerge().merge(functions).map((each) => {
    const name = each.constructPath ?? each.logicalId;
    return `${name} ${brief(each.runtime)} ${brief(each.handler)} ${where(each).replace(folder, '')}`;
  });
  expect(shown).toEqual(expected);
}

test('what the source has stays, completed; what only the template has is added', () => {
  check(
    [
      source('Api.Orders', unknown),
      source('Pay', literal('pay.main')),
      made('Shop/Orders/Resource', 'a.b'),
      made('Shop/Loop1/Resource', 'c.d'),
    ],
    [
      'Api.Orders nodejs22.x a.b directory /cdk/cdk.out/asset.1',
      'Pay unknown: a parameter pay.main unknown: a parameter',
      'Shop/Loop1/Resource nodejs22.x c.d directory /cdk/cdk.out/asset.1',
    ],
  );
});

test('layers that the source leaves open are those of the template', () => {
  const execution = (...layers: LayerSource[]) => ({ execution: executionOf({ layers }) });
  const asset: LayerSource = { kind: 'folder', name: 'L', path: '/cdk.out/asset.2' };
  const own: LayerSource = { kind: 'folder', name: 'L', path: '/layers/l' };
  const merged = (...layers: LayerSource[]) =>
    new SynthesizedMerge().merge([
      { ...source('F', unknown), ...execution(...layers) },
      { ...made('S/F/Resource', 'a.b'), ...execution(asset) },
    ])[0]?.execution?.layers;
  expect([merged(own), merged(), merged({ kind: 'elsewhere', name: undefined })]).toEqual([[own], [asset], [asset]]);
});

test('what may be another one is not taken over', () => {
  const stages = ['cdk/cdk.out/assembly-Dev/A.template.json', 'cdk/cdk.out/assembly-Prod/B.template.json'] as const;
  check(
    [source('F', unknown), made('Dev/F/Resource', 'a.b', stages[0]), made('Prod/F/Resource', 'c.d', stages[1])],
    ['F unknown: a parameter unknown: a parameter unknown: a parameter'],
  );
  check(
    [source('A.F', unknown), source('A.F-2', unknown), made('S/F/Resource', 'a.b')],
    [
      'A.F unknown: a parameter unknown: a parameter unknown: a parameter',
      'A.F-2 unknown: a parameter unknown: a parameter unknown: a parameter',
    ],
  );
  check(
    [source('F', unknown, 'other/stack.ts'), made('S/F/Resource', 'a.b')],
    ['F unknown: a parameter unknown: a parameter unknown: a parameter', 'S/F/Resource nodejs22.x a.b directory /cdk/cdk.out/asset.1'],
  );
});

test('what a source makes under ids that a program gives is listed where it stands', () => {
  check(
    [source('Function', literal('a.b')), made('S/One/Resource', 'a.b'), made('S/Two/Resource', 'a.b'), made('S/Three/Resource', 'c.d')],
    ['Function unknown: a parameter a.b unknown: a parameter', 'S/Three/Resource nodejs22.x c.d directory /cdk/cdk.out/asset.1'],
  );
  const build = { kind: 'entry', path: `${folder}/cdk/src/a.ts`, exportName: 'handler', by: 'NodejsFunction' } as const;
  const bundled = { ...source('NodejsFunction', { kind: 'absent' }), build };
  check([bundled, made('S/One/Resource', 'index.handler')], ['NodejsFunction unknown: a parameter absent unknown: a parameter']);
});

test('the same functions give the same objects', () => {
  const functions = [source('F', unknown), made('S/F/Resource', 'a.b')];
  const merge = new SynthesizedMerge();
  expect(merge.merge(functions)[0]).toBe(merge.merge(functions)[0]);
  expect(merge.merge(functions)[0]).not.toBe(functions[0]);
});

test('functions of other formats are left alone', () => {
  const template = { ...made('S/F/Resource', 'a.b'), format: 'cloudformation' as const };
  expect(new SynthesizedMerge().merge([template, source('F', unknown)])).toHaveLength(2);
});
