import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withLastKnown } from '../../../core/analysis/lastKnown.ts';
import type { AnalysedFunction, AnalysedTemplate, FolderSnapshot } from '../../../core/analysis/model.ts';
import type { TestEvent } from '../../../core/events/model.ts';
import { apiOf, routeOf } from '../../../core/http/testing.ts';
import type { Finding } from '../../../core/lint/model.ts';
import type { ApiDefinition } from '../../../core/project/apis/model.ts';
import type { ApiState } from '../../platform/apis.ts';
import { literalFunction } from '../../testing/functions.ts';
import { KnownRows } from './knownRows.ts';
import { nodeId } from './nodes.ts';
import { buildTree, changedRows, type Row, type TreeSources } from './tree.ts';

const shop = join('/', 'work', 'shop');
const start = { line: 0, character: 0 };
const range = { start, end: start };

const order = literalFunction({ folder: shop, name: 'order-api', runtime: 'nodejs22.x', handler: 'src/order.handler' });
const resize = literalFunction({ folder: shop, name: 'resize', runtime: 'python3.13', handler: 'resize.lambda_handler' });

function template(path: string, functions: readonly AnalysedFunction[], format: 'sam' | 'cloudformation' = 'sam'): AnalysedTemplate {
  return { kind: 'template', path: join(shop, path), format, functions };
}

function snapshot(templates: readonly AnalysedTemplate[], findings: readonly Finding[] = [], folder = shop): FolderSnapshot {
  return { folder, templates, findings };
}

function finding(fn: AnalysedFunction, severity: Finding['severity']): Finding {
  const at = { path: fn.definition.templatePath, range };
  return { code: 'handler.file-not-found', severity, message: 'No file', at, functionId: fn.definition.id, fixes: [], related: [] };
}

const none: readonly TestEvent[] = [];
const cron = { kind: 'literal', value: 'rate(1 day)', path: join(shop, 'template.yaml'), range } as const;
const stopped: ApiState = { kind: 'stopped' };

function sources(snapshots: readonly FolderSnapshot[], more: Partial<TreeSources>): TreeSources {
  return {
    snapshots,
    findings: ({ findings }) => findings,
    events: () => none,
    lastRun: () => undefined,
    isWatched: () => false,
    deployments: () => [],
    apiState: () => stopped,
    now: 0,
    ...more,
  };
}

function tree(snapshots: readonly FolderSnapshot[], more: Partial<TreeSources> = {}): readonly Row[] {
  return buildTree(sources(snapshots, more));
}

type Drawn = string | readonly [string, readonly Drawn[]];

function draw(rows: readonly Row[]): readonly Drawn[] {
  return rows.map(({ item: { label, description, problems }, children }) => {
    const text = [
      label,
      ...(description === undefined ? [] : [description]),
      ...(problems ? [`(${problems.count} ${problems.worst})`] : []),
    ].join(' | ');
    return children.length === 0 ? text : [text, draw(children)];
  });
}

function ids(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ node, children }) => [nodeId(node), ...ids(children)]);
}

test('one folder: templates on top, functions below', () => {
  expect(
    draw(tree([snapshot([template('template.yaml', [order, resize]), template('infra/api.yaml', [order], 'cloudformation')])])),
  ).toEqual([
    ['template.yaml | SAM · 2 functions', ['order-api | nodejs22.x · src/order.handler', 'resize | python3.13 · resize.lambda_handler']],
    ['api.yaml | infra · CloudFormation · 1 function', ['order-api | nodejs22.x · src/order.handler']],
  ]);
});

test('a click previews the handler, and a template where it is broken', () => {
  const placed = literalFunction({ folder: shop, name: 'placed', line: 3 });
  const broken: AnalysedTemplate = { kind: 'broken', path: join(shop, 'b.yaml'), message: 'Unexpected end of file', range };
  const rows = tree([snapshot([template('a.yaml', [placed]), broken])]);
  expect([...rows, ...(rows[0]?.children ?? [])].map(({ item }) => item.opens)).toEqual([
    { path: join(shop, 'a.yaml') },
    { path: join(shop, 'b.yaml'), at: start },
    { path: join(shop, 'app.js'), at: { line: 3, character: 0 } },
  ]);
});

