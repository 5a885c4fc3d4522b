import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureSample, sampleFiles } from '../../samples/shop/generate.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "shinsa 見本's "));
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

describe('ensureSample', () => {
  it('writes the shop once and leaves nothing else behind', async () => {
    const dir = join(base, 'shop');
    const paths = await ensureSample(dir);
    expect(Object.keys(paths).sort()).toEqual(Object.keys(sampleFiles).sort());
    const first = await stat(paths.orders);
    expect(first.size).toBeGreaterThan(5_000_000);
    await ensureSample(dir);
    expect((await stat(paths.orders)).ino).toBe(first.ino);
    expect(await readdir(base)).toEqual(['shop']);
  });

  it('serves two that ask at once', async () => {
    const dir = join(base, 'shop');
    const [one, two] = await Promise.all([ensureSample(dir), ensureSample(dir)]);
    expect(one).toEqual(two);
    expect(await readdir(base)).toEqual(['shop']);
    expect(JSON.parse(await readFile(one.mapping, 'utf8'))).toHaveProperty('timezone', 'Asia/Tokyo');
  });

  it('replaces an older sample', async () => {
    const dir = join(base, 'shop');
    await mkdir(dir);
    await writeFile(join(dir, '.sample'), '0 {}\n');
    await writeFile(join(dir, 'orders.csv'), 'old');
    const paths = await ensureSample(dir);
    expect((await stat(paths.orders)).size).toBeGreaterThan(5_000_000);
  });

  it('does not touch a folder that holds something else', async () => {
    const dir = join(base, 'documents');
    await mkdir(dir);
    await writeFile(join(dir, 'letter.txt'), 'dear');
    await expect(ensureSample(dir)).rejects.toMatchObject({ failure: { code: 'out-exists' } });
    expect(await readdir(dir)).toEqual(['letter.txt']);
    expect(await readdir(base)).toEqual(['documents']);
  });
});
