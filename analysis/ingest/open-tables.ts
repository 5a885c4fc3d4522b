import { basename } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { Mapping } from '../model/mapping.ts';
import type { GrantedFile } from '../process.ts';
import { gzipBytes, headOf, plainBytes, type ByteSource } from './byte-source.ts';
import { byName } from './name-order.ts';
import type { CardMasker } from './card-number.ts';
import { csvTable } from './csv-file.ts';
import { containerOf } from './file-head.ts';
import { jsonKind, jsonTable } from './json-table.ts';
import { detectEncoding } from './text-encoding.ts';
import type { Packing, TextTable } from './text-table.ts';
import { isXml, xmlTable } from './xml-table.ts';
import { isWorkbook, xlsxTable } from './xlsx-table.ts';
import { zipEntries, type ZipEntry } from './zip-file.ts';

/** The tables of texts in one chosen file: one, or those of a zip in name order. */
export interface FileTables {
  readonly packing: Packing | null;
  readonly tables: readonly TextTable[];
}

/** Opens a file whatever it is; null for Parquet, which DuckDB reads itself. Throws as the formats do. */
export async function openTables(
  file: GrantedFile,
  masker: CardMasker,
  wish: Mapping['file'],
): Promise<FileTables | null> {
  const name = basename(file.path);
  const plain = plainBytes(file.path, name);
  switch (containerOf(await headOf(plain, 16))) {
    case 'parquet':
      return null;
    case 'text':
      return { packing: null, tables: [await textTable(plain, masker, wish)] };
    case 'gzip':
      return { packing: 'gzip', tables: [await packedTable(gzipBytes(file.path, file.size), masker, wish)] };
    case 'zip':
      return zipTables(name, await zipEntries(file.path), masker, wish);
  }
}

async function zipTables(
  name: string,
  entries: readonly ZipEntry[],
  masker: CardMasker,
  wish: Mapping['file'],
): Promise<FileTables> {
  if (isWorkbook(entries)) return { packing: null, tables: [await xlsxTable(name, entries, masker, wish?.sheet)] };
  const files = entries.filter((entry) => !isLitter(entry.name)).sort((a, b) => byName(a.name, b.name));
  if (files.length === 0) throw new ShinsaError('zip-without-table', {});
  const stranger = files.length === 1 ? undefined : files.find((entry) => !tableName.test(entry.name));
  if (stranger !== undefined) throw new ShinsaError('zip-without-table', { file: stranger.name });
  const tables: TextTable[] = [];
  for (const { source } of files) tables.push(await packedTable(source, masker, wish));
  return { packing: 'zip', tables };
}

const tableName = /\.(?:csv|tsv|txt|jsonl|ndjson|json|xml)$/i;

/** What systems put beside the files they pack. */
const isLitter = (name: string): boolean =>
  /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name);

/** A packed table must itself be a text: packed workbooks and zips in zips are told by name. */
async function packedTable(source: ByteSource, masker: CardMasker, wish: Mapping['file']): Promise<TextTable> {
  const head = await headOf(source, 16);
  if (head.length === 0) throw new ShinsaError('file-empty', {}, { place: { file: source.name } });
  if (containerOf(head) !== 'text') throw new ShinsaError('packed-not-text', { file: source.name });
  return textTable(source, masker, wish);
}

async function textTable(source: ByteSource, masker: CardMasker, wish: Mapping['file']): Promise<TextTable> {
  const kind = await kindOf(source);
  if (kind === 'xml') return xmlTable(source, masker);
  if (kind !== null) return jsonTable(source, masker, kind);
  return csvTable(source, masker, { encoding: wish?.encoding, delimiter: wish?.delimiter });
}

async function kindOf(source: ByteSource): Promise<'jsonl' | 'json' | 'xml' | null> {
  const head = await headOf(source, 4096);
  if (!/[{[<]/u.test(head.toString('latin1'))) return null;
  const { encoding } = await detectEncoding(source);
  const text = new TextDecoder(encoding).decode(head, { stream: true });
  return isXml(text) ? 'xml' : jsonKind(text);
}
