import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { z } from 'zod';
import type { Staged } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import { byteOrderMark, csvLine } from '../store/csv-text.ts';
import { getImport } from '../store/imports.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { fileFailure } from './granted-file.ts';
import { basename } from 'node:path';

const pageRows = 20_000;
const texts = z.array(z.string());

/**
 * Stages every rejected row of an import as UTF-8 CSV with a byte order mark: line, reason, source column, cells under
 * the file's own headers. Formula-safe; card numbers were replaced before they were stored.
 * Throws 'input-invalid' for an unknown import.
 */
export async function stageRejects(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const suggestedName = await project.read(context, async (db) => {
    const fileName = (await getImport(db, importId))?.fileName ?? (await nameWithRejects(db, importId));
    if (fileName === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
    return `${fileName.replace(/\.[^.]*$/, '')}-rejected.csv`;
  });
  const path = project.stagingPath(suggestedName);
  const file = createWriteStream(path, { encoding: 'utf8', mode: 0o600 });
  const failed = once(file, 'error').then(([error]: unknown[]) => {
    throw fileFailure(error);
  });
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await Promise.race([once(file, 'drain'), failed]);
  };
  failed.catch(() => undefined);
  await project.read(context, async (db) => {
    const head = await db.first(sql`SELECT cells FROM rejects WHERE import_id = ${importId} AND reason = 'header'`);
    await write(byteOrderMark + csvLine(['line', 'reason', 'column', ...cellsOf(head?.['cells'])]));
    for (let offset = 0; ; offset += pageRows) {
      const rows = await db.rows(sql`
        SELECT source_line, reason, column_name, cells FROM rejects WHERE import_id = ${importId} AND reason <> 'header'
        ORDER BY source_line LIMIT ${pageRows} OFFSET ${offset}`);
      const lines = rows.map((row) =>
        csvLine([
          row['source_line'] ?? null,
          row['reason'] ?? null,
          row['column_name'] ?? null,
          ...cellsOf(row['cells']),
        ]),
      );
      await write(lines.join(''));
      if (rows.length < pageRows) break;
    }
  });
  file.end();
  await Promise.race([once(file, 'finish'), failed]);
  return { staged: basename(path), suggestedName, bytes: (await stat(path)).size };
}

/** The name of an outcomes file stands with its rejected rows only. */
async function nameWithRejects(db: Connection, importId: string): Promise<string | undefined> {
  const row = await db.first(sql`SELECT column_name FROM rejects WHERE import_id = ${importId} AND reason = 'header'`);
  return typeof row?.['column_name'] === 'string' ? row['column_name'] : undefined;
}

function cellsOf(value: unknown): string[] {
  const parsed = typeof value === 'string' ? texts.safeParse(JSON.parse(value)) : undefined;
  return parsed?.success === true ? parsed.data : [];
}
