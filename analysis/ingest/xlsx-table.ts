import { ShinsaError } from '../model/failure.ts';
import type { CardMasker } from './card-number.ts';
import { headersFrom } from './csv-file.ts';
import { mostColumns } from './file-head.ts';
import { EnoughRows, firstRows, type TableSink, type TextTable } from './text-table.ts';
import { largestSheet, looksOf, readXml, sharedTexts, sheetsOf } from './xlsx-parts.ts';
import type { XmlSink } from './xml-stream.ts';
import { cellText, numberText, type NumberLook } from './xlsx-values.ts';
import type { ZipEntry } from './zip-file.ts';

/** Whether the files of a zip are those of a workbook. */
export const isWorkbook = (entries: readonly ZipEntry[]): boolean =>
  entries.some(({ name }) => name === 'xl/workbook.xml');

/**
 * A sheet of a workbook as a table: the first, or the one of that name. The first row with anything in it is the header;
 * cells are what the sheet shows, those of formulas as they were last worked out. Throws 'xlsx-damaged',
 * 'xlsx-too-large', 'xlsx-sheet-missing', 'file-empty' and 'file-too-many-columns'.
 */
export async function xlsxTable(
  name: string,
  entries: readonly ZipEntry[],
  masker: CardMasker,
  wish: string | undefined,
): Promise<TextTable> {
  const parts = new Map(entries.map((entry) => [entry.name, entry]));
  const { sheets, epoch } = await sheetsOf(parts);
  const names = sheets.map((sheet) => sheet.name);
  const chosen = wish === undefined ? sheets[0] : sheets.find((sheet) => sheet.name === wish);
  if (chosen === undefined)
    throw wish === undefined
      ? new ShinsaError('file-empty')
      : new ShinsaError('xlsx-sheet-missing', { sheet: wish, sheets: names.join(', ') });
  const part = parts.get(chosen.part);
  if (part === undefined) throw new ShinsaError('xlsx-damaged', { part: chosen.part });
  const cells = { looks: await looksOf(parts.get('xl/styles.xml')), epoch };
  const texts = await sharedTexts(parts.get('xl/sharedStrings.xml'));
  const rows = (take: TakeRow, read: (bytes: number) => Promise<void>): Promise<void> =>
    readXml(part, sheetReader({ ...cells, texts }, take), { most: largestSheet, read });
  const header = await firstRow(rows);
  const stream = (sink: TableSink, read: (bytes: number) => Promise<void>): Promise<void> =>
    rows((line, found) => {
      if (line > header.line) sink.row(line, fitted(found, header.cells.length));
    }, read);
  return {
    name,
    format: 'xlsx',
    encoding: 'utf-8',
    delimiter: null,
    headers: headersFrom(header.cells, masker),
    sheets: names,
    sheet: chosen.name,
    stream,
    head: (most) => firstRows(stream, most),
  };
}

/** A row as long as the header; what stands to the right of it stays, so that it is told. */
function fitted(cells: string[], width: number): string[] {
  while (cells.length < width) cells.push('');
  return cells;
}

type TakeRow = (line: number, cells: string[]) => void;

async function firstRow(
  rows: (take: TakeRow, read: () => Promise<void>) => Promise<void>,
): Promise<{ readonly line: number; readonly cells: readonly string[] }> {
  let found: { line: number; cells: readonly string[] } | undefined;
  try {
    await rows(
      (line, cells) => {
        found = { line, cells };
        throw new EnoughRows();
      },
      () => Promise.resolve(),
    );
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
  }
  if (found === undefined) throw new ShinsaError('file-empty');
  if (found.cells.length > mostColumns)
    throw new ShinsaError('file-too-many-columns', { columns: found.cells.length, limit: mostColumns });
  return found;
}

interface CellReading {
  readonly texts: readonly string[];
  readonly looks: readonly NumberLook[];
  readonly epoch: 1900 | 1904;
}

const plain: NumberLook = { kind: 'plain' };
/** The last column a sheet can have. */
const lastColumn = 16_384;

/** Tells the rows of a sheet's XML that have anything in them, blank cells at their end left out. */
function sheetReader({ texts, looks, epoch }: CellReading, take: TakeRow): XmlSink {
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = 'n';
  let look = plain;
  let value = '';
  /** Inside `v`, or a text `t` that is no reading. */
  let inside = false;
  let reading = 0;
  const shown = (): string => {
    switch (type) {
      case 's':
        return texts[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'true' : 'false';
      case 'd':
        return value.replace('T', ' ').replace(/\.0+$/, '');
      case 'n':
        return numberText(value, look, epoch);
      default:
        return cellText(value);
    }
  };
  const endRow = (): void => {
    while (cells.length > 0 && (cells.at(-1) ?? '').trim() === '') cells.pop();
    if (cells.length > 0) take(line, cells);
    cells = [];
  };
  return {
    open: (name, attribute) => {
      if (name === 'row') {
        line = Number(attribute('r') ?? line + 1);
        column = -1;
      } else if (name === 'c') {
        column = columnOf(attribute('r')) ?? column + 1;
        type = attribute('t') ?? 'n';
        look = looks[Number(attribute('s') ?? 0)] ?? plain;
        value = '';
      } else if (name === 'v' || name === 't') inside = reading === 0;
      else if (name === 'rPh') reading += 1;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inside = false;
      else if (name === 'rPh') reading -= 1;
      else if (name === 'c' && value !== '' && column < lastColumn) {
        while (cells.length < column) cells.push('');
        cells[column] = shown();
      } else if (name === 'row') endRow();
    },
    text: (piece) => {
      if (inside) value += piece;
    },
  };
}

/** The place of a cell named like `AB12`, from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
