import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { nodeFiles } from '../../node/files.ts';
import { watchFolder } from '../../node/watchFolder.ts';
import { conforming, testCli } from '../testing.ts';

/** `serve` under way in the folder. */
interface Serving {
  readonly endpoint: string;
  readonly functions: readonly string[];
  readonly apis: readonly { readonly name: string; readonly url: string }[];
  readonly webSockets: readonly { readonly name: string; readonly url: string }[];
  readonly functionUrls: readonly { readonly function: string; readonly url: string }[];
  /** All that it said to the person who watches, so far. */
  said(): string;
  end(): Promise<unknown>;
}

const cli = testCli();
const { write } = cli;
let serving: Serving | undefined;

afterEach(async () => {
  await serving?.end();
  serving = undefined;
});

async function serve(...options: readonly string[]): Promise<Serving> {
  const stop = new AbortController();
  let said = '';
  let firstLine: (line: string) => void = () => {};
  const first = new Promise<string>((resolve) => {
    firstLine = resolve;
  });
  const answer = cli.run(['serve', '.', ...options], {
    signal: stop.signal,
    stdout: (text) => firstLine(text),
    stderr: (text) => {
      said += text;
    },
  });
  const ended = answer.then(({ status, stderr }) => {
    throw new Error(`it ended with ${status}: ${stderr}`);
  });
  const addresses = JSON.parse(await Promise.race([first, ended]));
  ended.catch(() => {});
  serving = {
    ...addresses,
    said: () => said,
    end: async () => {
      stop.abort();
      return await answer;
    },
  };
  return serving as Serving;
}

