import type { CardMasker } from './card-number.ts';
import { headersFrom } from './csv-file.ts';
import { flatten, type JsonObject } from './json-flatten.ts';
import { firstRows, type TableSink, type TextTable } from './text-table.ts';

/** A record and the line it begins in. */
export type TakeRecord = (line: number, record: JsonObject) => void;

/** What a file of records is read from: its columns, and each record, or the rows that are none. */
export interface KeyedRows extends Pick<TextTable, 'name' | 'format' | 'encoding'> {
  readonly keys: readonly string[];
  readonly records: (take: TakeRecord, sink: TableSink, read: (bytes: number) => Promise<void>) => Promise<void>;
}

/** Records with named values as a table: a column for every key, blank where a record has none. */
export function keyedTable({ keys, records, ...file }: KeyedRows, masker: CardMasker): TextTable {
  const places = new Map(keys.map((key, i) => [key, i]));
  const stream: TextTable['stream'] = (sink, read) =>
    records(
      (line, record) => {
        const cells: string[] = keys.map(() => '');
        for (const [key, cell] of flatten(record)) {
          const place = places.get(key);
          if (place !== undefined) cells[place] = cell;
        }
        sink.row(line, cells);
      },
      sink,
      read,
    );
  return {
    ...file,
    delimiter: null,
    headers: headersFrom(keys, masker),
    sheets: [],
    sheet: null,
    stream,
    head: (most) => firstRows(stream, most),
  };
}
