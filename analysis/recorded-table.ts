import { randomBytes } from 'node:crypto';
import type { RecordedTable } from './export/conform/recorded.ts';
import { cardMasker } from './ingest/card-number.ts';
import { checkGranted } from './ingest/granted-file.ts';
import { openTables } from './ingest/open-tables.ts';
import { ShinsaError } from './model/failure.ts';
import type { GrantedFile } from './process.ts';

/**
 * A file of recorded results as a table, whatever it is (JSON lines, CSV, a workbook, packed). With the key of a project, ids that
 * look like card numbers are replaced as its orders' are. Throws 'file-format-unknown' for what is no single table of texts.
 */
export async function recordedTable(file: GrantedFile, cardKey: string | null): Promise<RecordedTable> {
  await checkGranted(file);
  const masker = cardMasker(cardKey ?? randomBytes(32).toString('hex'));
  const found = await openTables(file, masker, undefined);
  const [table, more] = found?.tables ?? [];
  if (table === undefined || more !== undefined) throw new ShinsaError('file-format-unknown');
  return {
    headers: table.headers,
    each: async (take) => {
      const told = (cell: string): string => (cardKey === null || /^[[{]/.test(cell) ? cell : masker.mask(cell));
      await table.stream(
        { row: (line, cells) => take(line, cells.map(told)), refuse: (line) => take(line, null) },
        // Others get their turn between two pieces of the file.
        () => new Promise((resolve) => setImmediate(resolve)),
      );
      await checkGranted(file);
    },
  };
}
