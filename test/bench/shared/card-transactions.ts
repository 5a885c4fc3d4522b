import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createEngine, type Engine } from '../../../analysis/engine.ts';
import { localGrants } from '../../../analysis/local-grants.ts';
import { nodeProcesses } from '../../../analysis/node-processes.ts';
import type { Mapping } from '../../../analysis/model/mapping.ts';
import type { Result } from '../../../analysis/model/failure.ts';

/** The acceptance data, beside the project's folder; benchmarks are started from the project's own. */
export const history = resolve('..', 'shared', 'data', 'card-transactions.parquet');
export const hasHistory = existsSync(history);

/** Where the built processes lie. */
export const built = resolve(process.env['SHINSA_BENCH_DIST'] ?? 'dist');

export const rows = 853_535;
export const timezone = 'UTC';

/** Every column of the file, as people who keep all would map it. */
export const mapping: Mapping = {
  timezone,
  columns: {
    event_id: { from: ['cc_num', 'trans_num'] },
    ordered_at: { from: ['trans_date', 'trans_time'] },
    amount: 'amt',
    currency: { value: 'USD' },
  },
  keep: [
    ...['ssn', 'first', 'last', 'gender', 'street', 'city', 'state', 'zip', 'lat', 'long', 'city_pop', 'job', 'dob'],
    ...['acct_num', 'profile', 'unix_time', 'category', 'merchant', 'merch_lat', 'merch_long'],
  ],
  label: { from: 'is_fraud', bad: [1] },
};

const grants = localGrants();

export interface Workshop {
  readonly folder: string;
  readonly projectPath: string;
  readonly engine: Engine;
  readonly cacheDir: string;
  /** Removes the folder; the engine is closed before. */
  readonly remove: () => void;
}

/** A new project in a folder of its own. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'shinsa-bench-'));
  const projectPath = join(folder, 'bench.shinsa');
  const cacheDir = join(folder, 'cache');
  const engine = await createEngine({
    projectPath,
    mode: 'create',
    processes: nodeProcesses(built),
    grants,
    cacheDir,
  });
  return { folder, projectPath, cacheDir, engine, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function importHistory({ engine }: Workshop): Promise<void> {
  const report = valueOf(await engine.call('import.run', { file: grants.grant(history), mapping }));
  if (report.accepted !== rows) throw new Error(`${report.accepted} of ${rows} rows accepted`);
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}