test('templates with many functions among them begin folded', () => {
  const expanded = (count: number) =>
    tree([snapshot([template('a.yaml', Array(count).fill(order)), template('b.yaml', [resize])])]).map(({ item }) => item.expanded);
  expect(expanded(59)).toEqual([true, true]);
  expect(expanded(60)).toEqual([false, false]);
});

test('several folders have rows of their own, unless there is nothing in any', () => {
  const bank = snapshot([], [], join('/', 'work', 'bank'));
  expect(draw(tree([snapshot([template('a.yaml', [order])]), bank]))).toEqual([
    ['shop', [['a.yaml | SAM · 1 function', ['order-api | nodejs22.x · src/order.handler']]]],
    'bank',
  ]);
  expect(draw(tree([snapshot([]), bank]))).toEqual([]);
});

test('a broken template is shown in place, the others as ever', () => {
  const broken: AnalysedTemplate = { kind: 'broken', path: join(shop, 'b.yaml'), message: 'Unexpected end of file', range };
  const rows = tree([snapshot([template('a.yaml', [order]), broken])]);
  expect(draw(rows)).toEqual([
    ['a.yaml | SAM · 1 function', ['order-api | nodejs22.x · src/order.handler']],
    'b.yaml | Unexpected end of file',
  ]);
  expect(rows[1]?.item).toMatchObject({
    icon: 'error',
    contextValue: 'templateBroken',
    spoken: 'template b.yaml, can’t be read: Unexpected end of file',
  });
});

test('a template that breaks keeps its functions below it, in the same rows', () => {
  const before = tree([snapshot([template('a.yaml', [order])])], { events: () => [{ name: 'e', path: '/e.json' }] });
  const half: AnalysedTemplate = {
    kind: 'broken',
    path: join(shop, 'a.yaml'),
    message: 'Unexpected end of file',
    range,
    lastKnown: [order],
  };
  const after = tree([snapshot([half])], { events: () => [{ name: 'e', path: '/e.json' }] });
  expect(draw(after)).toEqual([['a.yaml | Unexpected end of file', [['order-api | nodejs22.x · src/order.handler', ['e.json | event']]]]]);
  expect(ids(after)).toEqual(ids(before));
  expect(after[0]?.item.expanded).toBe(true);
  expect(after[0]?.item.tooltip).toContain('as they were when it could last be read');
  checkChanged(before, after, ['a.yaml']);
});

test('CloudFormation without functions is left out, SAM without functions is not', () => {
  expect(draw(tree([snapshot([template('vpc.yaml', [], 'cloudformation'), template('template.yaml', [])])]))).toEqual([
    'template.yaml | SAM · 0 functions',
  ]);
});

test('problems are counted by function, as severe as the worst', () => {
  const rows = tree([
    snapshot([template('a.yaml', [order, resize])], [finding(resize, 'warning'), finding(resize, 'error'), finding(order, 'hint')]),
  ]);
  expect(draw(rows[0]?.children ?? [])).toEqual([
    'order-api | nodejs22.x · src/order.handler | (1 other)',
    'resize | python3.13 · resize.lambda_handler | (2 error)',
  ]);
  expect(rows[0]?.children[1]?.item.spoken).toBe('function resize, python3.13 · resize.lambda_handler, 2 problems');
});

test('events and targets stand below their function', () => {
  const path = join(shop, 'events', 'put-cat.json');
  const rows = tree([snapshot([template('a.yaml', [order])])], {
    events: () => [{ name: 'put-cat', path }],
    lastRun: () => ({ durationMs: 412, status: 'success' }),
    deployments: () => [{ target: 'local-cloud', label: 'local cloud', state: 'active', deployedAt: -120_000 }],
  });
  expect(draw(rows[0]?.children ?? [])).toEqual([
    ['order-api | nodejs22.x · src/order.handler', ['put-cat.json | event · last run 412 ms', 'local cloud | active · deployed 2 min ago']],
  ]);
  expect(rows[0]?.children[0]?.children.map(({ item }) => item.contextValue)).toEqual(['event', 'targetLocalCloud']);
});

