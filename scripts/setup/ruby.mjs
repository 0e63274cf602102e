import { apt } from './apt.mjs';
import { onPath } from './run.mjs';

/** A Ruby that is there, or Debian's. */
export const ruby = {
  title: 'Ruby',
  estimate: 'about half a minute',
  ready: () => onPath('ruby') !== undefined,

  async install(_tools, say) {
    if (process.platform === 'linux') await apt(['ruby'], 'Running functions of Ruby', say);
    if (!onPath('ruby')) throw new Error('No Ruby was found: install one and put it on PATH.');
  },
};
