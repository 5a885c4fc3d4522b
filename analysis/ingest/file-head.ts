import { ShinsaError } from '../model/failure.ts';

/** Most columns a file may have. */
export const mostColumns = 2000;

const magic = {
  parquet: [0x50, 0x41, 0x52, 0x31],
  zip: [0x50, 0x4b, 0x03, 0x04],
  gzip: [0x1f, 0x8b],
  ole: [0xd0, 0xcf, 0x11, 0xe0],
  pdf: [0x25, 0x50, 0x44, 0x46],
  bzip2: [0x42, 0x5a, 0x68],
  xz: [0xfd, 0x37, 0x7a, 0x58],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  sevenZip: [0x37, 0x7a, 0xbc, 0xaf],
  rar: [0x52, 0x61, 0x72, 0x21],
} as const;

/** How a file is packed or built, by its first bytes; `text` for all that has no such mark. */
export type Container = 'parquet' | 'zip' | 'gzip' | 'text';

/** What a file is by its first bytes; 'file-format-unknown' for known formats that hold no table we read. */
export function containerOf(head: Buffer): Container {
  const found = Object.entries(magic).find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0];
  if (found === undefined) return 'text';
  if (found === 'parquet' || found === 'zip' || found === 'gzip') return found;
  if (found === 'ole') throw new ShinsaError('workbook-old-or-locked');
  throw new ShinsaError('file-format-unknown', { format: found });
}
