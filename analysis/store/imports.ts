import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport, OutcomesRead, OutcomesReport } from '../model/import-report.ts';
import type { Connection } from './connection.ts';
import { noFigures, outcomeFigures, type OutcomeFigures } from './outcome-figures.ts';
import { sql } from './sql.ts';

const reportSchema = z.custom<ImportReport>((value) => readable.safeParse(value).success);
const readable = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
});

const outcomesSchema = z.custom<OutcomesRead>((value) => readableOutcomes.safeParse(value).success);
const readableOutcomes = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  read: z.number(),
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
  const rows = await db.rows(sql`SELECT report FROM outcome_files ORDER BY imported_at DESC, import_id`);
  const figures = await outcomeFigures(db, currency);
  return rows.map((row) => withFigures(stored(outcomesSchema, row['report']), figures));
}

/** One outcomes file with what became of its rows by now. */
export async function outcomesNow(db: Connection, read: OutcomesRead, currency: string): Promise<OutcomesReport> {
  return withFigures(read, await outcomeFigures(db, currency));
}

function withFigures(report: OutcomesRead, all: ReadonlyMap<string, OutcomeFigures>): OutcomesReport {
  const now = all.get(report.importId ?? '') ?? noFigures;
  const { told, ...figures } = now;
  const { read, amountRead } = report;
  return {
    ...report,
    ...figures,
    // Those whose place a later, dated report took are among them.
    rejected: read - figures.matched - figures.several - figures.unmatched,
    amountRejected: amountRead === undefined ? null : amountRead - told,
  };
}

/** Forgets an import of orders or outcomes and its rejected rows; what it brought is the caller's. Inside a write job. */
export async function deleteImport(db: Connection, importId: string): Promise<void> {
  await db.run(sql`DELETE FROM rejects WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM import_orders WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM imports WHERE import_id = ${importId}`);
  await db.run(sql`DELETE FROM outcome_files WHERE import_id = ${importId}`);
}

/** The report of one outcomes file, or undefined. */
export async function getOutcomeFile(db: Connection, importId: string): Promise<OutcomesRead | undefined> {
  const row = await db.first(sql`SELECT report FROM outcome_files WHERE import_id = ${importId}`);
  return row === undefined ? undefined : stored(outcomesSchema, row['report']);
}

/** Reports of all imports of orders, the latest first. */
export async function listImports(db: Connection): Promise<ImportReport[]> {
  const rows = await db.rows(sql`SELECT report FROM imports ORDER BY imported_at DESC, import_id`);
  return rows.map((row) => upToDate(stored(reportSchema, row['report'])));
}

/** Reports kept before format 3 know no outcomes with several candidates. */
function upToDate(report: ImportReport): ImportReport {
  const { outcomes } = report;
  return outcomes === null ? report : { ...report, outcomes: { ...notKept, ...outcomes } };
}

const notKept = { several: 0, amountSeveral: 0, amountRejected: null, matchedBy: [] };

/** The report of one import, or undefined. */
export async function getImport(db: Connection, importId: string): Promise<ImportReport | undefined> {
  const row = await db.first(sql`SELECT report FROM imports WHERE import_id = ${importId}`);
  return row === undefined ? undefined : stored(reportSchema, row['report']);
}

/** A kept report; 'project-damaged' when it cannot be read. */
export function stored<T>(schema: z.ZodType<T>, value: unknown): T {
  try {
    return schema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
