import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import type { Clause } from '../model/filter.ts';
import type { ByVerdict, ReviewDrawn, ReviewSample, VerdictFile } from '../model/review-sample.ts';
import type { SampleKind } from '../model/target.ts';
import { verdicts, verdictStates, type Verdict, type VerdictState } from '../model/verdict.ts';
import type { Condition } from './condition.ts';
import type { Connection } from './connection.ts';
import { storedRuleSet } from './rule-sets.ts';
import { join, literal, nothing, sql, type Sql } from './sql.ts';

/** A drawn order. `inclusion` is its probability of being drawn. */
export interface SampledOrder {
  readonly rowKey: string;
  /** Null once the order was deleted with the person it was of. */
  readonly orderId: string | null;
  readonly stratum: number;
  readonly inclusion: number;
  /** Codes of the rules that hit it when it was drawn. */
  readonly hits: readonly string[];
}

/** What a worksheet says of a row. `reviewedAt` is an ISO date of the project's zone. */
export interface GivenVerdict {
  readonly rowKey: string;
  readonly verdict: Verdict;
  readonly reviewedAt: string;
  readonly reviewer: string | null;
  readonly comment: string | null;
  readonly line: number;
}

const kindOf: Readonly<Record<Verdict, SampleKind>> = {
  good: 'sample-good',
  bad: 'sample-bad',
  unclear: 'sample-unclear',
};

/** Keeps a sample, its orders in the order of the worksheet. Inside a write job. */
export async function saveSample(
  db: Connection,
  { sampleId, drawnAt, drawn }: { readonly sampleId: string; readonly drawnAt: number; readonly drawn: ReviewDrawn },
  orders: readonly SampledOrder[],
): Promise<void> {
  await db.run(
    sql`INSERT INTO review_samples VALUES (${sampleId}, ${instant(drawnAt)}, ${JSON.stringify(drawn)}, NULL)`,
  );
  const texts = orders.map(({ rowKey, orderId, stratum, inclusion, hits }, position) =>
    JSON.stringify({ rowKey, position, orderId, stratum, inclusion, hits: JSON.stringify(hits) }),
  );
  // One bound text: rows bound one by one take a statement each.
  await db.run(sql`INSERT INTO review_items
    SELECT ${sampleId}, j->>'rowKey', (j->>'position')::INTEGER, j->>'orderId', (j->>'stratum')::INTEGER,
      (j->>'inclusion')::DOUBLE, j->>'hits'
    FROM (SELECT unnest(from_json(${`[${texts.join(',')}]`}, '["JSON"]')) AS j)`);
}

const instant = (epochMs: number): Sql => sql`make_timestamptz(${epochMs * 1000}::BIGINT)`;

/** The samples that were not deleted, the latest first. */
export async function listSamples(db: Connection): Promise<ReviewSample[]> {
  const rows = await db.rows(sql`SELECT sample_id, epoch_ms(drawn_at) AS drawn_at, sample FROM review_samples
    WHERE deleted_at IS NULL ORDER BY review_samples.drawn_at DESC, sample_id`);
  const samples: ReviewSample[] = [];
  for (const row of rows) samples.push(await sampleOf(db, row));
  return samples;
}

/** One sample; 'sample-not-found' when there is none or it was deleted. */
export async function getSample(db: Connection, sampleId: string): Promise<ReviewSample> {
  const row = await db.first(sql`SELECT sample_id, epoch_ms(drawn_at) AS drawn_at, sample FROM review_samples
    WHERE sample_id = ${sampleId} AND deleted_at IS NULL`);
  if (row === undefined) throw new ShinsaError('sample-not-found');
  return sampleOf(db, row);
}

async function sampleOf(db: Connection, row: Record<string, string | number | boolean | null>): Promise<ReviewSample> {
  const sampleId = String(row['sample_id']);
  const files = await db.rows(sql`SELECT report FROM review_files WHERE sample_id = ${sampleId}
    ORDER BY imported_at DESC, rowid DESC`);
  const told = await db.rows(sql`SELECT coalesce(verdict, 'missing') AS verdict, count(*) AS orders
    FROM ${judgedItems(sampleId)} GROUP BY ALL`);
  const of = (state: VerdictState): number => Number(told.find(({ verdict }) => verdict === state)?.['orders'] ?? 0);
  const [good = 0, bad = 0, unclear = 0, missing = 0] = verdictStates.map(of);
  const drawn = readDrawn(row['sample']);
  return {
    ...drawn,
    sampleId,
    drawnAt: Number(row['drawn_at']),
    drawn: good + bad + unclear + missing,
    verdicts: { good, bad, unclear, missing } satisfies ByVerdict,
    files: files.map(({ report }) => readFile(report)),
  };
}

