import { z } from 'zod';
import type { Staged } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport } from '../model/import-report.ts';
import { getImport } from '../store/imports.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { placeOf } from './part-counts.ts';
import { pageRows, stageCsv } from './staged-csv.ts';

const texts = z.array(z.string());

/**
 * Stages every rejected row of an import as CSV: file where there were several, line, reason, source column, cells under the file's own headers. Card
 * numbers were replaced before they were stored. Throws 'input-invalid' for an unknown import.
 */
export async function stageRejects(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const { name, files } = await project.read(context, async (db) => {
    const report = await getImport(db, importId);
    const fileName = report?.fileName ?? (await nameWithRejects(db, importId));
    if (fileName === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
    return { name: `${fileName.replace(/\.[^.]*$/, '')}-rejected.csv`, files: report?.files ?? [] };
  });
  const several = files.length > 0;
  return stageCsv(project, context, name, async (db) => {
    const head = await db.first(sql`SELECT cells FROM rejects WHERE import_id = ${importId} AND reason = 'header'`);
    return {
      header: [...(several ? ['file'] : []), 'line', 'reason', 'column', ...cellsOf(head?.['cells'])],
      page: async (offset) => {
        const rows = await db.rows(sql`
          SELECT source_line, reason, column_name, cells FROM rejects WHERE import_id = ${importId} AND reason <> 'header'
          ORDER BY source_line LIMIT ${pageRows} OFFSET ${offset}`);
        return rows.map((row) => [
          ...whereabouts(files, row['source_line'] ?? null),
          row['reason'] ?? null,
          row['column_name'] ?? null,
          ...cellsOf(row['cells']),
        ]);
      },
    };
  });
}

type Value = string | number | boolean | null;

/** The line of a row; of several files also which of them, before it. */
function whereabouts(files: NonNullable<ImportReport['files']>, line: Value): Value[] {
  if (files.length === 0) return [line];
  const place = placeOf(files, Number(line));
  return [place.file ?? '', place.line];
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
