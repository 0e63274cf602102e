import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { clientEnvironment, run } from './aws-cli.fixture.ts';
import { cliMissing, type Running, startCli } from './cli.fixture.ts';

const CLI = process.env['LAMBDA_WORKBENCH_AWS_CLI'] || 'aws';
/** The AWS CLI takes about a second to start, several on a busy machine. */
const SLOW = 300_000;

const service = `
service: chat
provider: {name: aws, runtime: nodejs22.x}
functions:
  talk:
    handler: talk.handler
    events:
      - websocket: $connect
      - websocket: {route: $default, routeResponseSelectionExpression: $default}
`;
const code = 'exports.handler = async ({ requestContext: { connectionId } }) => ({ statusCode: 200, body: connectionId });';

describe.skipIf(cliMissing() !== undefined)(`WebSocket APIs of serve and the AWS CLI ${cliMissing() ?? ''}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'lambda-workbench-sockets-'));
  let serving: Running;
  let url = '';

  beforeAll(async () => {
    const folder = join(home, 'project');
    mkdirSync(folder);
    writeFileSync(join(folder, 'serverless.yml'), service);
    writeFileSync(join(folder, 'talk.js'), code);
    const known = Object.entries(clientEnvironment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    const environment = { ...Object.fromEntries(known), XDG_CACHE_HOME: join(home, 'cache') };
    serving = startCli({ folder, environment, remove: () => {} }, ['serve', '.']);
    url = JSON.parse((await serving.nextLine()) ?? serving.stderr()).webSockets[0].url;
  });
  afterAll(async () => {
    await serving.interrupt();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  it(
    'messages go both ways, and apigatewaymanagementapi sends, asks and disconnects',
    async (ctx) => {
      if ((await run(CLI, ['--version'])).status !== 0)
        ctx.skip(`the AWS CLI can’t be run (${CLI}): install it, or set LAMBDA_WORKBENCH_AWS_CLI`);
      const client = new WebSocket(`${url}/dev`);
      await once(client, 'open');
      const answered = once(client, 'message');
      client.send('who am I?');
      const id = String((await answered)[0]);
      const manage = (...args: readonly string[]) =>
        run(CLI, ['apigatewaymanagementapi', ...args, '--connection-id', id, '--endpoint-url', `${url.replace('ws', 'http')}/dev`]);
      const heard = once(client, 'message');
      const sent = await manage('post-to-connection', '--data', 'aGVsbG8=');
      expect(sent, serving.stderr()).toMatchObject({ status: 0 });
      expect(String((await heard)[0])).toMatch(/^(?:hello|aGVsbG8=)$/);
      const about = await manage('get-connection', '--output', 'json');
      expect(JSON.parse(about.stdout || about.stderr)).toMatchObject({ Identity: { SourceIp: '127.0.0.1' } });
      const closed = once(client, 'close');
      expect(await manage('delete-connection')).toMatchObject({ status: 0 });
      await closed;
      expect((await manage('post-to-connection', '--data', 'aGVsbG8=')).stderr).toContain('(GoneException)');
    },
    SLOW,
  );
});
