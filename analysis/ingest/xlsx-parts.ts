import { ShinsaError } from '../model/failure.ts';
import { sizeText } from './unpack-limit.ts';
import { streamXml, type XmlSink } from './xml-stream.ts';
import type { ZipEntry } from './zip-file.ts';
import { cellText, lookOf, type NumberLook } from './xlsx-values.ts';

/** Most bytes a workbook's table of texts may unpack to: it is kept in memory. */
export const largestTexts = 256 * 2 ** 20;
/** Most bytes one sheet may unpack to. */
export const largestSheet = 2 * 2 ** 30;

/** Streams the XML of a part of a workbook. Throws 'xlsx-damaged' and 'xlsx-too-large'. */
export async function readXml(
  entry: ZipEntry,
  sink: XmlSink,
  { most, read }: { readonly most: number; readonly read?: (bytes: number) => Promise<void> },
): Promise<void> {
  if (entry.unpacked > most)
    throw new ShinsaError('xlsx-too-large', {
      part: entry.name,
      size: sizeText(entry.unpacked),
      limit: sizeText(most),
    });
  await streamXml(entry.source, sink, {
    damaged: (cause) => new ShinsaError('xlsx-damaged', { part: entry.name }, { cause }),
    read,
  });
}

/** The texts of a workbook by number, without the readings that stand beside them. */
export async function sharedTexts(entry: ZipEntry | undefined): Promise<readonly string[]> {
  const texts: string[] = [];
  if (entry === undefined) return texts;
  let text = '';
  let inside = 0;
  let reading = 0;
  await readXml(
    entry,
    {
      open: (name) => {
        if (name === 'si') text = '';
        if (name === 't') inside += 1;
        if (name === 'rPh') reading += 1;
      },
      close: (name) => {
        if (name === 'si') texts.push(cellText(text));
        if (name === 't') inside -= 1;
        if (name === 'rPh') reading -= 1;
      },
      text: (piece) => {
        if (inside > 0 && reading === 0) text += piece;
      },
    },
    { most: largestTexts },
  );
  return texts;
}

/** How the cells of each style show their numbers. */
export async function looksOf(entry: ZipEntry | undefined): Promise<readonly NumberLook[]> {
  const codes = new Map<number, string>();
  const looks: NumberLook[] = [];
  if (entry === undefined) return looks;
  let inCells = false;
  await readXml(
    entry,
    {
      open: (name, attribute) => {
        if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
        if (name === 'cellXfs') inCells = true;
        if (name !== 'xf' || !inCells) return;
        const id = Number(attribute('numFmtId') ?? 0);
        looks.push(lookOf(id, codes.get(id)));
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
      text: () => undefined,
    },
    { most: largestTexts },
  );
  return looks;
}

/** A sheet of a workbook and the part it stands in. */
export interface SheetPart {
  readonly name: string;
  readonly part: string;
}

/** The sheets of a workbook in its own order, and the year its days are counted from. */
export async function sheetsOf(
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<{ readonly sheets: readonly SheetPart[]; readonly epoch: 1900 | 1904 }> {
  const workbook = entries.get('xl/workbook.xml');
  const relations = entries.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw new ShinsaError('xlsx-damaged', { part: 'workbook' });
  const parts = new Map<string, string>();
  await readXml(
    relations,
    {
      open: (name, attribute) => {
        const [id, target] = [attribute('Id'), attribute('Target')];
        if (name !== 'Relationship' || id === undefined || target === undefined) return;
        parts.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      },
      close: () => undefined,
      text: () => undefined,
    },
    { most: largestTexts },
  );
  const sheets: SheetPart[] = [];
  let epoch: 1900 | 1904 = 1900;
  await readXml(
    workbook,
    {
      open: (name, attribute) => {
        if (name === 'workbookPr' && ['1', 'true'].includes(attribute('date1904') ?? '')) epoch = 1904;
        const part = parts.get(attribute('id') ?? '');
        // Sheets of charts have no cells.
        if (name === 'sheet' && part !== undefined && part.includes('worksheets/'))
          sheets.push({ name: attribute('name') ?? '', part });
      },
      close: () => undefined,
      text: () => undefined,
    },
    { most: largestTexts },
  );
  return { sheets, epoch };
}
