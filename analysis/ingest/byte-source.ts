import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { ShinsaError } from '../model/failure.ts';
import { fileFailure } from './granted-file.ts';
import { unpackLimit } from './unpack-limit.ts';

/** Told how many bytes of the file on disk have been read. */
export type ReadBytes = (bytes: number) => void;

/** The bytes of one table, unpacked where it was packed; never written anywhere. */
export interface ByteSource {
  /** Of the table: of a file in a zip its name there. */
  readonly name: string;
  /** Reads from the beginning, every time anew. */
  readonly open: (read?: ReadBytes) => AsyncIterable<Buffer>;
}

const piece = 1 << 20;

/** A file as it lies on the disk. Reading throws as `fileFailure` says. */
export function plainBytes(path: string, name: string): ByteSource {
  return { name, open: (read) => filePieces(path, read) };
}

async function* filePieces(path: string, read: ReadBytes | undefined): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const part of createReadStream(path, { highWaterMark: piece })) {
      bytes += (part as Buffer).length;
      read?.(bytes);
      yield part as Buffer;
    }
  } catch (error) {
    throw fileFailure(error);
  }
}

/**
 * What a gzip file unpacks to. Reading throws 'file-packed-damaged' where it is cut or broken, and
 * 'file-unpacks-too-large'.
 */
export function gzipBytes(path: string, size: number): ByteSource {
  const name = (path.split(/[\\/]/).at(-1) ?? path).replace(/\.gz$/i, '');
  return { name, open: (read) => gunzipped(path, size, read) };
}

async function* gunzipped(path: string, size: number, read: ReadBytes | undefined): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: piece });
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // The error reaches the reader through gunzip, which pipeline destroys with it.
  pipeline(file, gunzip, () => undefined);
  const limit = unpackLimit(size);
  try {
    for await (const part of gunzip) {
      limit.add((part as Buffer).length);
      read?.(file.bytesRead);
      yield part as Buffer;
    }
  } catch (error) {
    throw packedFailure(error);
  } finally {
    gunzip.destroy();
    file.destroy();
  }
}

/** The failure behind an error of unpacking. */
export function packedFailure(cause: unknown): ShinsaError {
  if (cause instanceof ShinsaError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^E[A-Z]+$/.test(code) ? fileFailure(cause) : new ShinsaError('file-packed-damaged', {}, { cause });
}

/** The first bytes of a table, at most `most` of them. */
export async function headOf(source: ByteSource, most: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let filled = 0;
  for await (const part of source.open()) {
    parts.push(part);
    filled += part.length;
    if (filled >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}
