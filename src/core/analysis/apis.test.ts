import { expect, test } from 'vitest';
import { apiOf, routeOf } from '../http/testing.ts';
import { bareFunction } from '../project/testing.ts';
import { apisOf } from './apis.ts';
import { withLastKnown } from './lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from './model.ts';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function fn(templatePath: string, name: string, path: string): AnalysedFunction {
  const route = { name: 'r', type: 'HttpApi', properties: { ApiId: 'shop', Method: 'GET', Path: path }, range: nowhere };
  const parts = {
    folder: '/shop',
    name,
    templatePath,
    triggers: [route],
    runtime: { kind: 'absent' },
    handler: { kind: 'absent' },
  } as const;
  return { definition: bareFunction(parts), resolution: { kind: 'unknown', reason: 'not looked for' } };
}

const sam: AnalysedTemplate = {
  ...{ kind: 'template', path: '/shop/a.yaml', format: 'sam', functions: [fn('/shop/a.yaml', 'f', '/a')] },
  apis: [apiOf('Api', [routeOf('GET /a')]), apiOf('HttpApi', [])],
};
const terraform = ['b.tf', 'c.tf'].map(
  (name): AnalysedTemplate => ({
    ...{ kind: 'template', path: `/shop/${name}`, format: 'terraform' },
    functions: [fn(`/shop/${name}`, name, `/${name}`)],
  }),
);
const placed = (templates: readonly AnalysedTemplate[]) =>
  apisOf(templates).map(({ template, api }) => `${template} ${api.type} ${api.routes.map(({ path }) => path)}`);

test('APIs of templates, and those that only routes tell of, with the place of the first; none without a route', () => {
  expect(placed([sam, ...terraform])).toEqual(['/shop/a.yaml Api /a', '/shop/b.tf HttpApi /b.tf,/c.tf']);
});

test('a template keeps its APIs while it cannot be read', () => {
  const half: AnalysedTemplate = { kind: 'broken', path: sam.path, message: 'It ends too soon', range: nowhere };
  const snapshots = [sam, half].map((template): readonly FolderSnapshot[] => [{ folder: '/shop', templates: [template], findings: [] }]);
  const [now] = snapshots.reduce((before, after) => withLastKnown(before, after));
  expect(placed(now?.templates ?? [])).toEqual(['/shop/a.yaml Api /a']);
});