/** A template of functions whose names are their handlers' modules. */
function template(functions: Readonly<Record<string, string>>, more = ''): string {
  const resources = Object.entries(functions).map(
    ([name, properties]) =>
      `  ${name}: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: ${name}.handler, Runtime: nodejs22.x, ${properties}}}`,
  );
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources.join('\n')}\n${more}`;
}

const route = (method: string, path: string) => `Events: {R${method}: {Type: HttpApi, Properties: {Method: ${method}, Path: ${path}}}}`;
const handler = (answer: string) => `export const handler = async (event) => (${answer});\n`;
const lambda = async (endpoint: string) => {
  const { createLambdaApi } = await import('../../node/awsLambda.ts');
  const api = await createLambdaApi({ kind: 'local-cloud', endpoint });
  return {
    ...api,
    call: async (name: string) => JSON.parse(Buffer.from((await api.invoke(name, Buffer.from('{}'))).payload ?? []).toString()),
  };
};
const get = async (url: string) => {
  const response = await fetch(url);
  return [response.status, await response.text()];
};
/** Until a line was said. */
const hears = (line: string) => vi.waitFor(() => expect(serving?.said()).toContain(line), { timeout: 30_000 });

describe('serve greets', () => {
  it('a person at a terminal with the addresses, after the line for programs', async () => {
    write({ 'template.yaml': template({ a: route('get', '/a'), b: '' }), 'a.mjs': handler('1'), 'b.mjs': handler('2') });
    const stop = new AbortController();
    let said = '';
    const { stdout } = await cli.run(['serve', '.'], {
      signal: stop.signal,
      watched: true,
      stderr: (text) => {
        if (!text.startsWith('Serving ')) return;
        said = text;
        stop.abort();
      },
    });
    const { endpoint, apis } = conforming('serve', stdout) as unknown as Serving;
    expect(said).toContain(`Serving 2 functions of ${cli.folder}. Ctrl+C ends it.`);
    for (const url of [endpoint, ...apis.map((api) => api.url)]) expect(said).toContain(`\n  ${url}`);
  });
});

describe('serve follows edits', () => {
  it('a saved source is used by the next call, over Lambda’s API and over HTTP', async () => {
    write({
      'template.yaml': template({ a: route('get', '/a') }),
      'a.mjs': `import { n } from './lib/n.mjs';\n${handler('n')}`,
      'lib/n.mjs': 'export const n = 1;\n',
    });
    const { endpoint, apis } = await serve();
    const { call } = await lambda(endpoint);
    expect([await call('a'), await get(`${apis[0]?.url}/a`)]).toEqual([1, [200, '1']]);
    for (const n of [2, 3, 4]) {
      write({ 'lib/n.mjs': `export const n = ${n};\n` });
      expect(n % 2 === 0 ? await call('a') : (await get(`${apis[0]?.url}/a`))[1]).toEqual(n % 2 === 0 ? n : String(n));
    }
    // A folder that came after the start is heard of, too.
    write({ 'new/n.mjs': 'export const n = 5;\n', 'a.mjs': `import { n } from './new/n.mjs';\n${handler('n')}` });
    expect(await call('a')).toBe(5);
    write({ 'new/n.mjs': 'export const n = 6;\n' });
    expect(await call('a')).toBe(6);
  });

  it('a changed template adds, changes and removes functions, routes, schedules and queues, with a line for each', async () => {
    const files = { 'a.mjs': handler('process.env.GREETING ?? "none"'), 'b.mjs': handler('"b"') };
    write({ ...files, 'template.yaml': template({ a: route('get', '/a') }) });
    const { endpoint, apis } = await serve();
    const api = await lambda(endpoint);
    const url = apis[0]?.url;
    expect(await get(`${url}/b`)).toEqual([404, '{"message":"Not Found"}']);

    const events = `Events: {R: {Type: HttpApi, Properties: {Method: post, Path: '/b/{id}'}}, T: {Type: Schedule, Properties: {Schedule: rate(1 day)}},
      Q: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:us-east-1:1:tasks'}}}`;
    write({ 'template.yaml': template({ a: `${route('get', '/a')}, Environment: {Variables: {GREETING: hi}}`, b: events }) });
    expect([await api.call('a'), await api.call('b'), (await fetch(`${url}/b/1`, { method: 'POST' })).status]).toEqual(['hi', 'b', 200]);
    await hears('The queue tasks calls b now.');
    expect(serving?.said().match(/^.*(?:now|changed|variables)\.$/gm)).toEqual([
      'a has changed: environment variables.',
      'b is served now.',
      `POST ${url}/b/{id} calls b now.`,
      'The schedule b.T, rate(1 day), calls b now.',
      'The queue tasks calls b now.',
    ]);
    expect(await (await fetch(endpoint)).text()).toContain('rate(1 day)');

    write({ 'template.yaml': template({ b: route('get', '/a') }) });
    await expect(api.call('a')).rejects.toThrow('Function not found');
    expect(await get(`${url}/a`)).toEqual([200, 'b']);
    await hears('The queue tasks calls b no longer.');
    for (const line of ['a is served no longer.', `GET ${url}/a calls b now.`, 'The schedule b.T calls b no longer.']) await hears(line);
  });

  it('a template that can’t be read is served as it was, and said to be', async () => {
    write({ 'template.yaml': template({ a: route('get', '/a') }), 'a.mjs': handler('1') });
    const { endpoint, apis } = await serve();
    const { call } = await lambda(endpoint);
    write({ 'template.yaml': `${template({ a: '' })}\n  b: {Type: [` });
    await hears('What it said before is served until it can be read again.');
    expect([await call('a'), await get(`${apis[0]?.url}/a`)]).toEqual([1, [200, '1']]);
    write({ 'template.yaml': '' });
    expect(await call('a')).toBe(1);
    write({ 'template.yaml': template({ a: route('get', '/b') }) });
    await hears('template.yaml can be read again.');
    expect([(await get(`${apis[0]?.url}/a`))[0], await get(`${apis[0]?.url}/b`)]).toEqual([404, [200, '1']]);
  });

  it('what is updated over Lambda’s API stays as it was given', async () => {
    write({ 'template.yaml': template({ a: '' }), 'a.mjs': handler('1'), 'b.mjs': handler('"given"') });
    const { endpoint } = await serve();
    const api = await lambda(endpoint);
    expect(await api.call('a')).toBe(1);
    const { writeZip } = await import('../../core/package/archive.ts');
    const zip = await writeZip([{ path: 'a.mjs', bytes: Buffer.from(handler('"given"')), executable: false }]);
    await api.updateFunctionCode({ functionName: 'a', zip });
    await vi.waitFor(async () => expect((await api.getFunction('a'))?.lastUpdateStatus).toBe('Successful'));
    write({ 'a.mjs': handler('2') });
    expect(await api.call('a')).toBe('given');
    expect(serving?.said()).toContain('a was updated over Lambda’s API');
  });
});

