import { afterAll, expect, test } from 'vitest';
import { testSyntax } from '../../syntax/testing.ts';
import { memoryFiles } from '../../testing/memoryFiles.ts';
import { apiLines } from '../apis/testing.ts';
import { readProjectFile } from '../index.ts';

const { syntax, dispose } = testSyntax();
afterAll(dispose);

async function check(text: string, expected: readonly (readonly string[])[], notes: readonly string[] = []): Promise<void> {
  const folder = '/work/shop';
  const files = memoryFiles({ [`${folder}/sst.config.ts`]: '' });
  const result = await readProjectFile(`${folder}/stacks/api.ts`, text, { folder, files, syntax });
  const apis = (result.kind === 'template' ? result.apis : undefined) ?? [];
  expect(apis.map(apiLines), text).toEqual(expected);
  expect(apis.flatMap((api) => api.notes)).toEqual(notes);
}

test('routes of version 2', () =>
  check(
    `import { Api, ApiGatewayV1Api, Function } from 'sst/constructs';
const fn = new Function(stack, 'F', { handler: 'src/f.main', url: true });
const api = new Api(stack, 'Api', { routes: { 'GET /': 'src/a.get', 'POST /x': { function: 'src/a.post', authorizer: 'iam' },
  'PUT /x': { function: { handler: 'src/a.put' }, authorizer: 'pool' }, 'GET /fn': fn, $default: 'src/a.all' } });
api.addRoutes(stack, { 'DELETE /x/{id}': 'src/a.remove' });
new ApiGatewayV1Api(stack, 'Old', { routes: { 'GET /old': 'src/o.get' } });`,
    [
      [
        'HttpApi Api $default',
        'GET / Api.GET / 2.0 30000',
        'POST /x Api.POST /x 2.0 30000 by iam',
        'PUT /x Api.PUT /x 2.0 30000',
        'GET /fn F 2.0 30000',
        'ANY $default Api.$default 2.0 30000',
        'DELETE /x/{id} Api.DELETE /x/{id} 2.0 30000',
      ],
      ['Api Old prod', 'GET /old Old.GET /old 1.0 29000'],
      ['FunctionUrl F $default', 'ANY $default F 2.0 -'],
    ],
    ['PUT /x is open here: who is asked before it can’t be told from the program.'],
  ));

test('routes of version 3', () =>
  check(
    `export default $config({ async run() {
  new sst.aws.Function('F', { handler: 'src/f.main', url: { authorization: 'iam' }, streaming: true });
  const api = new sst.aws.ApiGatewayV2('Api');
  api.route('GET /', 'src/a.get');
  api.route('POST /x', { handler: 'src/a.post' }, { auth: { iam: true } });
  api.route('$default', 'src/a.all', { auth: { jwt: { authorizer: a.id } } });
} });`,
    [
      ['HttpApi Api $default', 'GET / Api.GET / 2.0 30000', 'POST /x Api.POST /x 2.0 30000 by iam', 'ANY $default Api.$default 2.0 30000'],
      ['FunctionUrl F $default', 'ANY $default F 2.0 - streams by iam'],
    ],
    ['$default is open here: who is asked before it can’t be told from the program.'],
  ));
