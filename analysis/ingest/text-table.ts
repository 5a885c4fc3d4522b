import type { FileFormat } from '../model/import-report.ts';
import type { Delimiter } from './csv-tokenizer.ts';

/** What a table of texts was read from. */
export type TextFormat = Exclude<FileFormat, 'parquet'>;
export type Packing = 'gzip' | 'zip';

/** Where the rows of a table go. `line` is where the row stands in its file, from 1: a line, an item or a sheet's row. */
export interface TableSink {
  readonly row: (line: number, cells: string[]) => void;
  /** A row that could not be read, `texts` being what there was of it. */
  readonly refuse: (line: number, reason: 'bad-quoting' | 'bad-json', texts: readonly string[]) => void;
}

/** A table of texts in a client's file, whatever the file is; it is read from the beginning as often as asked. */
export interface TextTable {
  /** Of the file, or of the file in a zip. */
  readonly name: string;
  readonly format: TextFormat;
  readonly encoding: string;
  readonly delimiter: Delimiter | null;
  /** Names in file order: trimmed, card numbers replaced, blank ones numbered, repeated ones told apart. */
  readonly headers: readonly string[];
  /** Of a workbook: the names of its sheets, and the one that is read. */
  readonly sheets: readonly string[];
  readonly sheet: string | null;
  /** Streams all rows below the header; `read` is told the bytes of the file on disk so far. */
  readonly stream: (sink: TableSink, read: (bytes: number) => Promise<void>) => Promise<void>;
  /** The first rows below the header, ragged ones as they stand. */
  readonly head: (most: number) => Promise<string[][]>;
}

/** Ends a stream early. */
export class EnoughRows extends Error {}

/** The first rows of a stream of rows; what could not be read is left out. */
export async function firstRows(stream: TextTable['stream'], most: number): Promise<string[][]> {
  const rows: string[][] = [];
  const row = (_line: number, cells: string[]): void => {
    if (rows.length === most) throw new EnoughRows();
    rows.push(cells);
  };
  try {
    await stream({ row, refuse: () => undefined }, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
  }
  return rows;
}
