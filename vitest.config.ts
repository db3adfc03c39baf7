import { defineConfig } from 'vitest/config';

const serverTests = [
  'apps/server/src/**/*.test.ts',
  'apps/edi-gateway/src/**/*.test.ts',
  'packages/platform/src/**/*.test.ts',
  // Both apps in one process, on databases of their own.
  'tests/database/**/*.test.ts',
];

export default defineConfig({
  test: {
    reporters: process.env['CI'] ? ['default'] : ['default'],
    projects: [
      {
        test: {
          name: 'pure',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/portal/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
          ],
          exclude: ['packages/platform/**', '**/node_modules/**'],
          isolate: false,
          testTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'database',
          // Files share their worker's modules: loading the server anew for each would take a sixth of the time.
          isolate: false,
          include: serverTests,
          globalSetup: ['packages/testkit/src/vitest-global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'story',
          include: ['tests/*.test.ts'],
          globalSetup: ['tests/harness/demo-folder.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
