import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tailLogGroup } from '../../src/core/logs/index.ts';
import { createLogsApi } from '../../src/node/awsLogs.ts';
import { systemClock } from '../../src/node/clock.ts';
import { run, type Served, serve, writePackage } from './aws-cli.fixture.ts';

const PYTHON = process.env['LAMBDA_WORKBENCH_MOTO_PYTHON'] || 'python3';
const Role = 'arn:aws:iam::000000000000:role/any';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

test('the AWS SDK for JavaScript creates, waits, invokes, pages; its errors are the typed ones; our own tail follows', async () => {
  const config = { endpoint: served.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const lambda = new LambdaClient(config);
  const ZipFile = await readFile(
    await writePackage(join(served.folder, 'js.zip'), {
      'index.mjs': 'export const handler = async (event) => { console.log("line", event.n); return event.n + 1; };',
    }),
  );
  await lambda.send(
    new CreateFunctionCommand({ FunctionName: 'js', Runtime: 'nodejs22.x', Handler: 'index.handler', Role, Code: { ZipFile } }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 20, minDelay: 1, maxDelay: 1 }, { FunctionName: 'js' });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'js', Payload: JSON.stringify({ n: 1 }) }));
  expect([answer.StatusCode, answer.FunctionError, answer.Payload?.transformToString()]).toEqual([200, undefined, '2']);
  expect((await lambda.send(new InvokeCommand({ FunctionName: 'js', InvocationType: 'DryRun' }))).StatusCode).toBe(204);

  await expect(lambda.send(new GetFunctionCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:none',
  });
  await expect(lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'js', ZipFile, RevisionId: 'stale' }))).rejects.toMatchObject({
    name: 'PreconditionFailedException',
  });
  const names: (string | undefined)[] = [];
  for await (const page of paginateListFunctions({ client: lambda, pageSize: 1 }, {}))
    names.push(...(page.Functions ?? []).map((fn) => fn.FunctionName));
  expect(names).toContain('js');

  const messages: (string | undefined)[] = [];
  const logs = new CloudWatchLogsClient(config);
  for await (const page of paginateFilterLogEvents({ client: logs, pageSize: 1 }, { logGroupName: '/aws/lambda/js' })) {
    messages.push(...(page.events ?? []).map((event) => event.message));
  }
  expect(messages.join('')).toMatch(/START [\s\S]*\tINFO\tline 1\n[\s\S]*REPORT/);

  const api = await createLogsApi({ kind: 'local-cloud', endpoint: served.endpoint });
  expect((await api.describeLogGroups({ prefix: '/aws/lambda/js' })).groups).toMatchObject([{ name: '/aws/lambda/js' }]);
  const stop = new AbortController();
  const options = {
    logGroupName: '/aws/lambda/js',
    source: { target: 'local-cloud', functionName: 'js' },
    startTime: 0,
    clock: systemClock(),
    signal: stop.signal,
  } as const;
  const tailed: string[] = [];
  for await (const event of tailLogGroup(api, options)) {
    tailed.push(event.text);
    if (event.text.startsWith('REPORT')) stop.abort();
  }
  expect(tailed).toEqual(messages);
});

test('boto3 creates, waits, invokes and pages', async (ctx) => {
  const probe = await run(PYTHON, ['-c', 'import boto3']);
  if (probe.status !== 0) ctx.skip(`boto3 can’t be imported by ${PYTHON}: pip install boto3, or set LAMBDA_WORKBENCH_MOTO_PYTHON`);
  const zip = await writePackage(join(served.folder, 'boto.zip'), {
    'app.py': 'def handler(event, context):\n    print("line", event["n"])\n    return event["n"] + 1\n',
  });
  const script = `
import boto3, json, sys
endpoint, zip_path, role = sys.argv[1:]
client = boto3.client("lambda", endpoint_url=endpoint)
client.create_function(FunctionName="boto", Runtime="python3.13", Handler="app.handler", Role=role, Code={"ZipFile": open(zip_path, "rb").read()})
client.get_waiter("function_active_v2").wait(FunctionName="boto")
answer = client.invoke(FunctionName="boto", Payload=json.dumps({"n": 1}))
failed = client.invoke(FunctionName="boto", Payload=b"{}")
accepted = client.invoke(FunctionName="boto", Payload=b'{"n": 5}', InvocationType="Event")
try:
    client.get_function(FunctionName="none")
except client.exceptions.ResourceNotFoundException as error:
    missing = error.response["Error"]["Message"]
logs = boto3.client("logs", endpoint_url=endpoint)
pages = logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/boto", PaginationConfig={"PageSize": 2})
print(json.dumps({
    "payload": json.load(answer["Payload"]),
    "error": failed["FunctionError"],
    "errorType": json.load(failed["Payload"])["errorType"],
    "accepted": accepted["StatusCode"],
    "missing": missing,
    "lines": [event["message"] for page in pages for event in page["events"] if event["message"].startswith("line 1")],
    "functions": [fn["FunctionName"] for page in client.get_paginator("list_functions").paginate() for fn in page["Functions"] if fn["FunctionName"] == "boto"],
}))
`;
  const ran = await run(PYTHON, ['-c', script, served.endpoint, zip, Role]);
  expect(ran.status, ran.stderr).toBe(0);
  expect(JSON.parse(ran.stdout)).toEqual({
    payload: 2,
    error: 'Unhandled',
    errorType: 'KeyError',
    accepted: 202,
    missing: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:none',
    lines: ['line 1\n'],
    functions: ['boto'],
  });
});
