import { ShinsaError } from '../model/failure.ts';
import { csvTokenizer, detectDelimiter, newlineOf, type Delimiter } from './csv-tokenizer.ts';
import { headOf, type ByteSource } from './byte-source.ts';
import { mostColumns } from './file-head.ts';
import type { TableSink, TextTable } from './text-table.ts';
import { detectEncoding, type TextEncoding } from './text-encoding.ts';
import { textPieces } from './text-pieces.ts';
import type { CardMasker } from './card-number.ts';

/** How a CSV file is read: as detected, or as a person says. */
interface CsvShape {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  readonly newline: '\n' | '\r';
  /** Headers in file order: trimmed, card numbers replaced, blank ones numbered, repeated ones told apart. */
  readonly headers: readonly string[];
}

/** How a person says a CSV file is to be read. */
export interface CsvWish {
  readonly encoding?: TextEncoding | undefined;
  readonly delimiter?: Delimiter | undefined;
}

/** A CSV file as a table. Throws 'file-empty', 'file-too-many-columns' and 'file-encoding'. */
export async function csvTable(source: ByteSource, masker: CardMasker, wish: CsvWish): Promise<TextTable> {
  const shape = await csvShape(source, masker, wish);
  return {
    name: source.name,
    format: 'csv',
    ...shape,
    sheets: [],
    sheet: null,
    stream: (sink, read) => streamRows(source, shape, sink, read),
    head: (most) => streamHead(source, shape, most),
  };
}

async function csvShape(source: ByteSource, masker: CardMasker, wish: CsvWish): Promise<CsvShape> {
  const encoding = wish.encoding ?? (await detectEncoding(source)).encoding;
  const head = new TextDecoder(encoding).decode(await headOf(source, 1 << 20), { stream: true });
  const newline = newlineOf(head);
  const delimiter = wish.delimiter ?? detectDelimiter(head);
  const first = firstRow(head, delimiter, newline);
  if (first.some((cell) => cell.includes('\uFFFD'))) {
    const likely = wish.encoding === undefined ? encoding : (await detectEncoding(source)).encoding;
    throw new ShinsaError('file-encoding', { encoding, ...(likely === encoding ? {} : { likely }) });
  }
  if (first.length > mostColumns)
    throw new ShinsaError('file-too-many-columns', { columns: first.length, limit: mostColumns });
  return { encoding, delimiter, newline, headers: headersFrom(first, masker) };
}

function firstRow(head: string, delimiter: Delimiter, newline: '\n' | '\r'): string[] {
  let first: string[] | undefined;
  const take = (_line: number, cells: string[]): void => void (first ??= cells);
  const tokenizer = csvTokenizer(delimiter, newline, {
    row: take,
    badQuoting: (line, text) => take(line, text.replace(/\r$/, '').split(delimiter)),
  });
  tokenizer.push(head);
  tokenizer.end();
  if (first === undefined) throw new ShinsaError('file-empty');
  return first;
}

/**
 * Names of columns: `name`, `name (2)` for repeated ones, `column 3` for blank ones. In a file without a header line
 * the first order stands here, so that card numbers are replaced in names too.
 */
export function headersFrom(cells: readonly string[], masker: CardMasker): string[] {
  const taken = new Set<string>();
  return cells.map((cell, i) => {
    const text = cell
      .replace(/^\uFEFF/, '')
      .replaceAll('\0', '')
      .trim();
    const name = masker.mask(text) || `column ${i + 1}`;
    let unique = name;
    for (let n = 2; taken.has(unique); n += 1) unique = `${name} (${n})`;
    taken.add(unique);
    return unique;
  });
}

async function streamRows(
  source: ByteSource,
  shape: CsvShape,
  sink: TableSink,
  read: (bytes: number) => Promise<void>,
): Promise<void> {
  const pieces = textPieces(shape.encoding);
  let header = true;
  const tokenizer = csvTokenizer(shape.delimiter, shape.newline, {
    row: (line, cells) => {
      if (!header) sink.row(line, cells);
      header = false;
    },
    badQuoting: (line, text) => {
      if (!header) sink.refuse(line, 'bad-quoting', [text]);
      header = false;
    },
  });
  tokenizer.expected = shape.headers.length;
  let bytes = 0;
  for await (const part of source.open((done) => void (bytes = done))) {
    pieces.push(part, tokenizer.push);
    await read(bytes);
  }
  pieces.end(tokenizer.push);
  tokenizer.end();
}

/** The first data rows of a file, read from its first megabyte; ragged rows as they stand. */
async function streamHead(source: ByteSource, shape: CsvShape, most: number): Promise<string[][]> {
  const bytes = await headOf(source, 1 << 20);
  const rows: string[][] = [];
  const tokenizer = csvTokenizer(shape.delimiter, shape.newline, {
    row: (_line, cells) => void rows.push(cells),
    badQuoting: (_line, text) => void rows.push([text]),
  });
  tokenizer.expected = shape.headers.length;
  tokenizer.push(new TextDecoder(shape.encoding).decode(bytes, { stream: true }));
  if (bytes.length < 1 << 20) tokenizer.end();
  return rows.slice(1, most + 1);
}
