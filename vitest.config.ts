import { defineConfig } from 'vitest/config';

/** Real engines, and sound devices that play and record in real time: side by side they would fight for the two cores. */
const alone = ['test/model/**/*.test.ts', 'test/audio/pulse.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: alone,
          // Half of them wait for a process or a timer most of the time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'real', include: alone, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
