import { z } from 'zod';
import type { Staged } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import { getImport } from '../store/imports.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { pageRows, stageCsv } from './staged-csv.ts';

const texts = z.array(z.string());

/**
 * Stages every rejected row of an import as CSV: line, reason, source column, cells under the file's own headers. Card
 * numbers were replaced before they were stored. Throws 'input-invalid' for an unknown import.
 */
export async function stageRejects(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const name = await project.read(context, async (db) => {
    const fileName = (await getImport(db, importId))?.fileName ?? (await nameWithRejects(db, importId));
    if (fileName === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
    return `${fileName.replace(/\.[^.]*$/, '')}-rejected.csv`;
  });
  return stageCsv(project, context, name, async (db) => {
    const head = await db.first(sql`SELECT cells FROM rejects WHERE import_id = ${importId} AND reason = 'header'`);
    return {
      header: ['line', 'reason', 'column', ...cellsOf(head?.['cells'])],
      page: async (offset) => {
        const rows = await db.rows(sql`
          SELECT source_line, reason, column_name, cells FROM rejects WHERE import_id = ${importId} AND reason <> 'header'
          ORDER BY source_line LIMIT ${pageRows} OFFSET ${offset}`);
        return rows.map((row) => [
          row['source_line'] ?? null,
          row['reason'] ?? null,
          row['column_name'] ?? null,
          ...cellsOf(row['cells']),
        ]);
      },
    };
  });
}

/** The name of an outcomes file stands with its rejected rows too. */
async function nameWithRejects(db: Connection, importId: string): Promise<string | undefined> {
  const row = await db.first(sql`SELECT column_name FROM rejects WHERE import_id = ${importId} AND reason = 'header'`);
  return typeof row?.['column_name'] === 'string' ? row['column_name'] : undefined;
}

function cellsOf(value: unknown): string[] {
  const parsed = typeof value === 'string' ? texts.safeParse(JSON.parse(value)) : undefined;
  return parsed?.success === true ? parsed.data : [];
}
