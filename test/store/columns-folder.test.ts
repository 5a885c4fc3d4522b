import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundColumns, columnsFolder } from '../../analysis/store/columns-folder.ts';

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

describe('the folder of columns', () => {
  let root = '';
  let parent = '';
  const holders = ['aaaa', 'bbbb', 'cccc'].map((name) => `${process.pid}-${name}`);
  const [a = '', b = '', c = ''] = holders;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'shinsa-folders-'));
    parent = join(root, 'columns');
    for (const holder of holders) mkdirSync(join(root, 'staging', holder), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** As if it had been used some minutes ago. */
  function age(folder: string, minutes: number): void {
    const then = new Date(Date.now() - minutes * 60_000);
    utimesSync(folder, then, then);
  }
  const states = (): string[] => readdirSync(parent).sort();

  it('of a state that another open copy uses stays, however many there are', () => {
    for (const [i, holder] of holders.entries()) {
      const folder = columnsFolder(parent, `v${i}`, holder);
      writeFileSync(join(folder, `x.column.${process.pid}.part`), 'half');
      age(folder, 10 - i);
    }
    columnsFolder(parent, 'v2', c);
    expect(states()).toEqual(['v0', 'v1', 'v2']);
    expect(existsSync(join(parent, 'v0', `x.column.${process.pid}.part`))).toBe(true);
  });

  it('goes once its copy is closed, or has gone on to another state', () => {
    for (const [i, holder] of holders.entries()) age(columnsFolder(parent, `v${i}`, holder), 10 - i);
    rmSync(join(root, 'staging', a), { recursive: true });
    columnsFolder(parent, 'v2', c);
    expect(states()).toEqual(['v1', 'v2']);
    columnsFolder(parent, 'v3', b);
    columnsFolder(parent, 'v4', c);
    // The one before stays: an undone import brings it back.
    expect(states()).toEqual(['v2', 'v3', 'v4']);
  });

  it('of an ended process goes, and what it left on the way out', () => {
    const gone = 2 ** 22 - 1;
    for (const name of ['v0', 'v1', 'v2']) mkdirSync(join(parent, name), { recursive: true });
    mkdirSync(join(root, 'staging', `${gone}-dddd`));
    writeFileSync(join(parent, 'v0', `${gone}-dddd.open`), '');
    age(join(parent, 'v0'), 10);
    age(join(parent, 'v1'), 9);
    mkdirSync(join(parent, `v9.${gone}.gone`));
    columnsFolder(parent, 'v3', a);
    expect(states()).toEqual(['v2', 'v3']);
  });

  it('that was removed under its user is made again when it asks', () => {
    const folder = columnsFolder(parent, 'v0', a);
    rmSync(folder, { recursive: true });
    expect(columnsFolder(parent, 'v0', a)).toBe(folder);
    expect(readdirSync(folder)).toEqual([`${a}.open`]);
  });
});
