import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLambdaApi } from '../../src/node/awsLambda.ts';
import { run, writePackage } from './aws-cli.fixture.ts';
import { cli, cliMissing, copyShop, type Project, type Running, startCli } from './cli.fixture.ts';

const CLI = process.env['LAMBDA_WORKBENCH_AWS_CLI'] || 'aws';
/** The AWS CLI takes about a second to start, several on a busy machine. */
const SLOW = 300_000;

describe.skipIf(cliMissing() !== undefined)(`lambda-workbench serve, the AWS CLI and HTTP ${cliMissing() ?? ''}`, () => {
  let project: Project;
  let serving: Running;
  let endpoint = '';
  let api = '';
  let version: string | undefined;

  beforeAll(async () => {
    project = copyShop();
    const { status, stdout, stderr } = await run(CLI, ['--version']);
    version = status === 0 ? `${stdout}${stderr}` : undefined;
    serving = startCli(project, ['serve', '.']);
    const addresses = JSON.parse((await serving.nextLine()) ?? serving.stderr());
    endpoint = addresses.endpoint;
    api = addresses.apis[0].url;
  });
  afterAll(async () => {
    await serving.interrupt();
    project.remove();
  });

  async function aws(...args: readonly string[]) {
    const { status, stdout, stderr } = await run(CLI, [...args, '--endpoint-url', endpoint, '--output', 'json']);
    expect(status, `aws ${args.join(' ')}\n${stderr}\n${serving.stderr()}`).toBe(0);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  async function invoke(name: string, payload: string): Promise<unknown> {
    const raw = version?.startsWith('aws-cli/1') ? [] : ['--cli-binary-format', 'raw-in-base64-out'];
    const out = join(project.folder, 'out.json');
    await aws('lambda', 'invoke', '--function-name', name, '--payload', payload, ...raw, out);
    return JSON.parse(readFileSync(out, 'utf8'));
  }

  it(
    'creates, invokes, updates and reads the logs of a function, and serves the folder’s own',
    async (ctx) => {
      if (version === undefined) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
      const zip = join(project.folder, 'made.zip');
      const code = (answer: number) => ({
        'index.mjs': `export const handler = async (e) => (console.log('got', e.n), { answer: ${answer} });`,
      });
      await writePackage(zip, code(1));
      const role = ['--role', 'arn:aws:iam::000000000000:role/any'];
      const made = ['--function-name', 'made', '--zip-file', `fileb://${zip}`];
      await aws('lambda', 'create-function', ...made, '--runtime', 'nodejs22.x', '--handler', 'index.handler', ...role);
      expect(await invoke('made', '{"n":41}')).toEqual({ answer: 1 });
      await writePackage(zip, code(2));
      await aws('lambda', 'update-function-code', ...made);
      expect(await invoke('made', '{"n":42}')).toEqual({ answer: 2 });
      const { Version } = await aws('lambda', 'publish-version', '--function-name', 'made');
      const alias = ['--function-name', 'made', '--name', 'live', '--function-version', Version];
      expect(await aws('lambda', 'create-alias', ...alias)).toMatchObject({ Name: 'live', FunctionVersion: '1' });
      expect(await invoke('made:live', '{"n":43}')).toEqual({ answer: 2 });

      const { events } = await aws('logs', 'filter-log-events', '--log-group-name', '/aws/lambda/made', '--filter-pattern', 'got');
      expect(events.map((event: { message: string }) => /got \d+/.exec(event.message)?.[0])).toEqual(['got 41', 'got 42', 'got 43']);

      expect(await invoke('order-api', readFileSync(join(project.folder, 'events/OrderApi/get-order.json'), 'utf8'))).toMatchObject({
        statusCode: 200,
      });
      let line = await serving.nextLine();
      while (line !== undefined && !line.includes('got 42')) line = await serving.nextLine();
      expect(line).toMatch(/ made {2}.*\tINFO\tgot 42$/);
      expect(serving.stderr()).not.toMatch(/warning|error/);
    },
    SLOW,
  );

  it.each([
    ['GET', '/orders/o-1001', undefined, 200, { orderId: 'o-1001', total: expect.any(Number) }],
    ['GET', '/orders/o-9', undefined, 404, { message: 'There is no order o-9.' }],
    ['POST', '/orders', '{"items":[{"name":"espresso","count":1}]}', 201, { orderId: 'o-1003' }],
    ['POST', '/orders', '{"items":[]}', 400, { message: 'An order needs at least one item.' }],
    ['POST', '/orders', '{', 500, { message: 'Internal Server Error' }],
    ['GET', '/orders', undefined, 404, { message: 'Not Found' }],
  ])('answers %s %s over HTTP: %s', async (method, path, body, status, json) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${api}${path}`, { method, ...(body === undefined ? {} : { headers, body }) });
    expect({ status: response.status, json: await response.json() }).toMatchObject({ status, json });
  });

  it('answers with the code it was given last', async () => {
    const client = await createLambdaApi({ kind: 'local-cloud', endpoint });
    const zip = join(project.folder, 'order.zip');
    await writePackage(zip, { 'src/order.mjs': 'export const handler = async (e) => `${e.routeKey} ${e.pathParameters.orderId}`;' });
    await client.updateFunctionCode({ functionName: 'order-api', zip: readFileSync(zip) });
    await expect.poll(async () => (await client.getFunction('order-api'))?.lastUpdateStatus).toBe('Successful');
    expect(await (await fetch(`${api}/orders/new`)).text()).toBe('GET /orders/{orderId} new');
    expect((await fetch(`${api}/orders/new`, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
  });

  it(
    'takes messages for a queue’s function from the AWS CLI, and shows on its page what came of them',
    async (ctx) => {
      if (version === undefined) ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
      const { QueueUrl } = await aws('sqs', 'get-queue-url', '--queue-name', 'BasketQueue');
      const { MessageId } = await aws('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', '{"items":[]}');
      expect(MessageId).toMatch(/^[\da-f-]{36}$/);
      const page = async () => (await fetch(endpoint)).text();
      // The sample's checkout has a mistake in its handler: the message comes back.
      await expect.poll(page, { timeout: 30_000 }).toMatch(/queue BasketQueue[\s\S]*?Runtime\.HandlerNotFound/);
      await expect.poll(() => serving.stderr(), { timeout: 30_000 }).toContain(`come back from checkout: ${MessageId}`);
    },
    SLOW,
  );

  it('runs an image that is a plain copy without Docker, and takes it where it is deployed as well', async () => {
    const own = copyShop();
    const write = (name: string, text: string): void => writeFileSync(join(own.folder, 'src', name), text);
    write('Dockerfile', 'FROM public.ecr.aws/lambda/nodejs:22\nENV STAGE=dev\nCOPY framed.mjs ./\nCMD ["framed.handler"]\n');
    write('framed.mjs', 'export const handler = async () => process.env.STAGE;');
    const properties = 'PackageType: Image, FunctionName: framed';
    write(
      'image.yaml',
      `Transform: AWS::Serverless-2016-10-31\nResources: {Framed: {Type: AWS::Serverless::Function, Metadata: {Dockerfile: Dockerfile, DockerContext: .}, Properties: {${properties}}}}\n`,
    );
    const framed = startCli(own, ['serve', 'src']);
    const address: string = JSON.parse((await framed.nextLine()) ?? framed.stderr()).endpoint;
    const client = await createLambdaApi({ kind: 'local-cloud', endpoint: address });
    const answer = async (name: string): Promise<string> => Buffer.from((await client.invoke(name, Buffer.from('{}'))).payload).toString();
    expect(await answer('framed')).toBe('"dev"');
    const as = ['--name', 'copy', '--role', 'arn:aws:iam::000000000000:role/any', '--endpoint-url', address];
    const deployed = await run(process.execPath, [cli, 'deploy', join(own.folder, 'src'), 'Framed', ...as]);
    expect(deployed.status, deployed.stderr).toBe(0);
    expect(await answer('copy')).toBe('"dev"');
    await framed.interrupt();
    own.remove();
  });

  it.each([
    ['s3', 'ls'],
    ['sts', 'get-caller-identity'],
    ['ecs', 'list-clusters'],
  ])(
    'tells the AWS CLI of %s that it isn’t served',
    async (...words) => {
      const { status, stderr } = await run(CLI, [...words, '--endpoint-url', endpoint]);
      expect([status === 0, stderr]).toEqual([
        false,
        expect.stringContaining('An error occurred (UnknownOperationException) when calling the'),
      ]);
      expect(stderr).toContain(
        `The service "${words[0]}" is not served here, only Lambda, SQS, SNS, EventBridge, Kinesis, DynamoDB and CloudWatch Logs are.`,
      );
    },
    SLOW,
  );

  it('ends with Ctrl+C, and nothing answers any more', async () => {
    const other = startCli(project, ['serve', '.', '--format', 'json']);
    const first = JSON.parse((await other.nextLine()) ?? other.stderr());
    expect(first.functions).toEqual(['checkout', 'nightly-report', 'order-api', 'resize']);
    expect(await other.interrupt()).toEqual({ status: 0, signal: null });
    await expect(fetch(first.endpoint)).rejects.toThrow();
    await expect(fetch(first.apis[0].url)).rejects.toThrow();
  });
});