describe('APIs', () => {
  const authorizer = { kind: 'iam' } as const;
  const http = apiOf('HttpApi', [
    routeOf('GET /orders/{id}', { name: 'order-api' }, { authorizer }),
    routeOf('ANY $default', { name: 'resize' }),
  ]);
  const url = apiOf('FunctionUrl', [routeOf('ANY $default', { name: 'order-api' })], { name: 'order-api' });
  const withApis = (apis: readonly ApiDefinition[]) =>
    snapshot([{ ...template('template.yaml', [order, resize]), apis } as AnalysedTemplate]);

  test('stand above the functions, their routes and function URLs below the function', () => {
    const rows = tree([withApis([http, url])], {
      apiState: ({ type }) => (type === 'HttpApi' ? { kind: 'running', url: 'http://127.0.0.1:3001', mode: 'run' } : stopped),
    });
    expect(draw(rows[0]?.children ?? [])).toEqual([
      'Shop | 127.0.0.1:3001 · HTTP API · 2 routes',
      ['order-api | nodejs22.x · src/order.handler', ['GET /orders/{id} | Shop · authorizer IAM', 'Function URL']],
      ['resize | python3.13 · resize.lambda_handler', ['every other request | HTTP API']],
    ]);
    const contexts = rows[0]?.children.flatMap((row) => [row, ...row.children]).map(({ item }) => item.contextValue);
    expect(contexts).toEqual(['apiRunning', 'function', 'route', 'urlStopped', 'function', 'route']);
    expect(new Set(ids(rows)).size).toBe(ids(rows).length);
  });

  test('say in which state they are, and what is not served as it is written', () => {
    const item = (state: ApiState) =>
      tree([withApis([{ ...http, notes: ['A route is missing.'] }])], { apiState: () => state })[0]?.children[0]?.item;
    const debugging = item({ kind: 'running', url: 'http://127.0.0.1:1', mode: 'debug' });
    expect([item(stopped)?.spoken, item({ kind: 'starting' })?.description, debugging?.description, debugging?.icon]).toEqual([
      'API Shop, HTTP API · 2 routes',
      'starting… · HTTP API · 2 routes',
      '127.0.0.1:1 · debugging · HTTP API · 2 routes',
      'debug-alt',
    ]);
    expect(item(stopped)?.tooltip).toContain('A route is missing');
  });

  test('of another template are not those of a function with the same name', () => {
    const other = template('b.yaml', [literalFunction({ folder: join(shop, 'b'), name: 'order-api' })]);
    const rows = tree([snapshot([{ ...template('a.yaml', [resize]), apis: [http] } as AnalysedTemplate, other])]);
    expect(rows[1]?.children[0]?.children).toEqual([]);
  });

  test('draw only the rows again that they change', () => {
    const known = new KnownRows<Row>();
    const snapshots = [withApis([http, url])];
    const before = buildTree(sources(snapshots, {}), known);
    known.lookAgain();
    const running: ApiState = { kind: 'running', url: 'http://127.0.0.1:1', mode: 'run' };
    const after = buildTree(sources(snapshots, { apiState: ({ type }) => (type === 'FunctionUrl' ? running : stopped) }), known);
    checkChanged(before, after, ['Function URL']);
  });
});

test('while functions and findings are the same, nothing is asked of them', () => {
  const known = new KnownRows<Row>();
  const asked: string[] = [];
  const [a, b] = [template('a.yaml', [order]), template('b.yaml', [resize])];
  const events = (fn: AnalysedFunction) => {
    asked.push(fn.definition.name);
    return none;
  };
  const check = (templates: readonly AnalysedTemplate[], findings: readonly Finding[], expected: readonly string[]) => {
    buildTree(sources([snapshot(templates, findings)], { events }), known);
    expect(asked.splice(0)).toEqual(expected);
  };
  const wrong = finding(resize, 'error');
  check([a, b], [], ['order-api', 'resize']);
  check([a, b], [], []);
  check([a, b], [wrong], ['resize']);
  check([template('a.yaml', [order]), b], [wrong], ['order-api']);
  known.lookAgain();
  check([a, b], [], ['order-api', 'resize']);
});

