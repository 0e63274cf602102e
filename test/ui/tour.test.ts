import { afterAll, beforeAll, it } from 'vitest';
import { Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await Workbench.open({ workspace: 'shop' });
});
afterAll(() => workbench?.close());

it('shows the functions of the sample project', async () => {
  await workbench.openView('Lambda');
  for (const name of ['order-api', 'checkout', 'nightly-report', 'resize']) await workbench.treeItem(name).waitFor();
  await workbench.screenshot('functions');
});

it('underlines the wrong handler, and one key fixes it', async () => {
  await workbench.openFile('template.yaml');
  await workbench.squiggles().waitFor();
  await workbench.screenshot('squiggle');
  await workbench.runCommand('Go to Next Problem (Error, Warning, Info)');
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('ControlOrMeta+.');
  await workbench.page.locator('.action-widget').waitFor();
  await workbench.screenshot('quick-fix');
  await workbench.page.keyboard.press('Enter');
  await workbench.squiggles().waitFor({ state: 'detached' });
});
