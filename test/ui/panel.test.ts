import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PanelBrowser, type PanelPage, startPanelBrowser } from './panelPage.ts';
import { running, sampleRecords, succeeded, threw } from './panelSamples.ts';

describe("the panel's page, as a person uses it", () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  const rows = () => panel.page.locator('.row');
  const row = (text: string) => panel.page.locator('.row', { hasText: text });
  const filter = () => panel.page.getByLabel('Filter lines by text');
  const counter = () => panel.page.locator('.counter');
  const follow = () => panel.page.locator('.follow');
  const emptyText = () => panel.page.locator('.empty p').allTextContents();
  const focusedText = () => panel.page.evaluate<string>(`document.activeElement.querySelector('.message')?.textContent ?? ''`);
  const append = (texts: readonly string[]) =>
    panel.send({
      type: 'append',
      records: texts.map((text) => ({
        id: text,
        source: { target: 'local', functionName: 'late' },
        logStream: 's',
        timestamp: 0,
        text,
        message: text,
        kind: { kind: 'message' },
      })),
    });
  const until = async (question: () => Promise<unknown>, expected: unknown) => await expect.poll(question).toEqual(expected);

  beforeAll(async () => {
    browser = await startPanelBrowser();
  });
  afterAll(async () => await browser?.close());
  beforeEach(async () => {
    await panel?.page.context().close();
    panel = await browser.open({ theme: 'dark', width: 1280, height: 400 });
    await panel.send({ type: 'reset', records: sampleRecords(128), invocation: undefined, maxLines: 50_000 });
  });

  it('says that it is ready, then shows the end of what it is sent', async () => {
    expect(await panel.posted()).toEqual([{ type: 'ready' }]);
    await until(() => counter().textContent(), '128 lines');
    await until(() => row('attempt 1 of 5').last().isVisible(), true);
    expect(await rows().count()).toBeLessThan(80);
  });

  it('filters by text, counts and marks what matches', async () => {
    await panel.page.keyboard.press('Control+f');
    await panel.page.keyboard.type('PAYMENT');
    await until(() => counter().textContent(), '15 of 128');
    expect(await panel.page.locator('mark').first().textContent()).toBe('payment');
    await filter().fill('nowhere to be found');
    await until(() => emptyText(), ['No line matches the filter.', '128 lines are hidden. Clear the filter']);
    await panel.page.getByRole('button', { name: 'Clear the filter' }).click();
    await until(() => counter().textContent(), '128 lines');
  });

  it('filters by level', async () => {
    await panel.page.getByLabel('Least level').selectOption('error');
    await until(async () => new Set(await panel.page.locator('.level').allTextContents()), new Set(['ERROR', 'REPORT']));
  });

  it('filters by source from its menu, with the keyboard', async () => {
    await panel.page.getByRole('button', { name: 'All sources' }).press('Enter');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    await panel.page.keyboard.press('Escape');
    await until(async () => new Set(await panel.page.locator('.source .name').allTextContents()), new Set(['resize']));
    await until(() => panel.page.evaluate('document.activeElement.textContent'), 'resize · eu-west-1 ▾');
  });

  it('shows one function when the editor asks for it', async () => {
    await panel.send({ type: 'show', functionName: 'not-yet' });
    await until(() => panel.page.locator('.empty p').first().textContent(), 'No log lines of not-yet yet.');
    await panel.send({ type: 'show', functionName: 'nightly-report' });
    await until(async () => new Set(await panel.page.locator('.source .name').allTextContents()), new Set(['nightly-report']));
  });

  it('follows the end until somebody scrolls up, and again when asked', async () => {
    await append(['first late line']);
    await until(() => row('first late line').isVisible(), true);
    await panel.page.mouse.move(300, 200);
    await panel.page.mouse.wheel(0, -300);
    await until(() => follow().textContent(), 'Follow');
    await append(['second late line', 'third late line']);
    await until(() => follow().textContent(), 'Follow · 2 new');
    expect(await row('third late line').count()).toBe(0);
    await follow().click();
    await until(() => row('third late line').isVisible(), true);
    expect(await follow().textContent()).toBe('Following');
  });

  it('holds lines back while paused', async () => {
    await panel.page.getByRole('button', { name: /^Pause/ }).click();
    await append(['held line']);
    await until(() => follow().textContent(), 'Paused · 1 new');
    expect(await counter().textContent()).toBe('128 lines');
    await panel.page.getByRole('button', { name: /^Resume/ }).click();
    await until(() => row('held line').isVisible(), true);
    expect(await counter().textContent()).toBe('129 lines');
  });

  it('opens JSON as a tree that folds', async () => {
    await row('order placed').last().locator('.line').click();
    await until(() => panel.page.locator('.json-key').allTextContents(), expect.arrayContaining(['"orderId"', '"sku"']));
    await panel.page.locator('[data-pointer="/items"]').click();
    await until(() => panel.page.locator('.json-summary').allTextContents(), [' 2 items ']);
    expect(await panel.page.locator('.json-key', { hasText: 'sku' }).count()).toBe(0);
  });

  it('opens the source of a stack frame', async () => {
    await row('card declined').last().locator('.line').click();
    await panel.page.locator('.detail a.frame', { hasText: 'payment.ts' }).click();
    await row('not an image').last().locator('.line').click();
    await panel.page.locator('.detail a.frame', { hasText: 'make.py' }).click();
    expect((await panel.posted()).slice(1)).toEqual([
      { type: 'open', path: '/work/shop/src/payment.ts', line: 41, column: 11 },
      { type: 'open', path: '/var/task/imaging/make.py', line: 48, column: undefined },
    ]);
  });

  it('is worked with the keyboard alone', async () => {
    await filter().focus();
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Home');
    await until(
      focusedText,
      expect.stringContaining('Runtime Version: nodejs:22.v64\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0c1e'),
    );
    for (let step = 0; step < 4; step += 1) await panel.page.keyboard.press('ArrowDown');
    await until(focusedText, expect.stringContaining('order placed'));
    await panel.page.keyboard.press('Enter');
    await until(() => panel.page.locator('.json').count(), 1);
    await panel.page.keyboard.press('Control+c');
    await until(() => panel.page.evaluate('navigator.clipboard.readText()'), sampleRecords(5)[4]?.text);
    await panel.page.keyboard.press('ArrowLeft');
    await until(() => panel.page.locator('.json').count(), 0);
    await panel.page.keyboard.press('End');
    await until(() => follow().textContent(), 'Following');
  });

  it('keeps the filter when it is hidden and comes back', async () => {
    await filter().fill('payment');
    await panel.page.reload();
    await panel.send({ type: 'reset', records: sampleRecords(128), invocation: undefined, maxLines: 50_000 });
    await until(() => counter().textContent(), '15 of 128');
    expect(await filter().inputValue()).toBe('payment');
  });

  it('shows how an invocation goes and went, and sends what is pressed', async () => {
    await panel.send({ type: 'invocation', invocation: running });
    await panel.page.getByRole('button', { name: 'Cancel' }).click();
    await panel.send({ type: 'invocation', invocation: threw });
    await until(() => panel.page.locator('.status .word').textContent(), 'Failed');
    await panel.page.locator('.stack a', { hasText: 'order.ts' }).click();
    await panel.send({ type: 'invocation', invocation: succeeded });
    await until(() => panel.page.locator('.payload .json-string').allTextContents(), expect.arrayContaining(['"o-193"']));
    for (const name of ['Run Again', 'Debug', 'Open Payload']) await panel.page.getByRole('button', { name }).click();
    expect((await panel.posted()).slice(1)).toEqual([
      { type: 'cancel', invocationId: 'run-1' },
      { type: 'open', path: '/work/shop/src/order.ts', line: 12, column: 3 },
      { type: 'rerun', invocationId: 'run-1', debug: false },
      { type: 'rerun', invocationId: 'run-1', debug: true },
      { type: 'openPayload', invocationId: 'run-1' },
    ]);
    await panel.page.getByRole('button', { name: 'Hide the result' }).click();
    await until(() => panel.page.locator('.result').isVisible(), false);
    await panel.page.getByRole('button', { name: 'Show the result' }).click();
    await until(() => panel.page.locator('.result').isVisible(), true);
  });

  it('says a notice, and asks the editor to clear and to open as a document', async () => {
    await panel.send({ type: 'notice', text: 'Waiting for the log group' });
    await until(() => panel.page.locator('.notice').textContent(), 'Waiting for the log group');
    await filter().fill('no EXIF');
    await panel.page.getByRole('button', { name: 'Open these lines as a document' }).click();
    await panel.page.getByRole('button', { name: 'Clear all lines' }).click();
    const [, opened, cleared] = await panel.posted();
    expect(opened).toMatchObject({ type: 'openAsDocument', text: expect.stringMatching(/^\[WARNING\]\t.*no EXIF/) });
    expect(cleared).toEqual({ type: 'clear' });
    await panel.send({ type: 'reset', records: [], invocation: undefined, maxLines: 50_000 });
    await filter().fill('');
    await until(() => emptyText(), ['No log lines yet.', 'Run a function, or press Logs on one.']);
  });

  it('keeps its place and its speed with fifty thousand lines', async () => {
    // Multiplied in the page: 25 MB through the debugging protocol take longer than all that is tested here.
    await panel.page.evaluate(`{
      const few = ${JSON.stringify(sampleRecords(500))};
      const records = Array.from({ length: 50_000 }, (_, index) => ({ ...few[index % few.length], id: String(index) }));
      window.postMessage({ type: 'reset', records, maxLines: 50_000 }, '*');
    }`);
    await until(() => counter().textContent(), '50,000 lines');
    await panel.page.evaluate(`document.querySelector('.list').scrollTop = 500_000`);
    await until(() => follow().textContent(), 'Follow');
    await until(async () => (await rows().count()) > 10, true);
    expect(await rows().count()).toBeLessThan(80);
  });

  it('shows what was thrown, and where, first in a small window too', async () => {
    await panel.page.setViewportSize({ width: 440, height: 190 });
    await panel.send({ type: 'invocation', invocation: threw });
    const bottom = async (selector: string) => {
      const box = await panel.page.locator(selector).first().boundingBox();
      return (box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0);
    };
    await until(async () => (await bottom('.stack > div')) < (await bottom('.result')), true);
    expect(await panel.page.locator('.error-type').textContent()).toBe('PaymentError');
  });

  it('says of a large payload how much of it is shown', async () => {
    if (succeeded.state.kind !== 'finished') throw new Error('It has ended.');
    const large = { payload: 'x'.repeat(262_144), payloadLanguage: 'plaintext', payloadBytes: 6_186_598, shownBytes: 262_144 } as const;
    await panel.send({ type: 'invocation', invocation: { ...succeeded, state: { ...succeeded.state, ...large } } });
    await until(() => panel.page.locator('.section summary').textContent(), 'Payload: the first 256 KB of 5.9 MB');
  });

  it('names the function whole beside the status and the buttons in a narrow window', async () => {
    if (succeeded.state.kind !== 'finished') throw new Error('It has ended.');
    await panel.page.setViewportSize({ width: 512, height: 220 });
    const state = { ...succeeded.state, status: 'init-error', coldStart: true } as const;
    await panel.send({ type: 'invocation', invocation: { ...succeeded, state } });
    const right = async (selector: string) => {
      const box = await panel.page.locator(selector).first().boundingBox();
      return (box?.x ?? Number.POSITIVE_INFINITY) + (box?.width ?? 0);
    };
    await until(async () => (await right('.result-head .name')) <= (await right('.result-head h2')), true);
  });

  it('fits a side bar', async () => {
    await panel.page.setViewportSize({ width: 300, height: 700 });
    await panel.send({ type: 'invocation', invocation: succeeded });
    const box = async (selector: string) => await panel.page.locator(selector).boundingBox();
    await until(async () => ((await box('.result'))?.y ?? 0) < ((await box('.list'))?.y ?? 0), true);
    expect(await panel.page.evaluate('document.documentElement.scrollWidth')).toBe(300);
  });
});
