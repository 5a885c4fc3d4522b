import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ShinsaError } from '../model/failure.ts';

/** Where a package goes: `out` itself when it is named like one, else a folder of its own in `out`. */
export function packagePath(out: string, suggestedName: string): string {
  return out.endsWith('.shinsapkg') ? out : join(out, suggestedName);
}

/** Fails with 'out-exists' when something is at the path. */
export function refuseExisting(path: string): void {
  if (existsSync(path)) throw new ShinsaError('out-exists', {}, { place: { file: basename(path) } });
}

/**
 * Moves a finished folder out of staging; it appears whole or not at all, and never replaces anything ('out-exists').
 * Fails with 'disk-full' or 'file-unreadable' when the place cannot be written.
 */
export function moveOut(from: string, to: string): void {
  refuseExisting(to);
  const part = join(dirname(to), `.${basename(to)}-${randomBytes(4).toString('hex')}.part`);
  try {
    mkdirSync(dirname(to), { recursive: true });
    // Staging may lie on another disk, where a rename cannot reach.
    cpSync(from, part, { recursive: true });
    renameSync(part, to);
  } catch (cause) {
    throw writeFailure(cause, basename(to));
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  rmSync(from, { recursive: true, force: true });
}

/** A failed write as one of our failures. */
export function writeFailure(cause: unknown, file: string): ShinsaError {
  if (cause instanceof ShinsaError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new ShinsaError(full ? 'disk-full' : 'file-unreadable', {}, { place: { file }, cause });
}
