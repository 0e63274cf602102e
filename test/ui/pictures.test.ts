import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { root } from '../../scripts/tools.ts';
import { Workbench } from './workbench.ts';

/** The pictures of the README, in both themes. `UPDATE_PICTURES=1` puts them in place. */
let workbench: Workbench | undefined;
afterEach(() => workbench?.close());

it.each([
  { name: 'workbench-dark', theme: 'Default Dark Modern' },
  { name: 'workbench-light', theme: 'Default Light Modern' },
])('$name: the view, a squiggle and the panel', async ({ name, theme }) => {
  const settings = { 'workbench.colorTheme': theme, 'editor.minimap.enabled': false, 'editor.stickyScroll.enabled': false };
  workbench = await Workbench.open({ workspace: 'shop', settings, size: { width: 1440, height: 900 } });
  await workbench.openView('Lambda');
  await workbench.openFile('template.yaml');
  await workbench.goTo(42, 20);
  await workbench.squiggles().first().waitFor();
  await workbench.treeAction('order-api', 'Run Function');
  await workbench.pick('create-order');
  const panel = await workbench.webviewFrame('.result');
  await panel.getByText('Succeeded').first().waitFor();
  for (const [fn, action] of [
    ['nightly-report', 'Run Function'],
    ['resize', 'Run Function'],
    ['checkout', 'Run Function'],
    ['order-api', 'Run Function'],
  ] as const) {
    await workbench.treeAction(fn, action);
    await panel.locator('.result').getByText(fn).first().waitFor();
    await panel
      .locator('.result')
      .getByText(/Succeeded|Failed|error/i)
      .first()
      .waitFor();
  }
  await workbench.treeItem('order-api').locator('.monaco-tl-twistie').click();
  await workbench.treeItem('create-order.json').waitFor();
  await workbench.page.locator('.monaco-workbench .statusbar').hover();
  const picture = await workbench.screenshot(name);
  expect(picture.endsWith('.png')).toBe(true);
  if (process.env['UPDATE_PICTURES'] === '1') {
    const pictures = join(root, 'media', 'screenshots');
    mkdirSync(pictures, { recursive: true });
    copyFileSync(picture, join(pictures, `${name}.png`));
  }
});
