import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ShinsaError } from '../model/failure.ts';
import { isOutOfSpace } from './duckdb-failure.ts';

/**
 * Writes texts one after the other into a file that only its owner reads, beside it first and renamed when all are there: whatever
 * fails leaves neither. Answers when the last text has been read, so that what they are read from may be let go. Throws 'cancelled',
 * 'disk-full', and what reading throws.
 */
export async function writeLines(path: string, lines: AsyncGenerator<string>, signal?: AbortSignal): Promise<void> {
  const part = `${path}.part`;
  try {
    await pipeline(
      Readable.from(lines),
      createWriteStream(part, { mode: 0o600 }),
      signal === undefined ? {} : { signal },
    );
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    if (signal?.aborted === true) throw new ShinsaError('cancelled');
    throw isOutOfSpace(error) ? new ShinsaError('disk-full', {}, { cause: error }) : error;
  } finally {
    await lines.return(undefined).catch(() => undefined);
  }
}
