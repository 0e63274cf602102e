import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { run, json, write } = cli;

describe('invoke', () => {
  it('runs a function with an event file', async () => {
    const { status, value } = await json('invoke', ['invoke', '.', 'OrderApi', '-e', 'events/OrderApi/create-order.json']);
    expect(status).toBe(0);
    expect(value).toMatchObject({ status: 'success', payload: { statusCode: 201 }, error: null });
    expect((value['logs'] as unknown as string[]).some((line) => line.startsWith('REPORT RequestId: '))).toBe(true);
  });

  it('takes the event from stdin, the name of a saved one, and the function by its name', async () => {
    const stdin = readFileSync(join(cli.folder, 'events/OrderApi/get-order.json'), 'utf8');
    const piped = await json('invoke', ['invoke', '.', 'order-api', '-e', '-'], { stdin });
    const saved = await json('invoke', ['invoke', '.', 'order-api', '-e', 'get-order']);
    expect(piped.value['payload']).toEqual(saved.value['payload']);
  });

  it('ends with 1 where the function fails, with its error', async () => {
    const { status, value } = await json('invoke', ['invoke', '.', 'Checkout']);
    expect(status).toBe(1);
    expect(value).toMatchObject({ status: 'init-error', error: { type: 'Runtime.HandlerNotFound' } });
  });

  it('runs with what parameters have by default, and says so', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Parameters: {R: {Type: String, Default: nodejs22.x}, H: {Type: String, Default: app}, T: {Type: String, Default: orders}, S: {Type: Number, Default: 7}}
Resources:
  Late:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: makefile}
    Properties: {CodeUri: late, Runtime: !Ref R, Handler: !Sub "\${H}.handler", Timeout: !Ref S, Environment: {Variables: {TABLE: !Ref T}}}
`;
    write({ 'late.yaml': template });
    write({
      'late/app.ts':
        'export const handler = async (_: unknown, context: any) => [process.env.TABLE, Math.ceil(context.getRemainingTimeInMillis() / 7000)];',
    });
    const { status, value } = await json('invoke', ['invoke', '.', 'Late']);
    expect({ status, payload: value['payload'] }).toEqual({ status: 0, payload: ['orders', 1] });
    const { stderr } = await run(['invoke', '.', 'Late']);
    expect(stderr).toContain('TABLE is orders here: the default of the parameter T.');
    expect((await json('error', ['package', '.', 'Late', '-o', 'late.zip'])).value['error']).toMatchObject({ code: 'build-failed' });
  });

  it('prints the result as JSON, a text in its quotes and numbers as they are written', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Text:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.13, Handler: index.handler, InlineCode: "def handler(event, context): return event['back']"}
`;
    write({ 'text.yaml': template });
    const printed = async (back: string) => (await run(['invoke', '.', 'Text', '-e', '-'], { stdin: `{"back": ${back}}` })).stdout;
    expect(await printed('"two\\nlines"')).toBe('"two\\nlines"\n');
    expect(await printed('[1.0]')).toBe('[\n  1.0\n]\n');
  });

  it('names the events there are, where the one that is asked for is not', async () => {
    const { value } = await json('error', ['invoke', '.', 'OrderApi', '-e', 'no-such']);
    expect(value['error']).toMatchObject({
      message: 'order-api has no test event "no-such", and there is no such file.',
      advice: 'Its test events: create-order, get-order.',
    });
  });

  it('needs no name where there is but one function, and says which there are otherwise', async () => {
    const template =
      'Resources: {W: {Type: AWS::Serverless::Function, Properties: {InlineCode: "exports.handler = async () => 1", Handler: index.handler, Runtime: nodejs22.x}}}';
    expect((await run(['invoke', '.'])).stderr).toContain('Say which one: order-api, checkout, nightly-report, resize.');
    rmSync(join(cli.folder, 'template.yaml'));
    expect((await run(['invoke', '.'])).stderr).toContain(`No function was found in ${cli.folder}.`);
    write({ 'one.yaml': `Transform: AWS::Serverless-2016-10-31\n${template}\n` });
    expect((await run(['invoke', '.'])).stdout).toBe('1\n');
  });

  it('stays warm when it repeats', async () => {
    const { value } = await json('invoke', ['invoke', '.', 'NightlyReport', '-e', 'every-night', '--repeat', '3']);
    const reports = value['reports'] as unknown as { initDurationMs: number | null }[];
    expect(reports.map((report) => report.initDurationMs === null)).toEqual([false, true, true]);
  });

  it('lets functions of the folder call each other, and says which are not there', async () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, CodeUri: calls, Timeout: 60}}
