import { basename } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { FileCells } from '../model/file-cells.ts';
import { cardMasker } from './card-number.ts';
import { checkGranted } from './granted-file.ts';
import type { JobOf } from './import-messages.ts';
import { openTables } from './open-tables.ts';

/** Rows of a file that is read whole. */
const mostRows = 50_000;

/** Reads a small table whole, whatever the file is. Throws 'file-format-unknown' and 'file-too-many-rows'. */
export async function cellsJob({ file, cardKey }: JobOf<'cells'>): Promise<FileCells> {
  await checkGranted(file);
  const masker = cardMasker(cardKey);
  const found = await openTables(file, masker, undefined);
  const [table, more] = found?.tables ?? [];
  if (table === undefined || more !== undefined) throw new ShinsaError('file-format-unknown');
  const rows: { line: number; cells: string[] }[] = [];
  const unreadable: number[] = [];
  const bounded = (): void => {
    if (rows.length + unreadable.length >= mostRows) throw new ShinsaError('file-too-many-rows', { limit: mostRows });
  };
  const sink = {
    row: (line: number, cells: string[]): void => {
      bounded();
      rows.push({ line, cells: cells.map((cell) => masker.mask(cell)) });
    },
    refuse: (line: number): void => {
      bounded();
      unreadable.push(line);
    },
  };
  await table.stream(sink, () => Promise.resolve());
  await checkGranted(file);
  return { fileName: basename(file.path), sheet: table.sheet, headers: [...table.headers], rows, unreadable };
}