describe('serve has WebSocket APIs', () => {
  it('whose functions answer at the address that AWS’s own code makes of their events', async () => {
    const resources = ['$connect', '$default'].map(
      (key, index) =>
        `  R${index}: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Chat, RouteKey: ${key}, Target: !Join ['/', [integrations, !Ref I]]}}`,
    );
    const chat = `  Chat: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}
  I: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt a.Arn}}
${resources.join('\n')}`;
    const sending = `import { request } from 'node:https';
export const handler = async ({ body, requestContext: { domainName, stage, connectionId, eventType } }) => {
  const at = \`https://\${domainName}/\${stage}/@connections/\${encodeURIComponent(connectionId)}\`;
  const send = (resolve, reject) => request(at, { method: 'POST' }, (answer) => resolve(answer.statusCode)).on('error', reject).end('you said ' + body);
  return { statusCode: eventType === 'MESSAGE' ? await new Promise(send) : 200 };
};`;
    write({ 'template.yaml': template({ a: '' }, chat), 'a.mjs': sending });
    const { webSockets, said } = await serve();
    const client = new WebSocket(`${webSockets[0]?.url}/prod`);
    await once(client, 'open');
    const heard = once(client, 'message');
    client.send('hello');
    expect(String((await heard)[0]), said()).toBe('you said hello');
    client.terminate();
  });
});

describe('serve ends', () => {
  it('as it should when it is asked to while it starts', async () => {
    write({ 'template.yaml': template({ a: route('get', '/a') }), 'a.mjs': handler('1') });
    const files = nodeFiles();
    // At the first look at a file, at the first folder that is watched, and once all of it is read.
    for (const moment of ['stat', 'watch', 'makeTemporaryDirectory'] as const) {
      const stop = new AbortController();
      const stopping = <T extends (...args: never[]) => unknown>(call: T): T =>
        ((...args: never[]) => {
          stop.abort();
          return call(...args);
        }) as T;
      const { status, stderr } = await cli.run(['serve', '.'], {
        signal: stop.signal,
        ...(moment === 'watch' ? { watch: stopping(watchFolder) } : { files: { ...files, [moment]: stopping(files[moment]) } }),
      });
      expect([status, stderr], moment).toEqual([0, '']);
    }
  });

  it('at once where its port is taken, and says what to do', async () => {
    write({ 'template.yaml': template({ a: '' }) });
    const { endpoint } = await serve();
    const port = new URL(endpoint).port;
    const { status, stderr } = await cli.run(['serve', '.', '--port', port]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      `lambda-workbench: Port ${port} is taken: another program listens on it.\nEnd that one, or choose another port; 0 takes a free one.\n`,
    );
  });
});

describe('serve sends what an asynchronous invocation fails with', () => {
  const toThe = (target: string) =>
    `EventInvokeConfig: {MaximumRetryAttempts: 0, DestinationConfig: {OnFailure: {Destination: ${target}}}}`;
  const condition = 'requestContext.condition';
  it.each([
    [
      'queue Failed',
      '!GetAtt Failed.Arn',
      'Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Failed.Arn}}}',
      `JSON.parse(r.body).${condition}`,
    ],
    ['topic Failed', '!Ref Failed', 'Events: {E: {Type: SNS, Properties: {Topic: !Ref Failed}}}', `JSON.parse(r.Sns.Message).${condition}`],
    [
      'bucket Failed',
      '!GetAtt Failed.Arn',
      "Events: {E: {Type: S3, Properties: {Bucket: !Ref Failed, Events: ['s3:ObjectCreated:*']}}}",
      'r.s3.bucket.name',
    ],
    ['destination', '!GetAtt B.Arn', '', `e.${condition}`],
    [
      'rule E',
      '!GetAtt Failed.Arn',
      'Events: {E: {Type: EventBridgeRule, Properties: {EventBusName: !Ref Failed, Pattern: {source: [lambda], detail-type: [{suffix: Failure}], detail: {requestContext: {condition: [RetriesExhausted]}}}}}}',
      `e.detail.${condition} && e.resources.some((arn) => /function:a:.LATEST$/.test(arn))`,
    ],
  ])('to the %s, and so to the function behind that', async (caller, target, events, told) => {
    const type = { queue: 'SQS::Queue', topic: 'SNS::Topic', bucket: 'S3::Bucket', rule: 'Events::EventBus' }[caller.split(' ')[0] ?? ''];
    write({
      'template.yaml': template({ a: toThe(target), B: events }, type === undefined ? '' : `  Failed: {Type: AWS::${type}}\n`),
      'a.mjs': 'export const handler = async () => { throw new Error("as asked"); };\n',
      'B.mjs': `export const handler = async (e) => { const r = e.Records?.[0]; if (!${told}) throw new Error("nothing"); };\n`,
    });
    const { endpoint } = await serve();
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request';
    const headers = { authorization, 'x-amz-invocation-type': 'Event' };
    expect((await fetch(`${endpoint}/2015-03-31/functions/a/invocations`, { method: 'POST', headers, body: '{}' })).status).toBe(202);
    const succeeded = new RegExp(`${caller}[\\s\\S]*?success`);
    await vi.waitFor(async () => expect(await (await fetch(endpoint)).text()).toMatch(succeeded), { timeout: 30_000 });
  });
});

