import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { conformanceEnvironment, readTools } from '../../scripts/tools.ts';
import { Workbench } from './workbench.ts';

/** The path of the README's first two minutes, in its order: each test begins where the one before ended. */
let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'shop' });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench.screenshot('loop-failed');
});
afterAll(() => workbench?.close());

const panel = (): Promise<Frame> => workbench.webviewFrame('.result');

it('sees the functions', async () => {
  await workbench.openView('Lambda');
  for (const name of ['order-api', 'checkout', 'nightly-report', 'resize']) await workbench.treeItem(name).waitFor();
  await workbench.page.getByRole('treeitem', { name: /function checkout.*1 problem/ }).waitFor();
});

it('previews a handler on a click, which leaves the focus in the tree, and goes there on Enter', async () => {
  const focused = (place: string) => workbench.page.locator(`${place}:has(:focus)`).first().waitFor();
  await workbench.treeItem('nightly-report').click();
  await workbench.page.locator('.tab.active').filter({ hasText: 'report.ts' }).waitFor();
  await focused('.sidebar');
  await workbench.page.keyboard.press('Enter');
  await focused('.editor-instance');
});

it('fixes the wrong handler with one key', async () => {
  await workbench.openFile('template.yaml');
  await workbench.goTo(42, 20);
  await workbench.squiggles().first().waitFor();
  await workbench.screenshot('loop-1-squiggle');
  await (await workbench.quickFixes()).first().waitFor();
  await workbench.screenshot('loop-2-quick-fix');
  await workbench.page.keyboard.press('Enter');
  await workbench.squiggles().first().waitFor({ state: 'detached' });
  await workbench.page.keyboard.press('ControlOrMeta+S');
  await expect.poll(() => readFileSync(join(workbench.folder, 'template.yaml'), 'utf8')).toContain('Handler: src/checkout.handler');
});

it('runs a function with a test event', async () => {
  await workbench.treeAction('order-api', 'Run Function');
  await workbench.pick('get-order');
  const frame = await panel();
  await frame
    .getByText(/"statusCode"/)
    .first()
    .waitFor();
  await frame.getByText('REPORT').first().waitFor();
  await workbench.screenshot('loop-3-run');
});

it('stops at a breakpoint in it', async () => {
  await workbench.treeAction('order-api', 'Debug Function');
  await workbench.page.locator('.debug-toolbar').waitFor();
  await workbench.page.locator('.editor-instance .debug-top-stack-frame-line').first().waitFor();
  await workbench.screenshot('loop-4-breakpoint');
  await workbench.page.keyboard.press('F5');
  await workbench.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
});

it('deploys it to the local cloud, having seen the plan', async () => {
  await workbench.openView('Lambda');
  await workbench.treeAction('order-api', 'Deploy Function');
  await workbench.pick('Local cloud');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.getByText('Create order-api').first().waitFor();
  await workbench.screenshot('loop-5-plan');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await workbench.notification('order-api is deployed to the local cloud').waitFor();
  await workbench.treeItem(/local cloud.*active/).waitFor();
  await workbench.screenshot('loop-6-deployed');
});

it('calls it there with the real AWS CLI, and its lines arrive in the panel', async (context) => {
  const cli = conformanceEnvironment(readTools())['LAMBDA_WORKBENCH_AWS_CLI'];
  if (cli === undefined) return context.skip('the AWS CLI is not there');
  await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workbench.treeMenu(/local cloud.*active/, 'Copy AWS CLI Command');
  const copied = () => workbench.page.evaluate<string>('navigator.clipboard.readText()');
  await expect.poll(copied).toContain('--endpoint-url');
  const endpoint = /--endpoint-url (\S+)/.exec(await copied())?.[1] ?? '';
  const event = join(workbench.folder, 'events/OrderApi/create-order.json');
  const answer = join(workbench.folder, 'answer.json');
  await promisify(execFile)(
    cli,
    [
      'lambda',
      'invoke',
      '--endpoint-url',
      endpoint,
      '--region',
      'us-east-1',
      '--function-name',
      'order-api',
      '--payload',
      `file://${event}`,
      answer,
    ],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' } },
  );
  expect(JSON.parse(readFileSync(answer, 'utf8'))).toMatchObject({ statusCode: 201 });
  const frame = await panel();
  await frame.getByText('local cloud').first().waitFor();
  await frame.getByText('/orders').first().waitFor();
  await workbench.screenshot('loop-7-cloud-lines');
});

it('uses a saved change at the next run, with an error whose frame opens the source', async () => {
  const path = join(workbench.folder, 'src/order.mjs');
  writeFileSync(path, "export const handler = async () => {\n  throw new TypeError('no such order');\n};\n");
  await workbench.runCommand('Lambda: Run Again');
  const frame = await panel();
  await frame.getByText('no such order').first().waitFor();
  await frame
    .getByText(/order\.mjs:2/)
    .first()
    .click();
  await workbench.page.locator('.tabs-container .tab.active').filter({ hasText: 'order.mjs' }).waitFor();
  await workbench.screenshot('loop-8-error');
});
