/**
 * Pictures of the panel in its states, and how smoothly it scrolls: `node test/ui/panel-preview.ts [--measure]`.
 * Writes `out/panel-*.png`.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InvocationView } from '../../src/shared/panelProtocol.ts';
import { type PanelPage, startPanelBrowser } from './panelPage.ts';
import { failed, running, sampleRecords, succeeded, threw } from './panelSamples.ts';
import type { ThemeName } from './panelThemes.ts';

const out = join(import.meta.dirname, '../../out');
await mkdir(out, { recursive: true });
const browser = await startPanelBrowser();

/** Scrolls 300 steps of 240 px, one a frame, then jumps about; the time between frames, and of our own work in them. */
const scrollThrough = `(async () => {
  const list = document.querySelector('.list');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const run = async (positions) => {
    const times = [];
    let last = await frame();
    for (const top of positions) {
      list.scrollTop = top;
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    return 'median ' + times[times.length >> 1].toFixed(1) + ' ms, p99 ' + times[Math.floor(times.length * 0.99)].toFixed(1) + ' ms';
  };
  const steps = Array.from({ length: 300 }, (_, index) => index * 240);
  const jumps = Array.from({ length: 200 }, (_, index) => (index * 7919) % 97 / 97 * list.scrollHeight);
  const began = performance.now();
  const input = document.querySelector('.search input');
  const smooth = await run(steps);
  const jumping = await run(jumps);
  input.value = 'payment';
  const filterAt = performance.now();
  input.dispatchEvent(new Event('input'));
  const filtering = performance.now() - filterAt;
  return 'scrolling ' + smooth + '; jumping ' + jumping + '; filtering ' + filtering.toFixed(1) + ' ms';
})()`;

interface Shot {
  readonly name: string;
  readonly theme: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly lines: number;
  readonly invocation: InvocationView | undefined;
  readonly act?: (panel: PanelPage) => Promise<void>;
}

const expand = async ({ page }: PanelPage) => {
  await page.locator('.row', { hasText: 'order placed' }).last().locator('.line').click();
  await page.locator('.row', { hasText: 'not an image' }).last().locator('.line').click();
};

const shots: readonly Shot[] = [
  { name: 'dark', theme: 'dark', lines: 10_000, invocation: succeeded },
  { name: 'light', theme: 'light', lines: 10_000, invocation: succeeded },
  { name: 'dark-expanded', theme: 'dark', height: 620, lines: 48, invocation: threw, act: expand },
  { name: 'light-expanded', theme: 'light', height: 620, lines: 48, invocation: threw, act: expand },
  {
    name: 'dark-filtered',
    theme: 'dark',
    lines: 128,
    invocation: undefined,
    act: ({ page }) => page.getByLabel('Filter lines by text').fill('payment'),
  },
  {
    name: 'dark-nothing',
    theme: 'dark',
    lines: 128,
    invocation: undefined,
    act: ({ page }) => page.getByLabel('Filter lines by text').fill('nowhere'),
  },
  {
    name: 'light-menu',
    theme: 'light',
    lines: 128,
    invocation: failed,
    act: ({ page }) => page.getByRole('button', { name: 'All sources' }).click(),
  },
  { name: 'dark-empty', theme: 'dark', lines: 0, invocation: undefined },
  { name: 'dark-running', theme: 'dark', lines: 10, invocation: running },
  { name: 'dark-narrow', theme: 'dark', width: 300, height: 700, lines: 128, invocation: succeeded },
  { name: 'light-medium', theme: 'light', width: 700, height: 420, lines: 128, invocation: threw },
  // The panel's default height in windows of 1440 by 900 and 760 by 700.
  { name: 'light-threw', theme: 'light', width: 1130, height: 240, lines: 48, invocation: threw },
  { name: 'dark-threw-small', theme: 'dark', width: 440, height: 190, lines: 48, invocation: threw },
  { name: 'light-small', theme: 'light', width: 440, height: 190, lines: 48, invocation: succeeded },
  { name: 'contrast', theme: 'contrast', lines: 48, invocation: threw, act: expand },
];

for (const shot of shots) {
  const panel = await browser.open({ theme: shot.theme, width: shot.width ?? 1280, height: shot.height ?? 400 });
  await panel.send({ type: 'reset', records: sampleRecords(shot.lines), invocation: shot.invocation, maxLines: 50_000 });
  await shot.act?.(panel);
  await panel.page.waitForTimeout(120);
  await panel.page.screenshot({ path: join(out, `panel-${shot.name}.png`) });
  await panel.page.context().close();
}

if (process.argv.includes('--measure')) {
  for (const lines of [10_000, 50_000]) {
    const panel = await browser.open({ theme: 'dark', width: 1280, height: 400 });
    await panel.send({ type: 'reset', records: sampleRecords(lines), invocation: succeeded, maxLines: 50_000 });
    console.log(`${lines} lines: ${await panel.page.evaluate(scrollThrough)}`);
    await panel.page.context().close();
  }
}
await browser.close();
