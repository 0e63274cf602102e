import type { Plugin } from 'esbuild';

/**
 * Lambda's Node.js runtimes bring the AWS SDK along. A package of it that isn't installed is left to the runtime; one that is
 * installed is bundled, for then its version is the one that was tested.
 */
export function awsSdkOfTheRuntime(note: (warning: string) => void): Plugin {
  return {
    name: 'aws-sdk-of-the-runtime',
    setup(build) {
      build.onResolve({ filter: /^@(aws-sdk|smithy)\// }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (pluginData === ASKED) return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: ASKED });
        if (found.errors.length === 0) return found;
        note(`${path} is not installed: AWS provides it, but a local run has none. To have it here too: npm install --save-dev ${path}`);
        return { path, external: true };
      });
    },
  };
}

/** Marks our own question, which would come back to us. */
const ASKED = 'aws-sdk-of-the-runtime';
