import { type Browser, chromium } from 'playwright-core';
import { readTools } from '../../scripts/tools.ts';

/** The installed browser, headless. Whoever launches it closes it. */
export function launchChromium(): Promise<Browser> {
  const { paths, missing } = readTools();
  if (!paths.chromium) throw new Error(`There is no Chromium: ${missing['browser'] ?? 'run npm run test:ui, which installs it.'}`);
  return chromium.launch({ executablePath: paths.chromium, args });
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Or else a page that was rewritten on the way can't open its WebSocket to 127.0.0.1.
  '--disable-features=LocalNetworkAccessChecks',
];
