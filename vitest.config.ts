import { defineConfig } from 'vitest/config'

/** Rules need no database; everything else has one server, started once, and a fresh database per file. */
const withoutDatabase = ['test/domain/**/*.test.ts', 'test/config.test.ts', 'test/architecture.test.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    // The service's code is read once per worker: read anew for each file it takes a quarter of the whole run.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'domain', include: withoutDatabase, testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/**/*.test.ts'],
          exclude: withoutDatabase,
          globalSetup: ['test/support/global-setup.ts'],
          // A machine with other work takes several times as long; a test that waits for ever still ends.
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
