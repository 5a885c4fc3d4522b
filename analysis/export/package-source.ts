import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { open, type Entry, type Options, type ZipFile } from 'yauzl';
import { ShinsaError } from '../model/failure.ts';
import { packageFileName } from '../model/package.ts';
import type { PackageProblem } from '../model/package-problem.ts';

/** Largest file a package may hold, and most of all its files together, in bytes. */
const largest = { file: 64 * 2 ** 20, all: 256 * 2 ** 20 };
/** Most files of a package. */
const mostFiles = 100;
/** JSON of a package packs to a tenth or a fortieth, bombs to a thousandth; small files are let through. */
const unpacks = { times: 200, always: 2 ** 20 };

/** The files of a package, whether a folder or a zip holds them. */
export interface PackageSource {
  readonly names: readonly string[];
  /** The bytes of one; `bytes` is the size it must have. Throws 'package-invalid' and 'package-hash' with the file's name. */
  readonly read: (name: string, bytes?: number) => Buffer;
}

export const refused = (
  file: string,
  problem: PackageProblem,
  params: Readonly<Record<string, string | number>> = {},
  cause?: unknown,
): ShinsaError => new ShinsaError('package-invalid', { problem, ...params }, { place: { file }, cause });

export const changedFile = (file: string): ShinsaError =>
  new ShinsaError('package-hash', { file }, { place: { file } });

/** A package as a folder; nothing in it is followed or read before its name and size are looked at. */
export function folderSource(folder: string): PackageSource {
  const names = readdirSync(folder);
  if (names.length > mostFiles) throw refused('', 'too-many', { limit: mostFiles });
  const sizes = names.map((name) => sizeOf(join(folder, checkName(name))));
  names.forEach((name, at) => checkSize(name, sizes[at] ?? 0));
  if (sizes.reduce((sum, size) => sum + size, 0) > largest.all)
    throw refused('', 'too-large', { limit: largest.all / 2 ** 20 });
  return { names, read: (name, bytes) => fileBytes(folder, name, bytes) };
}

/** Of a plain file; what is none is refused when it is read. */
function sizeOf(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found.size : 0;
}

function fileBytes(folder: string, name: string, bytes: number | undefined): Buffer {
  const path = join(folder, checkName(name));
  try {
    const found = lstatSync(path);
    if (!found.isFile()) throw refused(name, 'not-a-file');
    checkSize(name, found.size);
    if (bytes !== undefined && found.size !== bytes) throw changedFile(name);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof ShinsaError) throw error;
    throw refused(name, 'missing', {}, error);
  }
}

/** A name of a plain file; what names a place elsewhere is refused. */
function checkName(name: string): string {
  if (!packageFileName.test(name) || name.includes('..')) throw refused(name.slice(0, 200), 'name');
  return name;
}

function checkSize(name: string, size: number): void {
  if (size > largest.file) throw refused(name, 'too-large', { limit: largest.file / 2 ** 20 });
}

const openFile = promisify<string, Options, ZipFile>(open);
const [stored, deflated] = [0, 8];

/**
 * A package as one zip, in memory: every entry's name, kind and sizes are looked at before any is unpacked, and none
 * gives more bytes than it says. Throws 'package-invalid'; a zip that ends early is 'zip-damaged'.
 */
export async function zipSource(path: string, file: string): Promise<PackageSource> {
  const zip = await openFile(path, { lazyEntries: true, decodeStrings: false, autoClose: false }).catch((cause) => {
    throw refused(file, 'zip-damaged', {}, cause);
  });
  try {
    if (zip.entryCount > mostFiles) throw refused(file, 'too-many', { limit: mostFiles });
    const entries = await entriesOf(zip, file);
    const total = entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    if (total > largest.all) throw refused(file, 'too-large', { limit: largest.all / 2 ** 20 });
    const files = new Map<string, Buffer>();
    for (const { name, entry } of entries) files.set(name, await entryBytes(zip, name, entry));
    return {
      names: [...files.keys()],
      read: (name, bytes) => {
        const found = files.get(name);
        if (found === undefined) throw refused(name, 'missing');
        if (bytes !== undefined && found.length !== bytes) throw changedFile(name);
        return found;
      },
    };
  } finally {
    zip.close();
  }
}

interface Named {
  readonly name: string;
  readonly entry: Entry;
}

async function entriesOf(zip: ZipFile, file: string): Promise<readonly Named[]> {
  const found = new Map<string, Named>();
  for (let n = 0; n < zip.entryCount; n += 1) {
    const entry = await nextEntry(zip).catch((cause: unknown) => {
      throw refused(file, 'zip-damaged', {}, cause);
    });
    const name = checkName(entry.fileNameRaw.toString('utf8'));
    if (found.has(name)) throw refused(name, 'twice');
    checkEntry(name, entry);
    found.set(name, { name, entry });
  }
  return [...found.values()];
}

function nextEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const settle = (): void =>
      void zip.removeListener('entry', take).removeListener('error', fail).removeListener('end', ended);
    const take = (entry: Entry): void => {
      settle();
      resolve(entry);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const ended = (): void => fail(new Error('fewer entries than told'));
    zip.on('entry', take).on('error', fail).on('end', ended);
    zip.readEntry();
  });
}

/** Kinds of files of Unix in the upper half of the attributes; 0 where the zip was made elsewhere. */
const [kindOf, plainFile] = [(entry: Entry): number => (entry.externalFileAttributes >>> 16) & 0o170000, 0o100000];

function checkEntry(name: string, entry: Entry): void {
  const { compressedSize: packed, uncompressedSize: unpacked, compressionMethod: method } = entry;
  if (kindOf(entry) !== 0 && kindOf(entry) !== plainFile) throw refused(name, 'not-a-file');
  if (entry.isEncrypted()) throw refused(name, 'encrypted');
  if (method !== stored && method !== deflated) throw refused(name, 'zip-method');
  checkSize(name, unpacked);
  if (unpacked > Math.max(unpacks.always, packed * unpacks.times)) throw refused(name, 'zip-bomb');
}

/** The bytes of an entry. Its packed bytes are read raw, so that unpacking them is bounded here by what it says it holds. */
async function entryBytes(zip: ZipFile, name: string, entry: Entry): Promise<Buffer> {
  try {
    const packed = await rawBytes(zip, entry);
    const bytes =
      entry.compressionMethod === stored
        ? packed
        : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
    if (bytes.length === entry.uncompressedSize) return bytes;
    throw refused(name, 'zip-damaged');
  } catch (error) {
    if (error instanceof ShinsaError) throw error;
    const tooLong = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw refused(name, tooLong ? 'zip-bomb' : 'zip-damaged', {}, error);
  }
}

function rawBytes(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options =
      entry.compressionMethod === deflated ? { decompress: false, decrypt: null, start: null, end: null } : {};
    zip.openReadStream(entry, options, (error, stream) => {
      if (error !== null) return reject(error);
      const parts: Buffer[] = [];
      stream
        .on('data', (part: Buffer) => parts.push(part))
        .on('error', reject)
        .on('end', () => resolve(Buffer.concat(parts)));
    });
  });
}
