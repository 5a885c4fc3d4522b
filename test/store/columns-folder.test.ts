import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundColumns } from '../../analysis/store/columns-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-columns-'));
  // The first of them used least recently.
  ['a', 'b', 'c', 'd'].forEach((name, day) => {
    const path = join(folder, `${name}.column`);
    writeFileSync(path, Buffer.alloc(100));
    utimesSync(path, day, day);
  });
  writeFileSync(join(folder, 'content-hash'), 'kept');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const columns = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.column'));
const used = (...names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => join(folder, `${name}.column`)));

describe('the columns of one state', () => {
  it('lose those used least recently while there are too many, by number or by bytes', () => {
    expect(boundColumns(folder, used(), { files: 4, bytes: 400 })).toEqual([]);
    expect(boundColumns(folder, used(), { files: 3, bytes: 400 })).toEqual([...used('a')]);
    expect(boundColumns(folder, used(), { files: 3, bytes: 299 })).toEqual([...used('b')]);
    expect(columns()).toEqual(['c.column', 'd.column']);
    expect(readdirSync(folder)).toContain('content-hash');
  });

  it('keep those in use, which are the last to go the next time', () => {
    expect(boundColumns(folder, used('a', 'b'), { files: 1, bytes: 1000 })).toEqual([...used('c', 'd')]);
    writeFileSync(join(folder, 'e.column'), '');
    utimesSync(join(folder, 'e.column'), 9, 9);
    expect(boundColumns(folder, used(), { files: 2, bytes: 1000 })).toEqual([...used('e')]);
    expect(columns()).toEqual(['a.column', 'b.column']);
  });
});
