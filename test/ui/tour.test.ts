import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const handler = readFileSync(join(workbench.folder, 'template.yaml'), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('src/checkout.'));
  await workbench.goTo(handler + 1, 20);
  await workbench.squiggles().waitFor();
  await workbench.screenshot('squiggle');
  await workbench.quickFixes();
  await workbench.screenshot('quick-fix');
  await workbench.page.keyboard.press('Enter');
  await workbench.squiggles().waitFor({ state: 'detached' });
});
