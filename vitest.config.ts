import { defineConfig } from 'vitest/config';
import { conformanceEnvironment, readTools } from './scripts/tools.ts';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'syntaxes/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          env: conformanceEnvironment(readTools()),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // One workbench at a time: each starts a server, an extension host and a browser.
      { test: { name: 'ui', include: ['test/ui/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});
