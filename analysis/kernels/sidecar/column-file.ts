import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { columnKinds, widthOf, type ColumnKind } from '../matrix/shapes.ts';

/** Rows that have one checksum. */
export const chunkRows = 65_536;

const magic = 'SHINSA-COLUMN-1\n';
/** Length and checksum of what is said of the column, and the mark that it is one of ours. */
const tailBytes = 8 + magic.length;

/** What a file of one column says of itself. `about` is for whoever wrote it. */
export interface ColumnHead {
  /** Which column of which state of which data: another one is not taken for it. */
  readonly key: string;
  readonly kind: ColumnKind;
  readonly rows: number;
  readonly about: unknown;
  /** CRC-32 of every `chunkRows` rows. */
  readonly checks: readonly number[];
}

/**
 * Writes a column beside its final name and gives it that name when it is whole: whoever is cut off leaves only a file
 * that nobody reads.
 */
export class ColumnWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #chunk: Buffer;
  readonly #checks: number[] = [];
  #filled = 0;
  #open = true;

  constructor(path: string, kind: ColumnKind) {
    this.#path = path;
    this.#file = openSync(partOf(path), 'w', 0o600);
    this.#chunk = Buffer.alloc(chunkRows * widthOf[kind]);
  }

  /** Appends values as they lie in memory (little-endian). */
  append(values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + this.#chunk.length - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === this.#chunk.length) this.#flush();
    }
  }

  /** Gives the file its name. */
  finish(head: Omit<ColumnHead, 'checks'>): void {
    this.#flush();
    const said = Buffer.from(JSON.stringify({ ...head, checks: this.#checks }));
    const tail = Buffer.alloc(tailBytes);
    tail.writeUInt32LE(said.length, 0);
    tail.writeUInt32LE(crc32(said), 4);
    tail.write(magic, 8, 'latin1');
    writeAll(this.#file, said);
    writeAll(this.#file, tail);
    this.#close();
    renameSync(partOf(this.#path), this.#path);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.#close();
    rmSync(partOf(this.#path), { force: true });
  }

  #close(): void {
    if (this.#open) closeSync(this.#file);
    this.#open = false;
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const part = this.#chunk.subarray(0, this.#filled);
    this.#checks.push(crc32(part));
    writeAll(this.#file, part);
    this.#filled = 0;
  }
}

const partOf = (path: string): string => `${path}.${process.pid}.part`;

function writeAll(file: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
}

/** What the file says of itself, or undefined where it is missing, cut off, damaged, or another column's. */
export function readHead(path: string, key: string): ColumnHead | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined || size < tailBytes) return undefined;
  const file = openSync(path, 'r');
  try {
    const tail = bytesAt(file, size - tailBytes, tailBytes);
    if (tail.toString('latin1', 8) !== magic) return undefined;
    const length = tail.readUInt32LE(0);
    if (length > size - tailBytes) return undefined;
    const said = bytesAt(file, size - tailBytes - length, length);
    if (crc32(said) !== tail.readUInt32LE(4)) return undefined;
    // Its checksum says that this program wrote it.
    const head = JSON.parse(said.toString()) as ColumnHead;
    const whole = head.key === key && columnKinds.includes(head.kind);
    return whole && head.rows * widthOf[head.kind] === size - tailBytes - length ? head : undefined;
  } finally {
    closeSync(file);
  }
}

function bytesAt(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let read = 0; read < length;) {
    const got = readSync(file, bytes, read, length - read, from + read);
    if (got === 0) return bytes.subarray(0, read);
    read += got;
  }
  return bytes;
}

/** Damage found while reading; the file is of no use any more. */
export class ColumnDamaged extends Error {
  readonly path: string;

  constructor(path: string) {
    super('column-damaged');
    this.path = path;
  }
}

/**
 * Reads rows `from` to `to` (both on the edge of a chunk, or the end) straight into `target` and checks them.
 * Throws ColumnDamaged, also where there is no file any more.
 */
export function readRows(path: string, head: ColumnHead, from: number, to: number, target: Uint8Array): void {
  const width = widthOf[head.kind];
  // Another process that holds a copy of the project may have removed it.
  if (!existsSync(path)) throw new ColumnDamaged(path);
  const file = openSync(path, 'r');
  try {
    for (let row = from; row < to; row += chunkRows) {
      const rows = Math.min(chunkRows, to - row);
      const start = (row - from) * width;
      const part = target.subarray(start, start + rows * width);
      for (let read = 0; read < part.length;) {
        const got = readSync(file, part, read, part.length - read, row * width + read);
        if (got === 0) throw new ColumnDamaged(path);
        read += got;
      }
      if (crc32(part) !== head.checks[row / chunkRows]) throw new ColumnDamaged(path);
    }
  } finally {
    closeSync(file);
  }
}
