import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conforming, testCli } from '../testing.ts';

/** The first line of `serve`. */
interface Addresses {
  readonly endpoint: string;
  readonly functions: string[];
  readonly apis: readonly { readonly url: string }[];
  readonly functionUrls: readonly { readonly url: string }[];
}

const cli = testCli('shop');
const { run, json } = cli;

describe('deploy and logs', () => {
  it('go to a folder that is served, and read its lines', async () => {
    const stop = new AbortController();
    let serving: ReturnType<typeof run> | undefined;
    const first = new Promise<string>((resolve) => {
      serving = run(['serve', '.'], { signal: stop.signal, stdout: resolve });
    });
    try {
      const { endpoint, functions, apis, functionUrls } = conforming('serve', await first) as unknown as Addresses;
      expect(functions.sort()).toEqual(['checkout', 'nightly-report', 'order-api', 'resize']);
      expect(functionUrls).toEqual([]);
      const routes = [
        { method: 'GET', path: '/orders/{orderId}', function: 'order-api' },
        { method: 'POST', path: '/orders', function: 'order-api' },
      ];
      expect(apis).toMatchObject([{ name: 'ServerlessHttpApi', type: 'HttpApi', routes }]);
      const order = await fetch(`${apis[0]?.url}/orders/o-1001`);
      expect({ status: order.status, json: await order.json() }).toMatchObject({ status: 200, json: { orderId: 'o-1001' } });

      const unchanged = await json('deploy', ['deploy', '.', 'OrderApi', '--endpoint-url', endpoint]);
      expect(unchanged).toMatchObject({ status: 0, value: { plan: { action: 'none' }, outcome: { kind: 'unchanged' } } });
      const plan = await json('deploy', ['deploy', '.', 'OrderApi', '--name', 'another', '--plan', '--endpoint-url', endpoint]);
      expect(plan.value).toMatchObject({ plan: { action: 'create' }, outcome: null });
      const created = await json('deploy', ['deploy', '.', 'OrderApi', '--name', 'another', '--endpoint-url', endpoint]);
      expect(created.value['outcome']).toMatchObject({ kind: 'done', state: 'Active' });

      const { createLambdaApi } = await import('../../node/awsLambda.ts');
      const api = await createLambdaApi({ kind: 'local-cloud', endpoint });
      const event = readFileSync(join(cli.folder, 'events/OrderApi/get-order.json'));
      expect((await api.invoke('another', event)).functionError).toBeUndefined();

      const lines = (await run(['logs', 'another', '--endpoint-url', endpoint, '--format', 'json'])).stdout.trimEnd().split('\n');
      const kinds = lines.map((line) => (conforming('logs', line) as unknown as { kind: { kind: string } }).kind.kind);
      expect(kinds).toEqual(expect.arrayContaining(['init', 'start', 'message', 'end', 'report']));
      expect((await json('error', ['logs', 'never-was', '--endpoint-url', endpoint])).value['error']).toMatchObject({
        code: 'log-group-not-found',
      });
    } finally {
      stop.abort();
      expect((await serving)?.status).toBe(0);
    }
  });
});