Resources:
  Caller: {Type: AWS::Serverless::Function, Properties: {Handler: a.caller}}
  Called: {Type: AWS::Serverless::Function, Properties: {Handler: a.called, FunctionName: the-called}}
  Elsewhere:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.address, Environment: {Variables: {AWS_ENDPOINT_URL: https://lambda.eu-north-1.amazonaws.com}}}
`;
    write({ 'calls.yaml': template });
    write({
      'calls/a.mjs': `const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/lambda/aws4_request' };
export const caller = async (names) => Promise.all(names.map(async (name) => {
  const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/' + name + '/invocations';
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ to: name }) });
  return [response.status, await response.text()];
}));
export const called = async (event) => { console.log('called with', event.to); return event.to; };
export const address = async () => process.env.AWS_ENDPOINT_URL_LAMBDA ?? 'none of ours';`,
    });
    const stdin = '["the-called", "the-called", "nobody"]';
    const { value } = await json('invoke', ['invoke', '.', 'Caller', '-e', '-'], { stdin });
    expect(value['payload']).toMatchObject([
      [200, '"the-called"'],
      [200, '"the-called"'],
      [404, expect.stringContaining('Function not found')],
    ]);
    expect(value['notes']).toContainEqual(expect.stringMatching(/^nobody was called .*Nothing left this machine/));
    expect((await run(['invoke', '.', 'Caller', '-e', '-'], { stdin })).stderr).toMatch(/the-called {2}.*called with the-called/);
    const elsewhere = await json('invoke', ['invoke', '.', 'Elsewhere']);
    expect(elsewhere.value['payload']).toBe('none of ours');
    expect(elsewhere.value['notes']).toContainEqual(expect.stringContaining('https://lambda.eu-north-1.amazonaws.com, off this machine'));
  });

  it('runs again on each save, also after what can’t be run, until it is stopped', async () => {
    const stop = new AbortController();
    const steps: readonly (readonly [source: string, said: string])[] = [
      ['export const handler = async () => "one";', '"one"'],
      ['export const handler = async () => "two', ''],
      ['export const handler = async () => "three";', '"three"'],
    ];
    const template =
      'Resources: {W: {Type: AWS::Serverless::Function, Properties: {CodeUri: w/, Handler: a.handler, Runtime: nodejs22.x}}}';
    write({ 'watched.yaml': `Transform: AWS::Serverless-2016-10-31\n${template}\n` });
    const save = (at: number) => nodeFiles().write(join(cli.folder, 'w/a.mjs'), steps[at]?.[0] ?? '');
    await save(0);
    let answers = '';
    const heard: string[] = [];
    let at = 0;
    const ended = run(['invoke', '.', 'W', '--watch'], {
      signal: stop.signal,
      stdout: (text) => {
        answers += text;
      },
      stderr: (text) => {
        if (!text.startsWith('Watching ')) return;
        heard.push(answers.trim());
        answers = '';
        at += 1;
        if (at < steps.length) void save(at);
        else stop.abort();
      },
    });
    expect((await ended).status).toBe(0);
    expect(heard[0]).toContain('one');
    expect(heard[1]).not.toMatch(/one|two/);
    expect(heard[2]).toContain('three');
  });

  it.each([
    ['function-not-found', ['invoke', '.', 'Nobody']],
    ['folder-not-found', ['invoke', 'nowhere', 'OrderApi']],
    ['event-not-found', ['invoke', '.', 'OrderApi', '-e', 'none.json']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', '-']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', 'latin1.json']],
    ['event-unreadable', ['invoke', '.', 'OrderApi', '-e', 'large.json']],
    ['arguments', ['invoke', '.', 'OrderApi', '--repeat', 'often']],
    ['function-ambiguous', ['invoke', '.']],
    ['arguments', ['invoke', '.', 'OrderApi', '--nonsense']],
  ])('ends with 2 and %s for %j', async (code, argv) => {
    write({ 'latin1.json': Buffer.from('{"name":"Zoë"}', 'latin1') });
    if (argv.includes('large.json')) write({ 'large.json': JSON.stringify('x'.repeat(6_291_555)) });
    const { status, value } = await json('error', argv, { stdin: '{' });
    expect(status).toBe(2);
    expect(value['error']).toMatchObject({ code });
  });
});
