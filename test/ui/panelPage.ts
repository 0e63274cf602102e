import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { FromPanel, ToPanel } from '../../src/shared/panelProtocol.ts';
import { launchChromium } from './chromium.ts';
import { type ThemeName, themeStyles } from './panelThemes.ts';

const root = join(import.meta.dirname, '../..');

/** The panel's page in a browser, with this end playing the editor. */
export interface PanelPage {
  readonly page: Page;
  send(message: ToPanel): Promise<void>;
  /** What the page posted so far. */
  posted(): Promise<readonly FromPanel[]>;
}

export interface PanelBrowser {
  open(options: { readonly theme: ThemeName; readonly width: number; readonly height: number }): Promise<PanelPage>;
  close(): Promise<void>;
}

/** Bundles the panel as `esbuild.mjs` does and serves it under the content security policy of the extension. */
export async function startPanelBrowser(): Promise<PanelBrowser> {
  const bundle = await build({
    entryPoints: [join(root, 'src/panel/main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const css = await readFile(join(root, 'media/panel.css'), 'utf8');
  const server = createServer((request, response) => {
    const [path, theme = 'dark'] = (request.url ?? '/').split('?');
    if (path === '/panel.js') response.setHeader('content-type', 'text/javascript').end(script);
    else if (path === '/panel.css') response.setHeader('content-type', 'text/css').end(css);
    else if (path === '/theme.css') response.setHeader('content-type', 'text/css').end(themeStyles(theme as ThemeName));
    else response.setHeader('content-type', 'text/html').end(html(theme as ThemeName));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchChromium();
  return {
    open: (options) => openPage(browser, server, options),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  server: Server,
  { theme, width, height }: { readonly theme: ThemeName; readonly width: number; readonly height: number },
): Promise<PanelPage> {
  const context = await browser.newContext({ viewport: { width, height }, permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.addInitScript(
    `window.posted = [];
     window.acquireVsCodeApi = () => ({
       postMessage: (message) => window.posted.push(message),
       getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
       setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
     });`,
  );
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?${theme}`);
  return {
    page,
    send: (message) => page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*'); new Promise((done) => setTimeout(done))`),
    posted: () => page.evaluate('window.posted'),
  };
}

function html(theme: ThemeName): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lambda</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'">
<link rel="stylesheet" href="theme.css?${theme}"><link rel="stylesheet" href="panel.css"></head>
<body class="vscode-${theme === 'contrast' ? 'high-contrast' : theme}"><script src="panel.js"></script></body></html>`;
}
