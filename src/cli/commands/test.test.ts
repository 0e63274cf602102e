import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../node/files.ts';
import { testCli } from '../testing.ts';

const cli = testCli('shop');
const { run, json, write } = cli;

describe('test', () => {
  it('holds events with expectations against the results', async () => {
    expect((await json('test', ['test', '.'])).value).toMatchObject({ passed: 1, failed: 0 });
    write({
      'events/OrderApi/create-order.expected.json': '{"payload":{"statusCode":201}}',
      'events/NightlyReport/every-night.expected.json': '{"payload":{"total":1}}',
    });
    const { status, value } = await json('test', ['test', '.']);
    expect(status).toBe(1);
    expect(value).toMatchObject({ passed: 2, failed: 1 });
    expect(value['tests']).toContainEqual(
      expect.objectContaining({ event: 'every-night', differences: ['payload.total: expected 1, got 1620'] }),
    );
  });

  it('runs again, on each save, the events of what it changed, with a line on all', async () => {
    const stop = new AbortController();
    const files = nodeFiles();
    const template = `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, Handler: a.handler}}
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {CodeUri: a}}
  B: {Type: AWS::Serverless::Function, Properties: {CodeUri: b}}
`;
    const alone = join(cli.folder, 'alone');
    const source = (name: string) =>
      files.write(join(alone, name, 'a.mjs'), `export const handler = async (event) => event.say ?? "${name}";`);
    const expected = (path: string, payload: string) =>
      files.write(join(alone, 'events', `${path}.expected.json`), JSON.stringify({ payload }));
    await files.write(join(alone, 'template.yaml'), template);
    for (const [id, name] of [
      ['A', 'a'],
      ['B', 'b'],
    ] as const) {
      await source(name);
      await files.write(join(alone, 'events', id, 'empty.json'), '{}');
      await expected(`${id}/empty`, name);
    }
    const steps: readonly (() => Promise<void>)[] = [
      async () => files.write(join(alone, 'a/a.mjs'), 'export const handler = async () => "other";'),
      async () => expected('B/empty', 'other'),
      async () => files.write(join(alone, 'a/a.mjs'), 'export const handler = async () => "a";'),
      async () => expected('B/empty', 'b'),
    ];
    const printed: string[] = [];
    let at = 0;
    await run(['test', 'alone', '--watch'], {
      signal: stop.signal,
      stdout: (text) => printed.push(text),
      stderr: (text) => {
        if (text.startsWith('Watching ')) void (steps[at++]?.() ?? stop.abort());
      },
    });
    const failed = (id: string, name: string, was: string) =>
      `FAILED template.yaml#${id} empty\n       payload: expected "${name}", got "${was}"\n`;
    expect(printed).toEqual([
      'ok     template.yaml#A empty\nok     template.yaml#B empty\n2 passed, 0 failed\n',
      `${failed('A', 'a', 'other')}Ran 1 of 2 again: 0 passed, 1 failed. Now 1 of all 2 fail.\n`,
      `${failed('B', 'other', 'b')}Ran 1 of 2 again: 0 passed, 1 failed. Now 2 of all 2 fail.\n`,
      'Ran 1 of 2 again: passed. Now 1 of all 2 fail.\n',
      'Ran 1 of 2 again: passed. Now all 2 pass.\n',
    ]);
  });
  it('runs again, on a save of a function, the events of those that call it', async () => {
    const stop = new AbortController();
    const files = nodeFiles();
    const calling = join(cli.folder, 'calling');
    const write = (path: string, text: string) => files.write(join(calling, path), text);
    const callee = (text: string) => write('b/b.mjs', text);
    await write(
      'template.yaml',
      `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, Timeout: 60}}
Resources:
  A: {Type: AWS::Serverless::Function, Properties: {CodeUri: a, Handler: a.handler}}
  B: {Type: AWS::Serverless::Function, Properties: {FunctionName: B, CodeUri: b, Handler: b.handler}}
  C: {Type: AWS::Serverless::Function, Properties: {CodeUri: c, Handler: c.handler}}
`,
    );
    // Signed in form alone, as its client would: nobody checks it.
    await write(
      'a/a.mjs',
      `export const handler = async () => {
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request' };
  const url = process.env.AWS_ENDPOINT_URL_LAMBDA + '/2015-03-31/functions/B/invocations';
  return await (await fetch(url, { method: 'POST', headers, body: '{}' })).json();
};`,
    );
    await callee('export const handler = async () => "one";');
    await write('c/c.mjs', 'export const handler = async () => "c";');
    for (const id of ['A', 'C']) await write(`events/${id}/empty.json`, '{}');
    await write('events/A/empty.expected.json', '{"payload":"one"}');
    await write('events/C/empty.expected.json', '{"payload":"c"}');
    const steps: readonly (() => Promise<void>)[] = [
      () => callee('export const handler = async () => "two";'),
      () => callee('export const handler = async () => "one";'),
    ];
    const printed: string[] = [];
    let at = 0;
    await run(['test', 'calling', '--watch'], {
      signal: stop.signal,
      stdout: (text) => printed.push(text),
      stderr: (text) => {
        if (text.startsWith('Watching ')) void (steps[at++]?.() ?? stop.abort());
      },
    });
    expect(printed).toEqual([
      'ok     template.yaml#A empty\nok     template.yaml#C empty\n2 passed, 0 failed\n',
      'FAILED template.yaml#A empty\n       payload: expected "one", got "two"\nRan 1 of 2 again: 0 passed, 1 failed. Now 1 of all 2 fail.\n',
      'Ran 1 of 2 again: passed. Now all 2 pass.\n',
    ]);
  });
});