const drawnSchema = z.custom<ReviewDrawn>((value) => readableDrawn.safeParse(value).success);
const readableDrawn = z.looseObject({
  code: z.string(),
  rows: z.number(),
  strata: z.array(z.looseObject({ result: z.string(), by: z.string(), orders: z.number(), drawn: z.number() })),
});
const fileSchema = z.custom<VerdictFile>((value) => readableFile.safeParse(value).success);
const readableFile = z.looseObject({ importId: z.string(), fileName: z.string(), read: z.number() });

function readDrawn(value: unknown): ReviewDrawn {
  const drawn = kept(drawnSchema, value);
  return { ...drawn, ruleSet: storedRuleSet(JSON.stringify(drawn.ruleSet)) };
}

const readFile = (value: unknown): VerdictFile => kept(fileSchema, value);

function kept<T>(schema: z.ZodType<T>, value: unknown): T {
  try {
    return schema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** A relation of a sample's orders with the verdict that was given last, NULL for none. */
export const judgedItems = (sampleId: string): Sql => sql`(
  SELECT i.*, v.verdict, v.reviewed_at, v.reviewer, v.comment FROM review_items AS i LEFT JOIN ${lastVerdicts} AS v
    ON v.sample_id = i.sample_id AND v.row_key = i.row_key
  WHERE i.sample_id = ${sampleId})`;

const lastVerdicts = sql`(
  SELECT v.* FROM review_verdicts AS v JOIN review_files AS f ON f.import_id = v.import_id
  QUALIFY row_number() OVER (PARTITION BY v.sample_id, v.row_key ORDER BY f.imported_at DESC, f.rowid DESC) = 1)`;

/** A sampled order with what was said of it last. */
export interface JudgedOrder extends SampledOrder {
  readonly verdict: VerdictState;
}

/** The orders of a sample in the order of its worksheet. */
export async function sampledOrders(db: Connection, sampleId: string): Promise<JudgedOrder[]> {
  const rows = await db.rows(sql`SELECT row_key, order_id, stratum, inclusion, hits, verdict
    FROM ${judgedItems(sampleId)} ORDER BY position`);
  return rows.map((row) => ({
    rowKey: String(row['row_key']),
    orderId: row['order_id'] === null ? null : String(row['order_id']),
    stratum: Number(row['stratum']),
    inclusion: Number(row['inclusion']),
    hits: z.array(z.string()).parse(JSON.parse(String(row['hits']))),
    verdict: verdicts.find((one) => one === row['verdict']) ?? 'missing',
  }));
}

/** What was said last of each row of the sample, by row key. */
export async function givenVerdicts(db: Connection, sampleId: string): Promise<ReadonlyMap<string, GivenVerdict>> {
  const rows = await db.rows(sql`SELECT row_key, verdict, reviewed_at::VARCHAR AS day, reviewer, comment
    FROM ${lastVerdicts} WHERE sample_id = ${sampleId}`);
  return new Map(
    rows.flatMap((row) => {
      const verdict = verdicts.find((one) => one === row['verdict']);
      if (verdict === undefined) return [];
      const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
      const rowKey = String(row['row_key']);
      const day = String(row['day']);
      const said = { reviewer: text(row['reviewer']), comment: text(row['comment']) };
      return [[rowKey, { rowKey, verdict, reviewedAt: day, ...said, line: 0 }]];
    }),
  );
}

/** Takes in the verdicts of a file, and makes them outcomes. Inside a write job. */
export async function saveVerdicts(
  db: Connection,
  sampleId: string,
  file: VerdictFile,
  given: readonly GivenVerdict[],
  timezone: string,
): Promise<void> {
  await db.run(sql`INSERT INTO review_files VALUES
    (${file.importId}, ${sampleId}, ${instant(file.importedAt)}, ${JSON.stringify(file)})`);
  await db.run(sql`INSERT INTO review_verdicts
    SELECT ${file.importId}, ${sampleId}, j->>'rowKey', j->>'verdict', (j->>'reviewedAt')::DATE, j->>'reviewer',
      j->>'comment', (j->>'line')::BIGINT
    FROM (SELECT unnest(from_json(${JSON.stringify(given)}, '["JSON"]')) AS j)`);
  await settleVerdicts(db, sampleId, timezone);
}

/** Takes back a file of verdicts: what was said of its rows before stands again. Inside a write job. */
export async function removeVerdicts(db: Connection, importId: string, timezone: string): Promise<string> {
  const row = await db.first(sql`SELECT sample_id FROM review_files WHERE import_id = ${importId}`);
  if (row === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const sampleId = String(row['sample_id']);
  await db.run(sql`DELETE FROM outcomes WHERE source = ${importId}`);
  await db.run(sql`DELETE FROM review_verdicts WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM review_files WHERE import_id = ${importId}`);
  await settleVerdicts(db, sampleId, timezone);
  return sampleId;
}

/** Takes a sample with its outcomes off the list, or puts it back. Inside a write job. */
export async function setSampleDeleted(
  db: Connection,
  sampleId: string,
  deleted: boolean,
  timezone: string,
): Promise<void> {
  const row = await db.first(sql`SELECT 1 FROM review_samples WHERE sample_id = ${sampleId}`);
  if (row === undefined) throw new ShinsaError('sample-not-found');
  await db.run(sql`UPDATE review_samples SET deleted_at = ${deleted ? sql`now()` : sql`NULL`}
    WHERE sample_id = ${sampleId}`);
  await settleVerdicts(db, sampleId, timezone);
}

/**
 * Writes the outcomes of a sample anew: of each order the verdict given last, at the beginning of its day. They name the
 * file that brought them and the sample (`detail`).
 */
async function settleVerdicts(db: Connection, sampleId: string, timezone: string): Promise<void> {
  await db.run(sql`DELETE FROM outcomes
    WHERE source IN (SELECT import_id FROM review_files WHERE sample_id = ${sampleId})`);
  const kind = join(
    verdicts.map((verdict) => sql`WHEN ${literal(verdict)} THEN ${literal(kindOf[verdict])}`),
    sql` `,
  );
  await db.run(sql`INSERT INTO outcomes BY NAME
    SELECT o.event_id AS order_id, i.order_id AS told_id, CASE v.verdict ${kind} END AS kind,
      v.reviewed_at::TIMESTAMP AT TIME ZONE ${literal(timezone)} AS reported_at, v.import_id AS source,
      v.source_line, CASE WHEN o.event_id IS NOT NULL THEN 'order-id' END AS matched_by,
      CASE WHEN o.event_id IS NULL THEN 0 ELSE 1 END AS candidates, s.sample->>'code' AS detail
    FROM ${lastVerdicts} AS v
    JOIN review_items AS i ON i.sample_id = v.sample_id AND i.row_key = v.row_key AND i.order_id IS NOT NULL
    JOIN review_samples AS s ON s.sample_id = v.sample_id AND s.deleted_at IS NULL
    LEFT JOIN orders AS o ON o.event_id = i.order_id
    WHERE v.sample_id = ${sampleId}`);
}

/** Codes of all samples, deleted ones too: a row key begins with one. */
export async function sampleCodes(db: Connection): Promise<ReadonlyMap<string, string>> {
  const rows = await db.rows(sql`SELECT sample_id, sample->>'code' AS code FROM review_samples`);
  return new Map(rows.map((row) => [String(row['code']), String(row['sample_id'])]));
}

/** The orders of a sample, over working rows. */
export function sampledCondition({
  sampleId,
  strata,
  rule,
  verdicts: of,
}: Extract<Clause, { kind: 'sampled' }>): Condition {
  const within =
    strata === undefined
      ? nothing
      : sql` AND list_contains(from_json(${JSON.stringify(strata)}, '["INTEGER"]'), stratum)`;
  const hit = rule === undefined ? nothing : sql` AND list_contains(from_json(hits, '["VARCHAR"]'), ${rule})`;
  const said =
    of === undefined
      ? nothing
      : sql` AND coalesce(verdict, 'missing') IN (${join(
          of.map((state) => literal(state)),
          sql`, `,
        )})`;
  return {
    where: sql`(seq IN (SELECT o.seq FROM orders AS o SEMI JOIN (
      SELECT order_id FROM ${judgedItems(sampleId)} WHERE TRUE${within}${hit}${said}) AS i ON i.order_id = o.event_id))`,
    columns: [],
  };
}
