import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { type CodeServer, extensionsFolder, installExtension, startCodeServer } from '../../scripts/codeServer.ts';
import { out, readTools } from '../../scripts/tools.ts';
import { packageExtension } from '../../scripts/vsix.ts';
import { copyWorkspace, type ScratchWorkspace } from '../workspaces/scratch.ts';
import { launchChromium } from './chromium.ts';

export interface WorkbenchOptions {
  /** A project of `test/workspaces`. */
  readonly workspace: string;
  /** On top of a clean workbench's. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
}

/**
 * VS Code in a browser, with the packaged extension, on a copy of a project: does what a person does.
 * Everything it finds is awaited by Playwright's own patience; a test needs no sleep.
 */
export class Workbench {
  readonly page: Page;
  /** The copy's absolute path. */
  readonly folder: string;
  readonly #browser: Browser;
  readonly #server: CodeServer;
  readonly #workspace: ScratchWorkspace;
  readonly #scratch: string;

  private constructor(page: Page, browser: Browser, server: CodeServer, workspace: ScratchWorkspace, scratch: string) {
    this.page = page;
    this.folder = workspace.folder;
    this.#browser = browser;
    this.#server = server;
    this.#workspace = workspace;
    this.#scratch = scratch;
  }

  static async open({ workspace: name, settings = {}, size = { width: 1400, height: 900 } }: WorkbenchOptions): Promise<Workbench> {
    const vsix = await packageExtension(() => undefined);
    const scratch = mkdtempSync(join(tmpdir(), 'lambda-workbench-ui-'));
    const options = {
      tools: readTools(),
      userData: join(scratch, 'user-data'),
      extensions: extensionsFolder(join(out, 'ui'), vsix),
      settings,
    };
    installExtension(options, vsix.path);
    const server = await startCodeServer(options);
    const workspace = copyWorkspace(name);
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: size });
    // The editor asks for lenses again only after as long as they lately took, which on a busy machine may be a minute.
    page.setDefaultTimeout(120_000);
    const workbench = new Workbench(page, browser, server, workspace, scratch);
    await page.goto(`${server.origin}/?folder=${encodeURIComponent(workspace.folder)}`);
    await page.locator('.monaco-workbench .statusbar').waitFor();
    return workbench;
  }

  /** Also when the test failed: call it from `afterAll`. */
  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    this.#workspace.remove();
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  /** Clicks the container in the activity bar, unless it is open. */
  async openView(container: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: container, exact: true });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** A row of the side bar's tree, by a part of what it says. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem').filter({ hasText: text }).first();
  }

  /** An inline action of a row, by its tooltip: shown when the mouse is over the row. */
  async treeAction(row: string | RegExp, action: string): Promise<void> {
    const item = this.treeItem(row);
    await item.hover();
    await item.getByRole('button', { name: action }).first().click();
  }

  /** An item of a row's context menu, by its title. */
  async treeMenu(row: string | RegExp, title: string): Promise<void> {
    await this.treeItem(row).click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: title }).first();
    await item.hover();
    // By the keyboard: a menu takes no click in the tenth of a second after it opened.
    await item.and(this.page.locator('.focused')).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.monaco-menu').waitFor({ state: 'detached' });
  }

  /** Through the command palette, by its full title: `Lambda: Run Function`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file of the project through Quick Open. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.quickInput(path);
    const name = path.split('/').at(-1) ?? path;
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
  }

  /** Replaces what the open quick input says. */
  async quickInput(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-box input').fill(text);
  }

  /** Picks a row of the open quick pick, by a part of what it says. */
  async pick(text: string | RegExp): Promise<void> {
    await this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
  }

  /** Puts the cursor at a place of the open editor; lines and columns count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput(`:${line},${column}`);
    // Enter before the row is there does nothing.
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: `line ${line}` })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
    // The keys that follow are for the editor, which has them only once the input is gone and the cursor has moved.
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator('.statusbar').getByText(`Ln ${line}, Col ${column}`).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Squiggles of the open editor. */
  squiggles(severity: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** Opens the menu of fixes at the cursor; Enter takes the first. Its rows. */
  async quickFixes(): Promise<Locator> {
    await this.page.keyboard.press('ControlOrMeta+.');
    const menu = this.page.locator('.action-widget').first();
    await menu.waitFor();
    return menu.locator('.monaco-list-row');
  }

  /** A link above a line of the open editor, by what it says. */
  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.editor-instance .codelens-decoration a').filter({ hasText: text }).first();
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
  }

  /** Presses a notification's button. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole('button', { name: button }).click();
  }

  /** The innermost frame of a webview, the one that holds an element for `selector`. */
  async webviewFrame(selector: string): Promise<Frame> {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame() || frame.isDetached()) continue;
        if (
          (await frame
            .locator(selector)
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview holds ${selector}.`);
  }

  /** To `out/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<string> {
    const path = join(out, 'screenshots', `${name}.png`);
    mkdirSync(join(out, 'screenshots'), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }
}
