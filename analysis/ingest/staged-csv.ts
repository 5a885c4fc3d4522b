import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Staged } from '../engine-api.ts';
import type { Connection } from '../store/connection.ts';
import { byteOrderMark, csvLine } from '../store/csv-text.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { fileFailure } from './granted-file.ts';

/** Rows a page of `stageCsv` has at most; a shorter one is the last. */
export const pageRows = 20_000;

type Cell = string | number | boolean | null;

/** A table to be written: its header line, and its pages by number of rows before. */
export interface CsvTable {
  readonly header: readonly Cell[];
  readonly page: (offset: number) => Promise<readonly (readonly Cell[])[]>;
}

/** Stages a table of the project as UTF-8 CSV with a byte order mark, safe from being run as formulas. */
export async function stageCsv(
  project: ProjectHandle,
  context: JobContext,
  suggestedName: string,
  tableOf: (db: Connection) => Promise<CsvTable>,
): Promise<Staged> {
  const path = project.stagingPath(suggestedName);
  const file = createWriteStream(path, { encoding: 'utf8', mode: 0o600 });
  const failed = once(file, 'error').then(([error]: unknown[]) => {
    throw fileFailure(error);
  });
  failed.catch(() => undefined);
  const write = async (text: string): Promise<void> => {
    if (!file.write(text)) await Promise.race([once(file, 'drain'), failed]);
  };
  await project.read(context, async (db) => {
    const table = await tableOf(db);
    await write(byteOrderMark + csvLine(table.header));
    for (let offset = 0; ; offset += pageRows) {
      const rows = await table.page(offset);
      await write(rows.map((row) => csvLine(row)).join(''));
      if (rows.length < pageRows) break;
    }
  });
  file.end();
  await Promise.race([once(file, 'finish'), failed]);
  return { staged: basename(path), suggestedName, bytes: (await stat(path)).size };
}
