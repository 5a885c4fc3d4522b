import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BacktestResult, RunSummary } from '../model/backtest.ts';
import { ShinsaError } from '../model/failure.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from './connection.ts';
import { storedRuleSet } from './rule-sets.ts';
import { sql } from './sql.ts';

/** A stored run with everything it was and found. */
export interface StoredRun {
  readonly run: RunSummary;
  readonly ruleSet: RuleSet;
  readonly result: BacktestResult;
}

/** What the summary reads; the rest of a result is kept as it was written. */
const resultSchema = z.custom<BacktestResult>((value) => readable.safeParse(value).success);
const rate = z.number().nullable();
const readable = z.looseObject({
  rows: z.number(),
  rules: z.array(z.looseObject({ code: z.string() })),
  total: z.looseObject({ alerts: z.number(), precision: rate, recall: rate }),
});

/** Keeps a run made on the data of `dataVersion` and answers its id. Inside a write job. */
export async function saveRun(
  db: Connection,
  run: { readonly ruleSet: RuleSet; readonly result: BacktestResult; readonly dataVersion: string },
): Promise<string> {
  const runId = randomUUID();
  await db.run(sql`INSERT INTO runs VALUES (${runId}, make_timestamptz(${Date.now() * 1000}::BIGINT),
    ${run.dataVersion}, ${JSON.stringify(run.ruleSet)}, ${JSON.stringify(run.result)})`);
  return runId;
}

/** All runs, the latest first; `stale` where they were made on other data than `dataVersion`. */
export async function listRuns(db: Connection, dataVersion: string): Promise<RunSummary[]> {
  const rows = await db.rows(sql`SELECT run_id, epoch_ms(ran_at) AS ran_at, data_version, rule_set, result
    FROM runs ORDER BY runs.ran_at DESC, run_id`);
  return rows.map((row) => storedRun(row, dataVersion).run);
}

/** One run; 'run-not-found' when there is none with that id. */
export async function getRun(db: Connection, runId: string, dataVersion: string): Promise<StoredRun> {
  const row = await db.first(sql`SELECT run_id, epoch_ms(ran_at) AS ran_at, data_version, rule_set, result
    FROM runs WHERE run_id = ${runId}`);
  if (row === undefined) throw new ShinsaError('run-not-found');
  return storedRun(row, dataVersion);
}

function storedRun(row: Record<string, string | number | boolean | null>, dataVersion: string): StoredRun {
  const ruleSet = storedRuleSet(row['rule_set']);
  const result = storedResult(row['result']);
  const { alerts, precision, recall } = result.total;
  const run = {
    runId: String(row['run_id']),
    ranAt: Number(row['ran_at']),
    ruleSetName: ruleSet.name,
    modelId: ruleSet.modelId,
    rules: ruleSet.rules.length,
    rows: result.rows,
    alerts,
    precision,
    recall,
    stale: row['data_version'] !== dataVersion,
  };
  return { run, ruleSet, result };
}

function storedResult(value: unknown): BacktestResult {
  try {
    return resultSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
