import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ShinsaError } from '../model/failure.ts';

/** A project file before DuckDB has seen it. `key` is the same for every name of the same file. */
export interface ProjectFile {
  readonly path: string;
  readonly key: string;
  readonly writable: boolean;
}

const held = new Set<string>();

/** Finds the file; 'project-not-found' when there is none. */
export function findProjectFile(path: string): ProjectFile {
  try {
    const real = realpathSync(path);
    const stat = statSync(real, { bigint: true });
    if (!stat.isFile()) throw new ShinsaError('project-foreign');
    return { path: real, key: `${stat.dev}:${stat.ino}`, writable: canWrite(real) && canWrite(dirname(real)) };
  } catch (error) {
    if (error instanceof ShinsaError) throw error;
    throw new ShinsaError('project-not-found', {}, { cause: error });
  }
}

/**
 * Takes the file for this process, 'project-open-elsewhere' when it is already open here: DuckDB's own lock does not
 * see a second opening by the same process. Answers the function that gives it back.
 */
export function holdProjectFile(file: ProjectFile): () => void {
  if (held.has(file.key)) throw new ShinsaError('project-open-elsewhere');
  held.add(file.key);
  return () => held.delete(file.key);
}

/** What the first bytes of a DuckDB file tell; sizes in bytes. */
export interface Header {
  readonly blockSize: number;
}

/**
 * Looks at the first bytes: 'project-damaged' for what is not a DuckDB file.
 * Only for a file this process holds and DuckDB has not opened: closing a descriptor drops DuckDB's lock.
 */
export function inspectHeader(file: ProjectFile): Header {
  const head = Buffer.alloc(headerSize);
  const fd = openForReading(file.path);
  try {
    const read = readSync(fd, head, 0, headerSize, 0);
    if (read < headerSize || head.toString('latin1', 8, 12) !== 'DUCK') throw new ShinsaError('project-damaged');
  } finally {
    closeSync(fd);
  }
  return { blockSize: Number(head.readBigUInt64LE(4096 + 40)) };
}

/** Whether the file is long enough to hold the block of that number (from 0). */
export function holdsBlock(file: ProjectFile, { blockSize }: Header, block: number): boolean {
  return statSync(file.path).size >= headerSize + (block + 1) * blockSize;
}

/** One main header and two database headers of 4,096 bytes each. */
const headerSize = 3 * 4096;

function openForReading(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new ShinsaError('file-unreadable', {}, { cause: error });
  }
}

/** The mode bits count for the superuser too, who could write anyway: a file marked read-only is meant to stay so. */
function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return process.platform === 'win32' || (statSync(path).mode & 0o222) !== 0;
  } catch {
    return false;
  }
}
