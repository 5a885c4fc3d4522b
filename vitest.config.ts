import { configDefaults, defineConfig } from 'vitest/config';
import { kernelsInTests } from './electron/setup/kernels.mjs';

/** Tests that start processes or work for seconds on whole projects: part of `npm test`, not of `npm run check`. */
const long = [
  'test/backtest/matrix-files.test.ts',
  'test/backtest/matrix-rules.test.ts',
  'test/backtest/row-by-row.test.ts',
  'test/backtest/lines.test.ts',
  'test/backtest/sample-shop.test.ts',
  'test/cli/**/*.test.ts',
  'test/explore/bins-partition.test.ts',
  'test/explore/orders.test.ts',
  'test/export/package.test.ts',
  'test/export/sample-shop.test.ts',
  'test/expression/agreement.test.ts',
  'test/expression/hostile.test.ts',
  'test/expression/print.test.ts',
  'test/features/agreement.test.ts',
  'test/features/making.test.ts',
  'test/features/sample-shop.test.ts',
  'test/identity/link-cancel.test.ts',
  'test/identity/link.test.ts',
  'test/identity/near-held-out.test.ts',
  'test/identity/near.test.ts',
  'test/identity/planted-links.test.ts',
  'test/ingest/cards.test.ts',
  'test/ingest/cart-layouts.test.ts',
  'test/ingest/encodings.test.ts',
  'test/ingest/events.test.ts',
  'test/ingest/hostile.test.ts',
  'test/ingest/identity-keys.test.ts',
  'test/ingest/json-files.test.ts',
  'test/ingest/line-files.test.ts',
  'test/ingest/money-and-time.test.ts',
  'test/ingest/orders.test.ts',
  'test/ingest/reimport.test.ts',
  'test/ingest/outcome-kinds.test.ts',
  'test/ingest/outcome-matching-random.test.ts',
  'test/ingest/outcome-matching.test.ts',
  'test/ingest/outcomes.test.ts',
  'test/ingest/packed.test.ts',
  'test/ingest/process.test.ts',
  'test/ingest/published-layouts.test.ts',
  'test/ingest/second-import.test.ts',
  'test/ingest/spreadsheet.test.ts',
  'test/maturity/planted.test.ts',
  'test/kernels/pool.test.ts',
  'test/lists/**/*.test.ts',
  'test/personal/**/*.test.ts',
  'test/quality/findings.test.ts',
  'test/quality/sample-shop.test.ts',
  'test/samples/ensure-sample.test.ts',
  'test/samples/patterns.test.ts',
  'test/samples/shop.test.ts',
  'test/setup/start.test.ts',
  'test/setup/step.test.ts',
  'test/store/jobs.test.ts',
  'test/store/lockdown.test.ts',
  'test/store/open-project.test.ts',
  'test/store/outcome-state.test.ts',
  'test/store/rows-and-conditions.test.ts',
  'test/store/spill.test.ts',
];
const window = ['test/renderer/**/*.test.ts', 'test/renderer/**/*.test.tsx'];
const elsewhere = [...configDefaults.exclude, 'test/e2e/**', 'test/acceptance/**'];

export default defineConfig({
  plugins: [kernelsInTests()],
  test: {
    // DuckDB is native code: a process per worker, never a thread.
    pool: 'forks',
    maxWorkers: '100%',
    setupFiles: ['test/property-seed.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Loading the engine anew for every file would take longer than its tests.
          isolate: false,
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: [...elsewhere, ...long, ...window],
        },
      },
      // The window's stores (language, address) are one per page: a file gets them afresh.
      { extends: true, test: { name: 'window', include: window, exclude: elsewhere } },
      { extends: true, test: { name: 'long', isolate: false, include: long, exclude: elsewhere } },
    ],
  },
});