test('rows are made in turns, however many functions a template has; what has to wait keeps its row until then', () => {
  const known = new KnownRows<Row>(2);
  const made: string[] = [];
  const events = (fn: AnalysedFunction) => {
    made.push(fn.definition.name);
    return none;
  };
  const check = (templates: readonly AnalysedTemplate[], expected: readonly (readonly [string, boolean])[]) => {
    for (const turn of expected) {
      known.nextTurn();
      const rows = buildTree(sources([snapshot(templates)], { events }), known);
      const counts = rows.map(({ item, children }) => `${item.label} ${children.length}`).join(', ');
      expect([counts, known.isWhole]).toEqual(turn);
    }
  };
  const named = (count: number) =>
    ['a', 'b', 'c'].map((name) => {
      const functions = Array.from({ length: count }, (_, n) => ({ ...literalFunction({ folder: shop, name: `${name}${n}` }) }));
      return template(name, functions);
    });
  const [one, two] = [named(1), named(2)];
  check(one, [
    ['a 1, b 1', false],
    ['a 1, b 1, c 1', true],
    ['a 1, b 1, c 1', true],
  ]);
  check(two, [
    ['a 2, b 1, c 1', false],
    ['a 2, b 2, c 1', false],
    ['a 2, b 2, c 2', true],
  ]);
  check(two.slice(1), [['b 2, c 2', true]]);
  check(two, [['a 2, b 2, c 2', true]]);
  const [large] = named(5);
  if (large === undefined) throw new Error('none');
  made.splice(0);
  check(
    [large],
    [
      ['a 2', false],
      ['a 2', false],
      ['a 5', true],
    ],
  );
  expect(made.length).toBeGreaterThan(5);
});

test('queues, streams and schedules stand below the function that they call, also while the template cannot be read', () => {
  const nowhere = { start, end: start };
  const mapping = (type: string, properties: Readonly<Record<string, unknown>>) => ({
    functionName: 'order-api',
    trigger: { name: type, type, properties, range: nowhere },
  });
  const nightly = { ...order.definition, invokers: [{ kind: 'schedule', expression: cron, dialect: 'rule' }] as const };
  const whole: AnalysedTemplate = {
    ...{ kind: 'template', path: join(shop, 'template.yaml'), format: 'sam', functions: [{ ...order, definition: nightly }] },
    messaging: {
      carriers: [{ kind: 'table', id: 'Orders', name: 'orders', keys: [], view: 'NEW_IMAGE' }],
      mappings: [
        mapping('SQS', { Queue: { Ref: 'Baskets' }, BatchSize: 5 }),
        mapping('DynamoDB', { Stream: { 'Fn::GetAtt': ['Orders', 'StreamArn'] } }),
      ],
      subscriptions: [
        { to: { kind: 'function', name: 'order-api' }, trigger: mapping('SNS', { Topic: { Ref: 'News' }, FilterPolicy: {} }).trigger },
        { to: { kind: 'function', name: 'order-api' }, trigger: mapping('EventBridgeRule', { Pattern: {} }).trigger },
        { to: { kind: 'queue', id: 'Baskets' }, trigger: mapping('SNS', { Topic: { Ref: 'News' } }).trigger },
      ],
    },
  };
  const below = [
    'Baskets | SQS queue · up to 5 messages',
    'orders | DynamoDB stream · up to 100 records',
    'News | SNS topic · filtered',
    'EventBridgeRule | rule of the event bus default',
    'rate(1 day) | schedule',
  ];
  const rows = tree([snapshot([whole])]);
  expect(draw(rows[0]?.children ?? [])).toEqual([['order-api | nodejs22.x · src/order.handler', below]]);
  expect(rows[0]?.children[0]?.children.map(({ item }) => item.contextValue)).toEqual([
    'source-queue',
    'source-stream',
    'source-topic',
    'source-rule',
    'source-schedule',
  ]);
  const half: AnalysedTemplate = { kind: 'broken', path: whole.path, message: 'It ends too soon', range };
  const [now] = withLastKnown([snapshot([whole])], [snapshot([half])]);
  expect(draw(tree(now === undefined ? [] : [now])[0]?.children ?? [])).toEqual([['order-api | nodejs22.x · src/order.handler', below]]);
});

