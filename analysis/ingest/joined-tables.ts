import { ShinsaError } from '../model/failure.ts';
import { firstRows, type TableSink, type TextTable } from './text-table.ts';

/** The rows of one of several files: lines [from, to] of their history are lines 1 … of that file. */
export interface FilePart {
  readonly name: string;
  /** Lines of the history before its first. */
  readonly before: number;
  readonly rows: number;
}

/** Several tables read as one, one after the other. */
export interface JoinedTables {
  readonly table: TextTable;
  /** What stood in which file, once the table was streamed. */
  readonly parts: () => readonly FilePart[];
}

/**
 * Tables with the same headers as one history, columns brought into the order of the first; tables of JSON may lack
 * columns that others have. Throws 'files-differ', naming the first file that has other headers, before any row is read.
 */
export function joinTables(tables: readonly TextTable[]): JoinedTables {
  const [first] = tables;
  if (first === undefined) throw new ShinsaError('file-empty');
  const json = tables.every(({ format }) => format === 'json' || format === 'jsonl' || format === 'xml');
  const headers = json ? [...new Set(tables.flatMap((table) => table.headers))] : first.headers;
  if (!json) for (const table of tables) refuseOther(first, table);
  let parts: FilePart[] = [];
  const stream: TextTable['stream'] = async (sink, read) => {
    parts = [];
    let before = 0;
    let done = 0;
    for (const table of tables) {
      const part = partSink(headers, table, before, sink);
      let bytes = 0;
      await table.stream(part.sink, (now) => {
        bytes = now;
        return read(done + now);
      });
      done += bytes;
      parts.push({ name: table.name, before, rows: part.rows() });
      before = part.last();
    }
  };
  const head = async (most: number): Promise<string[][]> =>
    tables.length === 1 ? first.head(most) : firstRows(stream, most);
  return { table: { ...first, headers, stream, head }, parts: () => parts };
}

function refuseOther(first: TextTable, table: TextTable): void {
  const missing = first.headers.find((header) => !table.headers.includes(header));
  const added = table.headers.find((header) => !first.headers.includes(header));
  if (missing === undefined && added === undefined) return;
  throw new ShinsaError('files-differ', {
    file: table.name,
    first: first.name,
    ...(missing === undefined ? {} : { missing }),
    ...(added === undefined ? {} : { added }),
  });
}

/** Hands the rows of one table on, in the columns and at the lines of the whole. */
function partSink(
  headers: readonly string[],
  table: TextTable,
  before: number,
  sink: TableSink,
): { readonly sink: TableSink; readonly rows: () => number; readonly last: () => number } {
  const width = table.headers.length;
  const places = headers.map((header) => table.headers.indexOf(header));
  const same = width === headers.length && places.every((place, i) => place === i);
  let rows = 0;
  let last = before;
  const at = (line: number): number => {
    rows += 1;
    last = before + line;
    return last;
  };
  return {
    sink: {
      // Ragged rows stay as they stand, to be refused as such.
      row: (line, cells) =>
        sink.row(at(line), same || cells.length !== width ? cells : places.map((place) => cells[place] ?? '')),
      refuse: (line, reason, texts) => sink.refuse(at(line), reason, texts),
    },
    rows: () => rows,
    last: () => last,
  };
}
