import { BIGINT, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { Connection } from './connection.ts';

const chunkRows = 2048;

/** Rows waiting to be appended: a line number and one text (or NULL) per column. */
export interface TextAppender {
  readonly append: (line: number, cells: readonly (string | null)[]) => void;
  /** Hands over what is buffered; after it the rows are in the table. */
  readonly flush: () => void;
  readonly close: () => void;
}

/** Appends text rows to a table of `(BIGINT, VARCHAR …)` a vector at a time. */
export async function openTextAppender(db: Connection, table: string, columns: number): Promise<TextAppender> {
  const appender = await db.duck.createAppender(table);
  const types = [BIGINT, ...Array.from({ length: columns }, () => VARCHAR)];
  const lines: bigint[] = [];
  const texts: (string | null)[][] = Array.from({ length: columns }, () => []);
  const send = (): void => {
    if (lines.length === 0) return;
    const chunk = DuckDBDataChunk.create(types, lines.length);
    chunk.setColumns([lines, ...texts]);
    appender.appendDataChunk(chunk);
    lines.length = 0;
    for (const column of texts) column.length = 0;
  };
  return {
    append: (line, cells) => {
      lines.push(BigInt(line));
      for (let i = 0; i < columns; i += 1) texts[i]?.push(cells[i] ?? null);
      if (lines.length === chunkRows) send();
    },
    flush: () => {
      send();
      appender.flushSync();
    },
    close: () => appender.closeSync(),
  };
}
