import { z } from 'zod';
import type { RejectedRow, RejectedRows, RejectReason } from '../model/import-report.ts';
import { rejectedBehind, type RejectedFinding } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { listImports, listOutcomeFiles } from '../store/imports.ts';
import { join, sql } from '../store/sql.ts';
import { placeOf } from './part-counts.ts';

const texts = z.array(z.string());

export interface RejectedPage {
  readonly finding: RejectedFinding;
  readonly offset: number;
  readonly limit: number;
}

/** The rejected rows that a finding about the data is of, card numbers replaced as they are stored. */
export async function rejectedPage(
  db: Connection,
  currency: string,
  { finding, offset, limit }: RejectedPage,
): Promise<RejectedRows> {
  const { of, reasons } = rejectedBehind[finding];
  const files = new Map((await filesOf(db, of, currency)).map((file) => [file.importId ?? '', file]));
  if (files.size === 0) return { total: 0, rows: [] };
  const order = [...files.keys()].map((importId, at) => sql`(${importId}, ${at}::BIGINT)`);
  const behind = sql`rejects AS r JOIN (VALUES ${join(order, sql`, `)}) AS f(import_id, place) ON f.import_id = r.import_id
    WHERE r.reason IN (${join(
      reasons.map((reason) => sql`${reason}`),
      sql`, `,
    )})`;
  const counted = await db.first(sql`SELECT count(*) AS n FROM ${behind}`);
  const rows = await db.rows(sql`SELECT r.import_id, source_line, reason, column_name, cells FROM ${behind}
    ORDER BY f.place, source_line, reason LIMIT ${limit} OFFSET ${offset}`);
  const heads = await headers(db);
  return {
    total: Number(counted?.['n'] ?? 0),
    rows: rows.map((row): RejectedRow => {
      const importId = String(row['import_id']);
      const { files: parts = [], fileName = '' } = files.get(importId) ?? {};
      const { line, file } = placeOf(parts, Number(row['source_line']));
      const column = row['column_name'] === null ? null : String(row['column_name']);
      const cells = cellsOf(row['cells']);
      const at = column === null ? -1 : (heads.get(importId) ?? []).indexOf(column);
      return {
        ...{ importId, file: file ?? fileName, line, column, cells, value: cells[at] ?? null },
        reason: String(row['reason']) as RejectReason,
      };
    }),
  };
}

/** Files of that kind, the latest first. */
async function filesOf(db: Connection, of: 'orders' | 'outcomes' | 'recorded', currency: string) {
  if (of === 'outcomes') return listOutcomeFiles(db, currency);
  return (await listImports(db)).filter((one) => (one.of === 'recorded') === (of === 'recorded'));
}

async function headers(db: Connection): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await db.rows(sql`SELECT import_id, cells FROM rejects WHERE reason = 'header'`);
  return new Map(rows.map((row) => [String(row['import_id']), cellsOf(row['cells'])]));
}

/** The cells of a row; a line that could not be taken apart is one. */
function cellsOf(value: unknown): readonly string[] {
  const text = typeof value === 'string' ? value : '';
  try {
    return texts.safeParse(JSON.parse(text)).data ?? [text];
  } catch {
    return [text];
  }
}
