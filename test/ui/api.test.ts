import { afterEach, expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

/** What a person does with an API: start it, look at it, send it a request, stop it. With pictures in both themes. */
let workbench: Workbench | undefined;
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench?.screenshot('api-failed');
  await workbench?.close();
});

it.each(['Default Dark Modern', 'Default Light Modern'])(
  'starts, asks and stops an API (%s)',
  async (theme) => {
    const picture = (step: string) => workbench?.screenshot(`api-${step}-${theme.includes('Dark') ? 'dark' : 'light'}`);
    workbench = await Workbench.open({ workspace: 'shop', settings: { 'workbench.colorTheme': theme } });
    await workbench.openView('Lambda');
    await workbench.treeItem('order-api').locator('.monaco-tl-twistie').click();
    await workbench.treeItem('POST /orders').waitFor();
    await workbench.treeItem('ServerlessHttpApi').hover();
    await picture('1-stopped');

    await workbench.treeAction('ServerlessHttpApi', 'Start API Locally');
    await workbench.treeItem(/ServerlessHttpApi.*127\.0\.0\.1:\d+/).waitFor();
    const status = workbench.page.locator('.statusbar').getByText(/127\.0\.0\.1:\d+/);
    const address = (await status.first().textContent()) ?? '';
    const response = await fetch(`http://${address.trim()}/orders/o-1001`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    await workbench.treeItem('ServerlessHttpApi').hover();
    await picture('2-running');

    await workbench.treeAction('GET /orders', 'Send Request');
    await workbench.quickInput('GET /nothing');
    await workbench.page.getByText('No route of ServerlessHttpApi takes GET /nothing.').waitFor();
    await workbench.quickInput('GET /orders/o-1001');
    await picture('3-question');
    await workbench.page.keyboard.press('Enter');
    const panel = await workbench.webviewFrame('.result');
    await panel.getByText(/As HTTP: 200, application\/json/).waitFor();
    await picture('4-sent');

    await workbench.openFile('src/order.mjs');
    await workbench.goTo(10);
    await workbench.page.keyboard.press('F9');
    await workbench.openView('Lambda');
    await workbench.treeAction('ServerlessHttpApi', 'Debug API');
    await workbench.treeItem(/ServerlessHttpApi.*debugging/).waitFor();
    const asked = fetch(`http://${address.trim()}/orders/o-1001`);
    const stopped = workbench.page.locator('.editor-instance .debug-top-stack-frame-line').first();
    await stopped.waitFor();
    await picture('5-breakpoint');
    await workbench.page.keyboard.press('F5');
    expect((await asked).status).toBe(200);
    await stopped.waitFor({ state: 'detached' });

    // The same environment, with the debugger that is attached to it.
    const again = fetch(`http://${address.trim()}/orders/o-9`);
    await stopped.waitFor();
    await workbench.page.keyboard.press('F5');
    expect((await again).status).toBe(404);
    await workbench.openView('Lambda');
    await picture('6-debugging');

    await status.first().click();
    await status.first().waitFor({ state: 'detached' });
    await expect(fetch(`http://${address.trim()}/`)).rejects.toThrow();
  },
  180_000,
);
