import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chosenFile, filesChosen, grantFile } from '../../electron/file-tokens.ts';
import { createGrantTable } from '../../electron/grant-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
const orders = join(folder, "注文 '一覧'.csv");
writeFileSync(orders, 'a,b\n');
const packageFolder = join(folder, 'x.shinsapkg');
mkdirSync(packageFolder);

const failure = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });

describe('a file token', () => {
  it('is bound to what the file is now, and tells the page neither path nor folder', async () => {
    const grant = await grantFile(orders, 'history');
    const { ino, size, mtimeMs } = statSync(orders);
    expect(grant.file).toEqual({ path: orders, inode: ino, size, mtimeMs });
    expect(chosenFile(grant)).toEqual({ token: grant.token, name: "注文 '一覧'.csv", bytes: 4 });
    expect(JSON.stringify(chosenFile(grant))).not.toContain(folder);
  });

  it('is a different one each time', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, () => grantFile(orders, 'history')));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(50);
  });

  it('is refused for folders, devices and what is not there', async () => {
    await expect(grantFile(folder, 'history')).rejects.toEqual(failure('file-unreadable'));
    await expect(grantFile(folder, 'dropped')).rejects.toEqual(failure('file-unreadable'));
    await expect(grantFile('/dev/zero', 'history')).rejects.toEqual(failure('file-unreadable'));
    await expect(grantFile(join(folder, 'gone.csv'), 'history')).rejects.toEqual(failure('file-not-found'));
  });

  it('is given for a folder only where a package is meant', async () => {
    expect((await grantFile(packageFolder, 'package')).file.size).toBe(0);
    expect((await grantFile(packageFolder, 'dropped')).file.path).toBe(packageFolder);
    await expect(grantFile(orders, 'package')).rejects.toEqual(failure('file-unreadable'));
  });

  it('is given for a package whichever of folder and zip was asked for', async () => {
    for (const name of ['x.zip', 'y.shinsapkg', 'z.ZIP']) {
      const zip = join(folder, name);
      rmSync(zip, { recursive: true, force: true });
      writeFileSync(zip, 'PK');
      expect((await grantFile(zip, 'package')).file.size).toBe(2);
    }
    expect((await grantFile(packageFolder, 'package-file')).file.path).toBe(packageFolder);
    await expect(grantFile(packageFolder, 'ruleset')).rejects.toEqual(failure('file-unreadable'));
  });
});

describe('the table of tokens', () => {
  it('shows a file as often as asked and gives it once', async () => {
    const taken: string[] = [];
    const table = createGrantTable((token) => taken.push(token));
    const grant = await grantFile(orders, 'history');
    table.add(grant);
    expect(table.peek(grant.token)).toEqual(grant.file);
    expect(table.peek(grant.token)).toEqual(grant.file);
    expect(table.take(grant.token)).toEqual(grant.file);
    expect(taken).toEqual([grant.token]);
    expect(() => table.take(grant.token)).toThrow(failure('token-unknown'));
    expect(() => table.peek(grant.token)).toThrow(failure('token-unknown'));
  });

  it('knows no token that was not added, and none after its hour', async () => {
    const hour = 60 * 60_000;
    const start = 1_000_000;
    let now = start;
    const table = createGrantTable(
      () => {},
      () => now,
    );
    const grant = await grantFile(orders, 'history', start);
    expect(() => table.peek(grant.token)).toThrow(failure('token-unknown'));
    table.add(grant);
    now = start + hour - 1;
    expect(table.peek(grant.token)).toEqual(grant.file);
    now = start + hour;
    expect(() => table.take(grant.token)).toThrow(failure('token-unknown'));
  });
});

describe('what is chosen', () => {
  it('is, of a folder of order files, its tables by name; of anything else itself', async () => {
    const daily = join(folder, 'daily');
    mkdirSync(daily);
    for (const name of ['d10.csv', 'd9.csv', '.d1.csv', 'readme.md']) writeFileSync(join(daily, name), 'x');
    mkdirSync(join(daily, 'old.csv'));
    const tables = [join(daily, 'd9.csv'), join(daily, 'd10.csv')];
    expect(await filesChosen(daily, 'history-folder')).toEqual(tables);
    expect(await filesChosen(daily, 'dropped')).toEqual(tables);
    expect(await filesChosen(daily, 'package')).toEqual([daily]);
    expect(await filesChosen(join(daily, 'd9.csv'), 'history')).toEqual([join(daily, 'd9.csv')]);
    rmSync(join(daily, 'd9.csv'));
    rmSync(join(daily, 'd10.csv'));
    await expect(filesChosen(daily, 'dropped')).rejects.toMatchObject({ failure: { code: 'folder-without-table' } });
  });
});
