import { z } from 'zod';
import type { BacktestResult, RunChange, RunSummary } from '../model/backtest.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProjectInfo } from '../model/project.ts';
import { completed, type Assumptions } from '../model/results/assumptions.ts';
import { leastGroups } from '../model/results/intervals.ts';
import { targetSchema } from '../model/target.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from './connection.ts';
import { hashOf } from './hash.ts';
import { storedRuleSet } from './rule-sets.ts';
import { sql } from './sql.ts';

/** A kept run with everything it was and found; `ranAt` is epoch milliseconds. */
export interface StoredRun {
  readonly runId: string;
  readonly ranAt: number;
  /** The project's data version it was made on. */
  readonly dataVersion: string;
  readonly ruleSet: RuleSet;
  readonly result: BacktestResult;
}

/** What the summary reads; the rest of a result is kept as it was written. */
const resultSchema = z.custom<BacktestResult>((value) => readable.safeParse(value).success);
const rate = z.number().nullable();
const readable = z.looseObject({
  rows: z.number(),
  bad: z.number(),
  good: z.number(),
  blocked: z.number(),
  target: targetSchema,
  asOf: z.string().nullable(),
  rules: z.array(z.looseObject({ code: z.string() })),
  total: z.looseObject({ alerts: z.number(), precision: rate, recall: rate }),
  warnings: z.array(z.looseObject({ code: z.string() })),
  hashes: z.looseObject({ data: z.string() }),
});

/** Keeps a run. Inside a write job. */
export async function saveRun(db: Connection, run: StoredRun): Promise<void> {
  await db.run(sql`INSERT INTO runs VALUES (${run.runId}, make_timestamptz(${run.ranAt * 1000}::BIGINT),
    ${run.dataVersion}, ${JSON.stringify(run.ruleSet)}, ${JSON.stringify(run.result)})`);
}

/** Puts another result in the place of a run's. Inside a write job. */
export async function replaceRun(
  db: Connection,
  runId: string,
  { dataVersion, result }: Pick<StoredRun, 'dataVersion' | 'result'>,
): Promise<void> {
  await db.run(
    sql`UPDATE runs SET data_version = ${dataVersion}, result = ${JSON.stringify(result)} WHERE run_id = ${runId}`,
  );
}

/** All runs, the latest first. */
export async function listRuns(db: Connection): Promise<StoredRun[]> {
  const rows = await db.rows(sql`SELECT ${columns} FROM runs ORDER BY runs.ran_at DESC, run_id`);
  return rows.map(storedRun);
}

/** One run; 'run-not-found' when there is none with that id. */
export async function findRun(db: Connection, runId: string): Promise<StoredRun> {
  const row = await db.first(sql`SELECT ${columns} FROM runs WHERE run_id = ${runId}`);
  if (row === undefined) throw new ShinsaError('run-not-found');
  return storedRun(row);
}

/** Puts other assumptions in the place of a run's; 'run-not-found' when there is none. Inside a write job. */
export async function assumeOfRun(db: Connection, runId: string, assumptions: Assumptions): Promise<void> {
  const { result } = await findRun(db, runId);
  const hashes = { ...result.hashes, assumptions: hashOf(completed(assumptions, result.currency)) };
  await db.run(
    sql`UPDATE runs SET result = ${JSON.stringify({ ...result, assumptions, hashes })} WHERE run_id = ${runId}`,
  );
}

/** What the runs of a project are compared with: its data as they are. */
export interface DataNow extends Pick<ProjectInfo, 'dataVersion' | 'lists'> {
  /** See `ProjectHandle.keptContentHash`. */
  readonly hash: string;
}

/** What a run stands on that is no longer as it was; empty where it can be made again. */
export function changedSince({ dataVersion, result }: StoredRun, now: DataNow): readonly RunChange[] {
  const same = dataVersion === now.dataVersion || result.hashes.data === now.hash;
  const lists = (result.lists ?? []).every(({ id, hash }) =>
    now.lists.some((one) => one.id === id && one.hash === hash),
  );
  return [...(same ? [] : (['data'] as const)), ...(lists ? [] : (['lists'] as const))];
}

/** What lists show of a run; see `savedVersions`. */
export function summaryOf(run: StoredRun, now: DataNow, saved: ReadonlyMap<string, RunSummary['savedAs']>): RunSummary {
  const ruleSetHash = hashOf(run.ruleSet);
  const { target, asOf, rows, bad, good, blocked, total } = run.result;
  const { alerts, precision, recall } = total;
  const changed = changedSince(run, now);
  return {
    runId: run.runId,
    ranAt: run.ranAt,
    ruleSetName: run.ruleSet.name,
    modelId: run.ruleSet.modelId,
    ruleSetHash,
    savedAs: saved.get(ruleSetHash) ?? [],
    rules: run.ruleSet.rules.length,
    target,
    asOf,
    rows,
    known: bad + good,
    blocked,
    alerts,
    precision,
    recall,
    unmeasured: run.result.unmeasured ?? unmeasuredBefore(total),
    recallDoubtful: run.result.warnings.some(({ code }) => code === 'outcomes-not-matched'),
    stale: changed.length > 0,
    changed,
  };
}

/** Of runs that did not tell yet. */
const unmeasuredBefore = ({ tp, fp, fn }: BacktestResult['total']): RunSummary['unmeasured'] => [
  ...(tp + fp > 0 && tp + fp < leastGroups ? (['precision'] as const) : []),
  ...(tp + fn > 0 && tp + fn < leastGroups ? (['recall'] as const) : []),
];

const columns = sql`run_id, epoch_ms(ran_at) AS ran_at, data_version, rule_set, result`;

function storedRun(row: Record<string, string | number | boolean | null>): StoredRun {
  return {
    runId: String(row['run_id']),
    ranAt: Number(row['ran_at']),
    dataVersion: String(row['data_version']),
    ruleSet: storedRuleSet(row['rule_set']),
    result: storedResult(row['result']),
  };
}

function storedResult(value: unknown): BacktestResult {
  try {
    return resultSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
