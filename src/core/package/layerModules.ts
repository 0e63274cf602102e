import type { Plugin } from 'esbuild';

/** Of a function with layers: what isn't installed may be in one of them, so it is left to the runtime, as are paths into `/opt`. */
export function modulesOfLayers(): Plugin {
  return {
    name: 'modules-of-layers',
    setup(build) {
      build.onResolve({ filter: /^[^./]|^\/opt\// }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === ASKED || kind === 'entry-point') return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: ASKED });
        return found.errors.length === 0 ? found : { path, external: true };
      });
    },
  };
}

/** Marks our own question, which would come back to us. */
const ASKED = 'modules-of-layers';
