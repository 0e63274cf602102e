// workspace: shop
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { activated, codes, inWorkspace, once, type, write } from './workspace.ts';

/** What the rows look like is checked in tree.test.ts, what HTTP does in core/http; here it is whether they meet. */
describe('APIs', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
  });
  after(() => command('stopApi', api()));

  it('answers over HTTP with what is on disk, at the same address each time', async () => {
    const url = await command<string>('startApi', api());
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${url}/orders/o-1001`)).status, 200);
    await write('src/order.mjs', "export const handler = async (event) => ({ just: 'saved', id: event.pathParameters?.orderId });\n");
    assert.deepEqual(await (await fetch(`${url}/orders/o-7`)).json(), { just: 'saved', id: 'o-7' });
    assert.equal((await fetch(`${url}/nothing`)).status, 404);
    await command('stopApi', api());
    await assert.rejects(fetch(url));
    assert.equal(await command('startApi', api()), url);
  });

  it('is started from the palette without a question where it is the only one', async () => {
    assert.equal(await command('startApi'), await command('startApi', api()));
  });

  it('follows edits of its template, and answers on while that can’t be read', async () => {
    const url = await command<string>('startApi', api());
    const document = await vscode.workspace.openTextDocument(inWorkspace('template.yaml'));
    await vscode.window.showTextDocument(document);
    await type(document, 'Path: /orders\n', 'Path: /baskets\n');
    // The end of what was typed is known when its findings are.
    await command('refresh');
    assert.equal((await fetch(`${url}/baskets`, { method: 'POST', body: '{}' })).status, 200);
    assert.equal((await fetch(`${url}/orders`, { method: 'POST', body: '{}' })).status, 404);
    await type(document, 'Resources:', 'Resources:\n  Next: [');
    await codes(document.uri, ['template.broken']);
    assert.equal((await fetch(`${url}/orders/o-1`)).status, 200);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await once(vscode.workspace.onDidChangeTextDocument, () => !document.isDirty);
    await codes(document.uri, ['handler.export-not-found']);
  });

  it('sends a request to a route, and says what becomes of the result over HTTP', async () => {
    await write('src/order.mjs', 'export const handler = async (event) => ({ statusCode: 201, body: event.rawPath });\n');
    const result = await command<InvocationResult>('sendRequest', route('GET', '/orders/{orderId}'), {
      method: 'GET',
      target: '/orders/o%201',
    });
    assert.equal(result.status, 'success');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(result.payload)), { statusCode: 201, body: '/orders/o 1' });
    assert.equal(result.notes.at(-1), 'As HTTP: 201, application/json, 11 bytes.');
  });

  it('copies the address of a route, and a command that calls it', async () => {
    const url = await command<string>('startApi', api());
    await command('copyApiUrl', route('GET', '/orders/{orderId}'));
    assert.equal(await vscode.env.clipboard.readText(), `${url}/orders/orderId`);
    await command('copyCurl', route('POST', '/orders'));
    assert.equal(await vscode.env.clipboard.readText(), `curl ${url}/orders --json '{}'`);
  });

  it('makes a test event of a route, in its payload format', async () => {
    const event = await command<{ readonly path: string }>('newRouteEvent', route('GET', '/orders/{orderId}'));
    assert.equal(basename(event.path), 'get-orders-orderid.json');
    const { document } = vscode.window.activeTextEditor ?? {};
    const { version, routeKey, pathParameters } = JSON.parse(document?.getText() ?? '{}');
    assert.deepEqual(
      { version, routeKey, pathParameters },
      { version: '2.0', routeKey: 'GET /orders/{orderId}', pathParameters: { orderId: 'orderId' } },
    );
  });
});

function api() {
  const { fsPath } = inWorkspace('');
  return {
    kind: 'api',
    folder: fsPath.replace(/[\\/]$/, ''),
    template: inWorkspace('template.yaml').fsPath,
    type: 'HttpApi',
    name: 'ServerlessHttpApi',
  };
}

function route(method: string, path: string) {
  return { ...api(), kind: 'route', id: 'template.yaml#OrderApi', method, path };
}

async function command<T>(name: string, ...args: readonly unknown[]): Promise<T> {
  return await vscode.commands.executeCommand(`lambdaWorkbench.${name}`, ...args);
}
