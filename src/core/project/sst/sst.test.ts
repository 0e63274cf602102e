import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { functionsIn, line } from '../program/testing.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

type Others = Readonly<Record<string, string>>;

const check = async (text: string, expected: readonly string[], others: Others = {}, name = 'stacks/api.ts') => {
  const found = await functionsIn(text, name, { 'sst.config.ts': '', ...others }, syntax);
  expect(
    found.map((fn) => line(fn).replace(' | absent | ', ' | ').replace(' | directory . | bundler', '')),
    text,
  ).toEqual(expected);
};

test('constructs of version 2 take functions wherever their contract says', async () => {
  const v2 = `import { Api, Function, Cron, Queue, Bucket, EventBus, Topic, Auth } from 'sst/constructs';\n`;
  await check(`${v2}new Function(stack, 'F', { handler: 'src/a.main', runtime: 'python3.12' });`, [
    'F | python3.12 | "src/a.main" at 1:37-47',
  ]);
  await check(
    `${v2}const api = new Api(stack, 'Api', { routes: { 'GET /': 'src/a.get', 'POST /': { function: 'src/a.post' },
      'PUT /': { function: { handler: 'src/a.put', timeout: '2 minutes' } }, 'GET /url': { type: 'url', url: 'x' }, $default: fn } });
    api.addRoutes(stack, { 'DELETE /': 'src/a.remove' });`,
    [
      'Api.GET / | "src/a.get" at 1:56-65',
      'Api.POST / | "src/a.post" at 1:91-101',
      'Api.PUT / | "src/a.put" at 2:39-48',
      'Api.DELETE / | "src/a.remove" at 3:40-52',
    ],
  );
  await check(
    `${v2}new Cron(stack, 'C', { job: 'src/a.main' }); new Queue(stack, 'Q', { consumer: { function: { handler: 'src/b.main' } } });`,
    ['C.job | "src/a.main" at 1:29-39', 'Q.consumer | "src/b.main" at 1:103-113'],
  );
  await check(
    `${v2}const bus = new EventBus(stack, 'B', {});\nbus.addRules(stack, { r: { targets: { t: { function: { handler: 'src/a.main' } } } } });`,
    ['B.r.t | "src/a.main" at 2:65-75'],
  );
  await check(`${v2}new EventBus(stack, 'B', { rules: { r: { pattern: {}, targets: { t: 'src/a.main' } } } });`, [
    'B.r.t | "src/a.main" at 1:69-79',
  ]);
  await check(`${v2}new Topic(stack, 'T', { subscribers: { s: existing, t: 'arn:aws:lambda:x' } });`, []);
  await check(`${v2}new Function(stack, 'F', { srcPath: 'services', handler: 'a.main' });`, [
    'F | "a.main" at 1:58-64 | directory services | bundler',
  ]);
});

test('its own repository holds examples, in which it means what it means elsewhere', async () => {
  const text = `import { Function } from 'sst/constructs';\nnew Function(stack, 'F', { handler: 'src/a.main' });`;
  const library = { 'package.json': '{"workspaces": ["packages/*"]}', 'packages/sst/package.json': '{"name": "sst"}' };
  const found = await functionsIn(
    text,
    'stacks/My.ts',
    {
      'sst.config.ts': '',
      ...library,
      'packages/sst/constructs.ts': 'export class Function extends Construct {}',
    },
    syntax,
  );
  expect(found.map(({ logicalId }) => logicalId)).toEqual(['F']);
});

test('components of version 3 do too, and so do their methods', async () => {
  await check(
    `export default $config({ async run() {
  new sst.aws.Function('F', { handler: 'src/a.main', memory: '1 GB' });
  const api = new sst.aws.ApiGatewayV2('Api');
  api.route('GET /', 'src/a.get');
  api.route('POST /', { handler: 'src/a.post', bundle: 'dist' }, { auth: {} });
  const queue = new sst.aws.Queue('Q');
  queue.subscribe('src/q.main', { batch: {} });
  new sst.aws.Bus('B').subscribe('S', { handler: 'src/b.main' });
  new sst.aws.Cron('C', { schedule: 'rate(1 day)', job: 'src/c.main' });
  new sst.cloudflare.Worker('W', { handler: 'src/w.ts' });
} });`,
    [
      'F | "src/a.main" at 1:40-50',
      'Api.GET / | "src/a.get" at 3:22-31',
      'Api.POST / | "src/a.post" at 4:34-44 | directory dist',
      'Q | "src/q.main" at 6:19-29',
      'B.S | "src/b.main" at 7:50-60',
      'C.job | "src/c.main" at 8:57-67',
    ],
    {},
    'sst.config.ts',
  );
  await check(
    `import { api } from './api'; /* sst */ api.route('GET /', 'src/a.get');`,
    ['Api.GET / | "src/a.get" at 0:59-68'],
    { 'infra/api.ts': `export const api = new sst.aws.ApiGatewayV2('Api');` },
    'infra/routes.ts',
  );
});

test('another default runtime of the app is noticed by the file', async () => {
  await check(
    `import { Function } from 'sst/constructs';\nnew Function(stack, 'F', { handler: 'src/a.main' });`,
    ['F | unknown: the app’s default | "src/a.main" at 1:37-47'],
    {
      'src/a.py': '',
    },
  );
});

test('a folder of sources that the app or the construct has by default', async () => {
  const text = `import { Function, Api } from '@serverless-stack/resources';\nnew Function(stack, 'F', { handler: 'a.main' });
new Api(stack, 'A', { defaults: { function: { srcPath: 'api' } }, routes: { 'GET /': 'b.main' } });`;
  const api = 'A.GET / | "b.main" at 2:86-92 | directory api | bundler';
  const inApp = (code: string, index: string) => check(text, [`F | "a.main" at 1:37-43${code}`, api], { 'stacks/index.ts': index });
  await inApp(
    ' | directory services | bundler',
    `app.setDefaultFunctionProps({ runtime: 'nodejs16.x', srcPath: "services", bundle: {} });`,
  );
  await inApp(' | directory services | bundler', `app.setDefaultFunctionProps((stack) => ({ srcPath: 'services' }));`);
  await inApp(' | unknown: the app’s default | bundler', `app.setDefaultFunctionProps({ srcPath: folder });`);
  await inApp('', `// app.setDefaultFunctionProps({ srcPath: 'services' });`);
  await inApp('', `app.setDefaultFunctionProps({ timeout: 3 }); new Function(stack, 'G', { srcPath: 'services' });`);
});
