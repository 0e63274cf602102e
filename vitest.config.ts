import { defineConfig } from 'vitest/config';
import { conformanceEnvironment, readTools } from './scripts/tools.ts';

/** Bounds on what hangs, wide enough for a busy machine: no test asserts a time with them. */
const patience = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  test: {
    projects: [
      { test: { ...patience, name: 'unit', include: ['{src,scripts,syntaxes,test/badDays,test/fuzz,test/formats}/**/*.test.ts'] } },
      { test: { ...patience, name: 'package', include: ['test/package/**/*.test.ts'] } },
      {
        test: {
          ...patience,
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          env: conformanceEnvironment(readTools()),
        },
      },
      // One workbench at a time: each starts a server, an extension host and a browser.
      { test: { ...patience, name: 'ui', include: ['test/ui/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
