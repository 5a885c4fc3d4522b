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

/** How a file was read, in words. */
export function readingText(encoding: string, delimiter: string | null): string {
  if (delimiter === null) return 'Parquet';
  const sign = delimiters.find((known) => known === delimiter);
  return t('data.readAs', {
    encoding: t(`data.encoding.${encodingOf(encoding)}`),
    delimiter: sign === undefined ? delimiter : delimiterText(sign),
  });
}