describe('serve sends on', () => {
  const publish = (endpoint: string, fields: Readonly<Record<string, string>>) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request' },
      body: new URLSearchParams({ Action: 'Publish', ...fields }),
    });

  it('what is published to a topic: to a queue’s function by filter, and to one that fails as an asynchronous invocation', async () => {
    const failing = 'EventInvokeConfig: {MaximumRetryAttempts: 0, DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}}';
    write({
      'template.yaml': template(
        {
          chosen: 'Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}}',
          failing: `${failing}, Events: {E: {Type: SNS, Properties: {Topic: !Ref News}}}`,
          told: 'Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Failed.Arn}}}',
        },
        `  News: {Type: AWS::SNS::Topic}
  Q: {Type: AWS::SQS::Queue}
  Failed: {Type: AWS::SQS::Queue}
  ToQ: {Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Q.Arn, RawMessageDelivery: true, FilterPolicyScope: MessageBody, FilterPolicy: {total: [{numeric: ['>', 5]}]}}}
`,
      ),
      'chosen.mjs':
        'export const handler = async ({ Records: [{ body }] }) => { if (JSON.parse(body).total !== 6) throw new Error(body); };\n',
      'failing.mjs': 'export const handler = async () => { throw new Error("as asked"); };\n',
      'told.mjs': `export const handler = async ({ Records: [{ body }] }) => {
  if (JSON.parse(body).responsePayload.errorMessage !== "as asked") throw new Error(body);
};
`,
    });
    const { endpoint } = await serve();
    const TopicArn = 'arn:aws:sns:us-east-1:000000000000:News';
    expect((await publish(endpoint, { TopicArn, Message: '{"total":5}' })).status).toBe(200);
    await hears('Published to the topic News, for failing; filtered out for the queue Q: {"total":5}');
    expect((await publish(endpoint, { TopicArn, Message: '{"total":6}' })).status).toBe(200);
    for (const caller of ['queue Q', 'queue Failed']) {
      const succeeded = new RegExp(`${caller}</td><td class="good">success`);
      await vi.waitFor(async () => expect(await (await fetch(endpoint)).text()).toMatch(succeeded), { timeout: 30_000 });
    }
  });

  it('what fails again and again, until AWS would end the loop', async () => {
    write({
      'template.yaml': template(
        {
          a: 'EventInvokeConfig: {MaximumRetryAttempts: 0, DestinationConfig: {OnFailure: {Destination: !Ref News}}}, Events: {E: {Type: SNS, Properties: {Topic: !Ref News}}}',
        },
        '  News: {Type: AWS::SNS::Topic}\n',
      ),
      'a.mjs': 'export const handler = async () => { throw new Error("as asked"); };\n',
    });
    const { endpoint } = await serve();
    expect((await publish(endpoint, { TopicArn: 'News', Message: 'x' })).status).toBe(200);
    await hears('a is not called by the topic News again');
  });
});

