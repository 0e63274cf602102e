import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { Workbench } from '../ui/workbench.ts';

/**
 * From pressing Run Again in the panel to the result shown there, for a hello-world Node.js function in the browser workbench: the time
 * between the click and the change of the page, the packaging included. Cold: the source changed before. Prints medians, and the very first run.
 * Run with: npm run bench:editor
 */
const coldRuns = 9;
const warmRuns = 30;
/** As long as a person looks: what the press before set off (log lines, tree, lenses) is not counted to the next. */
const pauseMs = 400;

const workbench = await Workbench.open({ workspace: 'empty' });
try {
  writeFileSync(
    join(workbench.folder, 'template.yaml'),
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: ., Handler: hello.handler, Runtime: nodejs22.x }\n',
  );
  const source = (n: number) =>
    writeFileSync(join(workbench.folder, 'hello.mjs'), `export const handler = async () => ({ hello: 'world', n: ${n} });\n`);
  source(0);
  await workbench.openView('Lambda');
  await workbench.treeAction('Hello', 'Run Function');
  await workbench.pick('Plain JSON');
  await workbench.page.getByText('Name of the event’s file').waitFor();
  await workbench.page.keyboard.press('Enter');
  const panel = await workbench.webviewFrame('.result');
  await panel.getByText('Succeeded').first().waitFor();
  // The click was elsewhere, so the panel's own count has to do: from Run to the result's being sent to the page.
  const first = /Succeeded\s*([\d,.]+ m?s)/.exec((await panel.locator('.result').textContent()) ?? '')?.[1];
  console.log(`the first run after the editor started: ${first}, as the panel says`);

  const cold: number[] = [];
  for (let n = 1; n <= coldRuns; n++) {
    source(n);
    cold.push(await press(panel));
  }
  const warm: number[] = [];
  for (let n = 0; n < warmRuns; n++) warm.push(await press(panel));
  report('cold (source changed)', cold);
  report('warm', warm);
} finally {
  await workbench.close();
}

/** Milliseconds between the click and the finished result in the page, by the page's own clock. */
async function press(panel: Frame): Promise<number> {
  await workbench.page.waitForTimeout(pauseMs);
  return await panel.evaluate<number>(`new Promise((resolve) => {
    const result = document.querySelector('.result');
    const done = () => /Succeeded/.test(result.textContent);
    let begun = false;
    const observer = new MutationObserver(() => {
      begun ||= !done();
      if (!begun || !done()) return;
      observer.disconnect();
      resolve(performance.now() - start);
    });
    observer.observe(result, { childList: true, subtree: true, characterData: true });
    const start = performance.now();
    [...result.querySelectorAll('button')].find((button) => button.textContent.includes('Run Again')).click();
  })`);
}

function report(name: string, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  console.log(`${name}: median ${at(0.5)} ms, min ${at(0)} ms, p90 ${at(0.9)} ms, n=${values.length}`);
}
