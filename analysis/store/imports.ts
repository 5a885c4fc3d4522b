import { z } from 'zod';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport } from '../model/import-report.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

const reportSchema = z.custom<ImportReport>((value) => readable.safeParse(value).success);
const readable = z.looseObject({
  importId: z.string(),
  fileName: z.string(),
  read: z.number(),
  accepted: z.number(),
  rejected: z.number(),
});

/** Keeps the report of an import. Inside the write job that takes its rows in. */
export async function saveImport(db: Connection, report: ImportReport): Promise<void> {
  await db.run(sql`INSERT INTO imports
    VALUES (${report.importId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${JSON.stringify(report)})`);
}

/** Reports of all imports, the latest first. */
export async function listImports(db: Connection): Promise<ImportReport[]> {
  const rows = await db.rows(sql`SELECT report FROM imports ORDER BY imported_at DESC, import_id`);
  return rows.map((row) => storedReport(row['report']));
}

/** The report of one import, or undefined. */
export async function getImport(db: Connection, importId: string): Promise<ImportReport | undefined> {
  const row = await db.first(sql`SELECT report FROM imports WHERE import_id = ${importId}`);
  return row === undefined ? undefined : storedReport(row['report']);
}

function storedReport(value: unknown): ImportReport {
  try {
    return reportSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}
