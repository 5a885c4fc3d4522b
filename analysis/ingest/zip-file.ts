import { promisify } from 'node:util';
import { open, type Entry, type Options, type ZipFile } from 'yauzl';
import type { Readable } from 'node:stream';
import { ShinsaError } from '../model/failure.ts';
import { packedFailure, type ByteSource, type ReadBytes } from './byte-source.ts';
import { checkUnpacked } from './unpack-limit.ts';

/** A file in a zip. Sizes in bytes as the zip states them; reading checks them. */
export interface ZipEntry {
  readonly name: string;
  readonly packed: number;
  readonly unpacked: number;
  readonly source: ByteSource;
}

const openFile = promisify<string, Options, ZipFile>(open);
/** Most files a zip may hold. */
const mostEntries = 2000;
const utf8Names = 0x800;
const unpackable = new Set([0, 8]);

/** The files of a zip, folders left out. Throws 'file-packed-damaged' and 'zip-too-many-files'. */
export async function zipEntries(path: string): Promise<ZipEntry[]> {
  const zip = await opened(path);
  try {
    if (zip.entryCount > mostEntries)
      throw new ShinsaError('zip-too-many-files', { files: zip.entryCount, limit: mostEntries });
    const entries: ZipEntry[] = [];
    for await (const entry of entriesOf(zip)) {
      const name = nameOf(entry);
      if (name.endsWith('/')) continue;
      const { compressedSize: packed, uncompressedSize: unpacked } = entry;
      entries.push({ name, packed, unpacked, source: { name, open: (read) => entryBytes(path, entry, read) } });
    }
    return entries;
  } catch (error) {
    throw packedFailure(error);
  } finally {
    zip.close();
  }
}

/** Names stay bytes: zips made in Japan hold CP932 names, and nothing is ever written under a name. */
async function opened(path: string): Promise<ZipFile> {
  try {
    return await openFile(path, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (error) {
    throw packedFailure(error);
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (let n = 0; n < zip.entryCount; n += 1)
    yield await new Promise<Entry>((resolve, reject) => {
      const done = (): void => void zip.removeListener('entry', take).removeListener('error', fail);
      const take = (entry: Entry): void => {
        done();
        resolve(entry);
      };
      const fail = (error: Error): void => {
        done();
        reject(error);
      };
      zip.on('entry', take).on('error', fail);
      zip.readEntry();
    });
}

function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  if ((generalPurposeBitFlag & utf8Names) !== 0) return fileNameRaw.toString('utf8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(fileNameRaw);
  } catch {
    return new TextDecoder('shift_jis').decode(fileNameRaw);
  }
}

/** The bytes of an entry, its file opened for them alone. Throws 'zip-encrypted', 'file-unpacks-too-large' and 'file-packed-damaged'. */
async function* entryBytes(path: string, entry: Entry, read: ReadBytes | undefined): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw new ShinsaError('zip-encrypted', { file: nameOf(entry) });
  if (!unpackable.has(entry.compressionMethod)) throw new ShinsaError('zip-method', { file: nameOf(entry) });
  const { compressedSize: packed, uncompressedSize: unpacked } = entry;
  checkUnpacked(packed, unpacked);
  const zip = await opened(path);
  let bytes = 0;
  try {
    const stream = await new Promise<Readable>((resolve, reject) =>
      zip.openReadStream(entry, (error, found) => (error === null ? resolve(found) : reject(error))),
    );
    try {
      // The reader itself stops at the stated size, which was found to be allowed.
      for await (const part of stream) {
        bytes += (part as Buffer).length;
        read?.(unpacked === 0 ? 0 : (bytes / unpacked) * packed);
        yield part as Buffer;
      }
    } finally {
      stream.destroy();
    }
  } catch (error) {
    throw packedFailure(error);
  } finally {
    zip.close();
  }
}
