import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

/** What a person does around a handler string, in both themes: each test begins where the one before ended. */
describe.each([
  { name: 'dark', theme: 'Default Dark Modern' },
  { name: 'light', theme: 'Default Light Modern' },
])('$name', ({ name, theme }) => {
  let workbench: Workbench;
  const keyboard = () => workbench.page.keyboard;
  const shows = (selector: string): Locator => workbench.page.locator(`${selector}:visible`).first();
  beforeAll(async () => {
    const settings = { 'workbench.colorTheme': theme, 'editor.minimap.enabled': false, 'editor.stickyScroll.enabled': false };
    workbench = await Workbench.open({ workspace: 'shop', settings });
    await workbench.openFile('template.yaml');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`handlers-${name}-failed-${task.name.split(' ', 1)[0]}`);
  });
  afterAll(() => workbench?.close());

  it('reads what a handler names by pointing at it', async () => {
    await workbench.goTo(...placeOf(workbench, 'template.yaml', 'src/order.handler'));
    await workbench.codeLens('Logs').waitFor();
    await keyboard().press('Control+K');
    await keyboard().press('Control+I');
    await shows('.monaco-hover').getByText('src/order.mjs').waitFor();
    await workbench.screenshot(`handlers-${name}-1-hover`);
    await keyboard().press('Escape');
  });

  it('completes a wrong export, and the squiggle goes', async () => {
    const [line, column] = placeOf(workbench, 'template.yaml', 'src/checkout.handle');
    await workbench.goTo(line, column + 'src/checkout.handle'.length);
    await workbench.squiggles().first().waitFor();
    for (let n = 0; n < 'handle'.length; n++) await keyboard().press('Backspace');
    await keyboard().press('Control+Space');
    await shows('.suggest-widget').getByText('handler').first().waitFor();
    await workbench.screenshot(`handlers-${name}-2-completion`);
    await keyboard().press('Enter');
    await workbench.squiggles().first().waitFor({ state: 'detached' });
  });

  it('goes to the export, where the function is named above it, and back to the template', async () => {
    await workbench.goTo(...placeOf(workbench, 'template.yaml', 'src/order.handler'));
    await keyboard().press('F12');
    await workbench.page.locator('.tabs-container .tab.active').filter({ hasText: 'order.mjs' }).waitFor();
    await workbench.codeLens('order-api').waitFor();
    await workbench.screenshot(`handlers-${name}-3-lenses`);
    await workbench.codeLens('order-api').click();
    await workbench.page.locator('.tabs-container .tab.active').filter({ hasText: 'template.yaml' }).waitFor();
  });

  it('renames the export from the template, and the source follows', async () => {
    const [line, column] = placeOf(workbench, 'template.yaml', 'resize.lambda_handler');
    await workbench.goTo(line, column + 10);
    await keyboard().press('F2');
    await shows('.rename-box').locator('input').fill('make_sizes');
    await keyboard().press('Enter');
    await workbench.page.locator('.view-line').filter({ hasText: 'resize.make_sizes' }).waitFor();
    await workbench.runCommand('File: Save All Files');
    await expect.poll(() => readFileSync(join(workbench.folder, 'resize/resize.py'), 'utf8')).toMatch(/def make_sizes\(/);
  });
});

/** Line and column of a text in a file of the project, counted from 1. */
function placeOf(workbench: Workbench, file: string, text: string): [line: number, column: number] {
  const lines = readFileSync(join(workbench.folder, file), 'utf8').split('\n');
  const line = lines.findIndex((content) => content.includes(text));
  return [line + 1, (lines[line] ?? '').indexOf(text) + 1];
}