test('an event that runs on each save says so', () => {
  const events = () => [{ name: 'put-cat', path: join(shop, 'events', 'put-cat.json') }];
  const rows = tree([snapshot([template('a.yaml', [order])])], { events, isWatched: () => true });
  expect(draw(rows[0]?.children[0]?.children ?? [])).toEqual(['put-cat.json | watched']);
  expect(rows[0]?.children[0]?.children[0]?.item.contextValue).toBe('eventWatched');
});

test('an unknown handler says why, and is no problem', () => {
  const unknown: AnalysedFunction = { ...order, resolution: { kind: 'unknown', reason: 'built by make' } };
  const item = tree([snapshot([template('a.yaml', [unknown])])])[0]?.children[0]?.item;
  expect(item).toMatchObject({ contextValue: 'functionUnknown', icon: 'symbol-function' });
  expect(item?.problems).toBeUndefined();
  expect(item?.tooltip).toContain('Handler not checked: built by make');
});

function checkChanged(before: readonly Row[], after: readonly Row[], expected: 'root' | readonly string[]) {
  const changed = changedRows(before, after);
  expect(changed === 'root' ? changed : changed.map(({ item }) => item.label)).toEqual(expected);
}

test('as little as possible is drawn again', () => {
  const two = template('b.yaml', [order]);
  const before = tree([snapshot([template('a.yaml', [resize]), two])]);
  checkChanged(before, before, []);
  checkChanged(before, tree([snapshot([template('a.yaml', [resize]), two])]), []);
  checkChanged(before, tree([snapshot([template('a.yaml', [resize])])]), 'root');
  checkChanged(before, tree([snapshot([template('a.yaml', [resize, order]), two])]), ['a.yaml']);
  checkChanged(before, tree([snapshot([template('a.yaml', [resize]), two], [finding(resize, 'error')])]), ['resize']);
  checkChanged(before, tree([snapshot([template('a.yaml', [resize]), two])], { events: () => [{ name: 'e', path: '/e.json' }] }), [
    'resize',
    'order-api',
  ]);
});

test('rows stay the same objects for as long as what they show is the same', () => {
  const known = new KnownRows<Row>();
  const a = template('a.yaml', [order]);
  const b = template('b.yaml', [resize]);
  const built = (templates: readonly AnalysedTemplate[], more: Partial<TreeSources>) => {
    known.lookAgain();
    return buildTree(sources([snapshot(templates)], more), known);
  };
  const check = (templates: readonly AnalysedTemplate[], more: Partial<TreeSources>, expected: readonly boolean[]) => {
    const before = built([a, b], {});
    expect(built(templates, more).map((row, index) => row === before[index])).toEqual(expected);
  };
  const events = [{ name: 'e', path: '/e.json' }];
  check([a, b], {}, [true, true]);
  check([a, template('b.yaml', [order])], {}, [true, false]);
  check([a, b], { findings: () => [finding(resize, 'error')] }, [true, false]);
  check([a, b], { events: (fn) => (fn === order ? events : none) }, [false, true]);
  check([a, b], { events: () => events, lastRun: () => ({ durationMs: 1, status: 'success' }) }, [false, false]);
  check([a, b], { deployments: (fn) => (fn === resize ? [{ target: 'aws', label: 'eu', state: 'active', deployedAt: 0 }] : []) }, [
    true,
    false,
  ]);
});