describe('serve reads programs', () => {
  const program = (routes: string) => `import * as cdk from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export class Shop extends cdk.Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const fn = new NodejsFunction(this, 'Orders', { entry: 'src/orders.ts' });
    const api = new HttpApi(this, 'Api');
    ${routes}
  }
}
`;
  const route = (path: string) =>
    `api.addRoutes({ path: '${path}', methods: [HttpMethod.GET], integration: new HttpLambdaIntegration('I', fn) });`;

  it('of the CDK, with the routes they make, and follows them', async () => {
    write({
      'cdk.json': '{"app": "npx ts-node bin/app.ts"}',
      'lib/stack.ts': program(route('/orders')),
      'src/orders.ts': handler('"from the CDK"'),
    });
    const { apis, functions } = await serve();
    expect([functions, await get(`${apis[0]?.url}/orders`)]).toEqual([['Orders'], [200, 'from the CDK']]);
    write({ 'lib/stack.ts': program(route('/orders/{id}')) });
    expect([(await get(`${apis[0]?.url}/orders`))[0], await get(`${apis[0]?.url}/orders/1`)]).toEqual([404, [200, 'from the CDK']]);
  });

  it('of the CDK, with the queues that they hand to functions', async () => {
    const queue = `const orders = new sqs.Queue(this, 'Waiting');
    fn.addEventSource(new SqsEventSource(orders, { batchSize: 1 }));`;
    write({
      'cdk.json': '{"app": "npx ts-node bin/app.ts"}',
      'lib/stack.ts': `import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
${program(queue)}`,
      'src/orders.ts': handler('event.Records[0].body.length'),
    });
    const { endpoint } = await serve();
    expect((await fetch(`${endpoint}/_workbench/queues/Waiting`, { method: 'POST', body: 'hello', redirect: 'manual' })).status).toBe(303);
    const succeeded = /queue Waiting<\/td><td class="good">success/;
    await vi.waitFor(async () => expect(await (await fetch(endpoint)).text()).toMatch(succeeded), { timeout: 30_000 });
  });

  it('of SST, whose functions are named by their routes, under names that Lambda takes', async () => {
    const config = `export default $config({ app: () => ({ name: 'shop', home: 'aws' }), async run() {
  const api = new sst.aws.ApiGatewayV2('Api');
  api.route('GET /', 'src/a.handler');
  api.route('GET /b/{id}', 'src/b.handler');
} });
`;
    write({ 'sst.config.ts': config, 'src/a.ts': handler('"a"'), 'src/b.ts': handler('"b" + event.pathParameters.id') });
    const { apis, functions, endpoint } = await serve();
    expect(functions).toEqual(['Api-GET', 'Api-GET-b-id']);
    expect([await get(`${apis[0]?.url}/`), await get(`${apis[0]?.url}/b/1`)]).toEqual([
      [200, 'a'],
      [200, 'b1'],
    ]);
    expect(await (await lambda(endpoint)).call('Api-GET')).toBe('a');
  });
});

describe('serve builds when it is asked', () => {
  it('and answers with what is wrong with a function, until it is right', async () => {
    write({
      'template.yaml': template({ a: route('get', '/a'), b: '' }),
      'a.mjs': 'export const handler = async () => {',
      'b.mjs': handler('2'),
    });
    const { endpoint, apis, functions } = await serve();
    expect(functions).toEqual(['a', 'b']);
    const api = await lambda(endpoint);
    expect(await api.call('b')).toBe(2);
    await expect(api.call('a')).rejects.toThrow(/a\.mjs:1:\d+.*Unexpected end of file/s);
    const [status, body] = await get(`${apis[0]?.url}/a`);
    expect([status, JSON.parse(String(body)).message]).toEqual([500, expect.stringContaining('Unexpected end of file')]);
    expect(await api.getFunction('a')).toMatchObject({ state: 'Failed', stateReason: expect.stringContaining('Unexpected end of file') });
    write({ 'a.mjs': handler('1') });
    expect([await api.call('a'), await get(`${apis[0]?.url}/a`), (await api.getFunction('a'))?.state]).toEqual([1, [200, '1'], 'Active']);
  });

  it('two functions of one name are said, and the first is served', async () => {
    write({
      'template.yaml': template({ a: 'FunctionName: same', b: 'FunctionName: same' }),
      'a.mjs': handler('1'),
      'b.mjs': handler('2'),
    });
    const { endpoint, said } = await serve();
    expect(await (await lambda(endpoint)).call('same')).toBe(1);
    expect(said()).toContain('template.yaml#b is not served: template.yaml#a is called same, too.');
    expect(readFileSync(join(cli.folder, 'a.mjs'), 'utf8')).toBe(handler('1'));
  });
});
