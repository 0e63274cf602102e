import { join } from 'node:path';
import { layerFolders } from '../layers.ts';
import type { RunnableFunction } from '../model.ts';
import { isNative } from './families.ts';
import type { RuntimeFamily } from './model.ts';

/** Programs that speak the Runtime API themselves: those of Go and Rust, scripts of a shell, other people's runtimes. */
export const native: RuntimeFamily = {
  runs: isNative,

  interpreter: async () => ({ path: 'bootstrap', version: { major: 0, minor: 0 }, env: {}, notes: [], isFunctions: true }),

  async launch(fn, _interpreter, { files, debug, delvePath }) {
    const own = join(fn.codeRoot, programOf(fn));
    if (debug && delvePath !== undefined) return { command: delvePath, args: [...DELVE, own], env: {} };
    for (const command of [own, ...layerFolders(fn, 'bootstrap')]) {
      if ((await files.stat(command))?.type === 'file') return { command, args: [], env: {} };
    }
    return { command: own, args: [], env: {} };
  },

  variables: () => ({}),
};

/** The program waits in Delve until a client of the Debug Adapter Protocol has set its breakpoints. */
const DELVE = ['exec', '--headless', '--listen=127.0.0.1:0', '--api-version=2', '--check-go-version=false'];

/** What is started: the path of a file in the code's folder. Only the runtime of Go reads the handler. */
export function programOf({ runtime, handler }: Pick<RunnableFunction, 'runtime' | 'handler'>): string {
  return runtime === 'go1.x' ? handler : 'bootstrap';
}
