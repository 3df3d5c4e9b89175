import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['./test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Most files wait for a browser or a node half of their time: no core stays behind for this process.
    maxWorkers: '100%',
    reporters: ['default', './test/reporter.ts'],
  },
})
