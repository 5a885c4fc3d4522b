import { defineConfig } from 'vitest/config';
import { kernelsInTests } from './electron/setup/kernels.mjs';

export default defineConfig({
  plugins: [kernelsInTests()],
  test: {
    include: ['test/acceptance/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
