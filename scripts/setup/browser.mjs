import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { apt } from './apt.mjs';
import { isExecutable, onPath } from './run.mjs';

/** A Chromium that is there, or Debian's. `CHROME_PATH` chooses. */
export const browser = {
  title: 'Chromium',
  estimate: 'about half a minute',
  ready: (tools) => {
    const known = tools.path('chromium');
    return known !== undefined && existsSync(known) && (process.env.CHROME_PATH ?? known) === known;
  },

  async install(tools, say) {
    let path = find();
    if (!path && process.platform === 'linux') {
      await apt(['chromium'], 'Testing what a person does', say);
      path = find();
    }
    if (!path) throw new Error('No Chromium or Chrome was found: install one, or set CHROME_PATH to its executable.');
    await tools.remember({ chromium: path });
  },
};

function find() {
  if (process.env.CHROME_PATH) return isExecutable(process.env.CHROME_PATH) ? process.env.CHROME_PATH : undefined;
  return onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ?? installed().find(isExecutable);
}

function installed() {
  const chrome = join('Google', 'Chrome', 'Application', 'chrome.exe');
  if (process.platform === 'win32')
    return [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
      .filter(Boolean)
      .map((base) => join(base, chrome));
  if (process.platform === 'darwin')
    return ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
  return [];
}
