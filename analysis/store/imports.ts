import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport, OutcomesReport } from '../model/import-report.ts';
import type { Connection } from './connection.ts';
import { exactSum } from './money.ts';
import { sql } from './sql.ts';

const reportSchema = z.custom<ImportReport>((value) => readable.safeParse(value).success);
const readable = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
});

const outcomesSchema = z.custom<OutcomesReport>((value) => readableOutcomes.safeParse(value).success);
const readableOutcomes = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  read: z.number(),
  matched: z.number(),
  unmatched: z.number(),
  rejected: z.number(),
});

/** Keeps the report of an import. Inside the write job that takes its rows in. */
export async function saveImport(db: Connection, report: ImportReport): Promise<void> {
  await db.run(sql`INSERT INTO imports
    VALUES (${report.importId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(report)})`);
}

/** Keeps the report of an outcomes file. Inside the write job that takes its rows in. */
export async function saveOutcomeFile(db: Connection, importId: string, report: OutcomesReport): Promise<void> {
  await db.run(sql`INSERT INTO outcome_files
    VALUES (${importId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(report)})`);
}

/**
 * Reports of all outcomes files, the latest first; those taken in before format 2 are not among them. What is matched is
 * told of the orders there are now, amounts in `currency`: orders may have come, or gone, since.
 */
export async function listOutcomeFiles(db: Connection, currency: string): Promise<OutcomesReport[]> {
  const rows =
    await db.rows(sql`SELECT report, matched, unmatched, amount_matched, amount_unmatched FROM outcome_files AS f
    LEFT JOIN (SELECT k.source, count(o.event_id) AS matched, count(*) - count(o.event_id) AS unmatched,
        sum(coalesce(k.amount, o.amount)) FILTER (o.event_id IS NOT NULL AND k.currency = ${currency}) AS amount_matched,
        sum(k.amount) FILTER (o.event_id IS NULL AND k.currency = ${currency}) AS amount_unmatched
      FROM outcomes AS k LEFT JOIN orders AS o ON o.event_id = k.order_id GROUP BY k.source) AS now ON now.source = f.import_id
    ORDER BY f.imported_at DESC, f.import_id`);
  return rows.map((row) => {
    const report = stored(outcomesSchema, row['report']);
    const [matched, unmatched] = [Number(row['matched'] ?? 0), Number(row['unmatched'] ?? 0)];
    return {
      ...report,
      matched,
      unmatched,
      // Those whose place a later, dated report took are among them.
      rejected: report.read - matched - unmatched,
      amountMatched: exactSum(row['amount_matched']),
      amountUnmatched: exactSum(row['amount_unmatched']),
    };
  });
}

/** Forgets an import of orders or outcomes and its rejected rows; what it brought is the caller's. Inside a write job. */
export async function deleteImport(db: Connection, importId: string): Promise<void> {
  await db.run(sql`DELETE FROM rejects WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM imports WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM outcome_files WHERE import_id = ${importId}`);
}

/** The report of one outcomes file, or undefined. */
export async function getOutcomeFile(db: Connection, importId: string): Promise<OutcomesReport | undefined> {
  const row = await db.first(sql`SELECT report FROM outcome_files WHERE import_id = ${importId}`);
  return row === undefined ? undefined : stored(outcomesSchema, row['report']);
}

/** Reports of all imports of orders, the latest first. */
export async function listImports(db: Connection): Promise<ImportReport[]> {
  const rows = await db.rows(sql`SELECT report FROM imports ORDER BY imported_at DESC, import_id`);
  return rows.map((row) => stored(reportSchema, row['report']));
}

/** The report of one import, or undefined. */
export async function getImport(db: Connection, importId: string): Promise<ImportReport | undefined> {
  const row = await db.first(sql`SELECT report FROM imports WHERE import_id = ${importId}`);
  return row === undefined ? undefined : stored(reportSchema, row['report']);
}

function stored<T>(schema: z.ZodType<T>, value: unknown): T {
  try {
    return schema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
