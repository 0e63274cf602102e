// workspace: shop
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { InvocationResult } from '../../src/core/runner/model.ts';
import { activated, codes, inWorkspace, write } from './workspace.ts';

/** What events look like is checked in core/sources; here it is whether the view's actions run the function with them. */
describe('queues, topics, event buses and schedules', () => {
  before(async () => {
    await activated();
    await codes(inWorkspace('template.yaml'), ['handler.export-not-found']);
    await write('src/checkout.mjs', 'export const handle = async ({ Records }) => Records.map(({ body }) => body);\n');
    await write('src/report.ts', 'export const handler = async (event: Record<string, unknown>) => event["detail-type"];\n');
  });

  it('sends a batch to the function of a queue', async () => {
    const result = await command('sendMessage', node('template.yaml#Checkout', 'queue', 'BasketQueue'), ['one', 'two']);
    assert.deepEqual(json(result), ['one', 'two']);
  });

  it('says which messages come back where the function fails', async () => {
    await write('src/checkout.mjs', "export const handle = async () => { throw new Error('closed'); };\n");
    const result = await command('sendMessage', node('template.yaml#Checkout', 'queue', 'BasketQueue'), ['one', 'two']);
    assert.equal(result?.status, 'error');
    assert.deepEqual(result.notes.slice(-2), [
      'All 2 messages come back: the function failed.',
      'What comes back is received again after the visibility timeout of 30 s, over and over until the queue’s retention ends (4 days where nothing is set): BasketQueue has no dead-letter queue.',
    ]);
  });

  it('publishes to a topic and puts an event on a bus, where a filter and a pattern let them through', async () => {
    await write('src/told.mjs', 'export const handler = async (event) => event.Records?.[0].Sns.MessageAttributes ?? event;\n');
    const wrong = await write(
      'told.yaml',
      `Transform: AWS::Serverless-2016-10-31
Globals: {Function: {CodeUri: src, Runtime: nodejs22.x}}
Resources:
  Told:
    Type: AWS::Serverless::Function
    Properties:
      Handler: told.handler
      Events:
        News: {Type: SNS, Properties: {Topic: !Ref News, FilterPolicy: {kind: [order]}}}
        Ordered: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop]}, InputPath: $.detail}}
  Marker: {Type: AWS::Serverless::Function, Properties: {Handler: told.nothing}}
  News: {Type: AWS::SNS::Topic}
`,
    );
    await codes(wrong, ['handler.export-not-found']);
    const topic = node('told.yaml#Told', 'topic', 'News');
    assert.deepEqual(json(await command('sendMessage', topic, ['{}', '{"kind":"order"}'])), { kind: { Type: 'String', Value: 'order' } });
    const rule = node('told.yaml#Told', 'rule', 'Ordered');
    assert.deepEqual(json(await command('sendMessage', rule, ['{"source":"shop","detail-type":"t","detail":{"n":1}}'])), { n: 1 });
  });

  it('fires a schedule now', async () => {
    assert.equal(
      json(await command('fireSchedule', node('template.yaml#NightlyReport', 'schedule', 'nightly-report.EveryNight'))),
      'Scheduled Event',
    );
  });
});

function node(id: string, source: string, name: string) {
  return { kind: 'source', folder: inWorkspace('').fsPath.replace(/[\\/]$/, ''), id, source, name };
}

async function command(name: string, ...args: readonly unknown[]): Promise<InvocationResult | undefined> {
  return await vscode.commands.executeCommand(`lambdaWorkbench.${name}`, ...args);
}

function json(result: InvocationResult | undefined): unknown {
  assert.equal(result?.status, 'success', JSON.stringify(result?.error));
  return JSON.parse(new TextDecoder().decode(result.payload));
}
