import type { FilePreview } from '../../analysis/engine-api.ts';
import type { ImportReport } from '../../analysis/model/import-report.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { t } from '../i18n/index.ts';

type FileReading = NonNullable<Mapping['file']>;

export const encodings = [
  'utf-8',
  'shift_jis',
  'utf-16le',
  'euc-jp',
] as const satisfies readonly FileReading['encoding'][];
export const delimiters = [',', '\t', ';', '|'] as const satisfies readonly FileReading['delimiter'][];

const delimiterKeys = { ',': 'comma', '\t': 'tab', ';': 'semicolon', '|': 'bar' } as const;

export function encodingOf(name: string): (typeof encodings)[number] {
  return encodings.find((known) => name.toLowerCase().startsWith(known)) ?? 'utf-8';
}

export function delimiterText(sign: (typeof delimiters)[number]): string {
  return t(`data.delimiter.${delimiterKeys[sign]}`);
}

const formatNames = {
  csv: 'CSV',
  jsonl: 'JSON Lines',
  json: 'JSON',
  xml: 'XML',
  xlsx: 'Excel',
  parquet: 'Parquet',
} as const;

/** What a file is, and how it is packed. */
export function formatText({ format, packing }: Pick<FilePreview, 'format' | 'packing'>): string {
  return packing === null ? formatNames[format] : `${formatNames[format]} · ${packing}`;
}

/** How a file was read, in words. */
export function readingText({ format, encoding, delimiter, sheet }: ImportReport): string {
  if (delimiter === null) {
    const name = formatNames[format ?? 'parquet'];
    return sheet === undefined ? name : `${name} · ${sheet}`;
  }
  const sign = delimiters.find((known) => known === delimiter);
  return t('data.readAs', {
    encoding: t(`data.encoding.${encodingOf(encoding)}`),
    delimiter: sign === undefined ? delimiter : delimiterText(sign),
  });
}
