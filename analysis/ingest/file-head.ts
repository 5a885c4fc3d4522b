import { open } from 'node:fs/promises';
import { ShinsaError } from '../model/failure.ts';
import { fileFailure } from './granted-file.ts';

/** Most columns a file may have. */
export const mostColumns = 2000;

/** First bytes of a file, at most `bytes` of them. Throws as `fileFailure` says. */
export async function headOf(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error);
  });
  try {
    const buffer = Buffer.alloc(bytes);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, filled, bytes - filled, filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === bytes) return buffer.subarray(0, filled);
    }
  } finally {
    await handle.close();
  }
}

const magic = {
  parquet: [0x50, 0x41, 0x52, 0x31],
  zip: [0x50, 0x4b, 0x03, 0x04],
  gzip: [0x1f, 0x8b],
  ole: [0xd0, 0xcf, 0x11, 0xe0],
  pdf: [0x25, 0x50, 0x44, 0x46],
} as const;

/** What a file is by its first bytes; 'file-format-unknown' for known formats that are neither CSV nor Parquet. */
export function formatOf(head: Buffer): 'csv' | 'parquet' {
  const is = (bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  if (is(magic.parquet)) return 'parquet';
  for (const [format, bytes] of Object.entries(magic))
    if (is(bytes)) throw new ShinsaError('file-format-unknown', { format });
  return 'csv';
}
