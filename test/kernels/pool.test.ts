import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MatrixPool, Stopped, type StoredColumn } from '../../analysis/kernels/matrix/pool.ts';
import { plainBits, plainCombined, plainFigures, plainOverlap } from '../../analysis/kernels/matrix/plain.ts';
import type { Atom, Combination, Program } from '../../analysis/kernels/matrix/shapes.ts';
import { PassingRows } from '../../analysis/kernels/matrix/passing-rows.ts';
import { ColumnDamaged, ColumnWriter, readHead } from '../../analysis/kernels/sidecar/column-file.ts';
import { codedRows, type Coded } from './rows.ts';

let folder = '';
const pools: MatrixPool[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-matrix-'));
});

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

function written(coded: Coded): StoredColumn[] {
  return [...coded.columns].map(([name, codes]) => {
    const path = join(folder, `${name}.column`);
    const kind = coded.kinds.get(name) ?? 'u8';
    const writer = new ColumnWriter(path, kind);
    for (let row = 0; row < coded.rows; row += 2048) writer.append(codes.subarray(row, row + 2048));
    writer.finish({ key: name, kind, rows: coded.rows, about: null });
    const head = readHead(path, name);
    if (head === undefined) throw new Error('not written');
    return { name, path, head };
  });
}

async function opened(coded: Coded, columns: readonly StoredColumn[], threads: number): Promise<MatrixPool> {
  const pool = await MatrixPool.open(coded.rows, coded.blocks, coded.weeks, threads);
  pools.push(pool);
  await pool.load(columns);
  await pool.setBase({ states: 'states', amounts: 'amounts' });
  return pool;
}

const atoms: readonly Atom[] = [
  { column: 'bytes', low: 10, high: 100 },
  { column: 'halves', low: 1000, high: 30_000 },
  { column: 'doubles', low: 0, high: 1 },
];
const program: Program = {
  slots: 6,
  instructions: [
    ...atoms.map((atom, i) => ({ kind: 'atom' as const, to: 2 + i, atom })),
    { kind: 'and', to: 5, a: 2, b: 3 },
    ...[2, 3, 4, 5].map((slot) => ({ kind: 'keep' as const, slot, name: `r${slot}` })),
  ],
};

describe('rows over several threads', () => {
  it('come to what the plain reference says of all of them', async () => {
    const coded = codedRows(200_001, 5, 11);
    const bits = plainBits(coded, program);
    const names = [...bits.keys()];
    const base = {
      states: Uint8Array.from(coded.columns.get('states') ?? []),
      amounts: Uint32Array.from(coded.columns.get('amounts') ?? []),
    };
    const policy: Pick<Combination, 'steps' | 'rest'> = {
      steps: [{ result: 3, needs: 'all', conditions: ['r2', 'r4'] }],
      rest: { kind: 'otherwise', result: 0 },
    };
    const columns = written(coded);
    for (const threads of [1, 3, 8]) {
      const pool = await opened(coded, columns, threads);
      expect(pool.threads).toBe(Math.min(threads, 4));
      await pool.evaluate(program);
      expect(await pool.figures(names, true)).toEqual(plainFigures(coded, base, [...bits.values()]));
      expect(await pool.combine({ rules: names, ...policy })).toEqual(
        plainCombined(coded, base, { rules: names, ...policy }, bits),
      );
      expect(await pool.overlap(names)).toEqual(plainOverlap(base, [...bits.values()]));
    }
  });

  it('come to the same where they pass through memory a range at a time', async () => {
    const coded = codedRows(330_001, 5, 11);
    const bits = plainBits(coded, program);
    const names = [...bits.keys()];
    const base = {
      states: Uint8Array.from(coded.columns.get('states') ?? []),
      amounts: Uint32Array.from(coded.columns.get('amounts') ?? []),
    };
    const policy: Pick<Combination, 'steps' | 'rest'> = {
      steps: [{ result: 3, needs: 'all', conditions: ['r2', 'r4'] }],
      rest: {
        kind: 'scores',
        rules: [{ name: 'r3', weights: [0, 2, 1] }],
        thresholds: [1, 1, 1],
        results: [0, 1, 2, 3, 0, 1, 2, 3],
      },
    };
    const columns = written(coded);
    const counted = plainFigures(coded, base, [...bits.values()]).sums;
    for (const threads of [1, 2]) {
      const pool = await MatrixPool.open(coded.rows, coded.blocks, coded.weeks, threads);
      pools.push(pool);
      const passing = new PassingRows(pool, 1);
      const pass = vi.spyOn(pool, 'pass');
      await passing.load(columns);
      await passing.setBase({ states: 'states', amounts: 'amounts' });
      await passing.evaluate(program);
      const [counts, figures, combined, overlap] = await Promise.all([
        passing.counts(names),
        passing.figures(names, true),
        passing.combine({ rules: names, ...policy }),
        passing.overlap(names),
      ]);
      expect(pass).toHaveBeenCalledTimes(1);
      expect(pass.mock.calls[0]?.[1]).toBe(65_536);
      expect(counts).toEqual(names.map((_, i) => [0, 2, 4, 6, 8].reduce((n, s) => n + Number(counted[10 * i + s]), 0)));
      expect(figures).toEqual(plainFigures(coded, base, [...bits.values()]));
      expect(combined).toEqual(plainCombined(coded, base, { rules: names, ...policy }, bits));
      expect(overlap).toEqual(plainOverlap(base, [...bits.values()]));
      expect(await passing.figures(['r5'], true)).toEqual(
        plainFigures(coded, base, [bits.get('r5') ?? new Uint8Array()]),
      );
      // Columns of a range, its bitmaps, and what they come to; not of all rows.
      expect(await pool.size()).toBeLessThan(threads * 5e6);
    }
  });

  it('stop when cancelled, and answer the next question', async () => {
    const coded = codedRows(300_000, 2, 3);
    const pool = await opened(coded, written(coded), 2);
    await pool.evaluate(program);
    const stopping = new AbortController();
    const work = pool.overlap(
      Array.from({ length: 400 }, (_, i) => `r${2 + (i % 4)}`),
      stopping.signal,
    );
    setTimeout(() => stopping.abort(), 5);
    await expect(work).rejects.toBeInstanceOf(Stopped);
    expect(await pool.counts(['r2'])).toHaveLength(1);
  });

  it('say that they are gone when the threads are ended', async () => {
    const coded = codedRows(100, 1, 3);
    const pool = await opened(coded, written(coded), 1);
    await pool.close();
    await expect(pool.counts([])).rejects.toBeInstanceOf(Stopped);
  });
});

describe('a thread that dies', () => {
  it('ends every later question instead of keeping it waiting', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage');
    const coded = codedRows(140_000, 1, 3);
    const pool = await opened(coded, written(coded), 2);
    const worker = posted.mock.contexts[0];
    posted.mockRestore();
    if (!(worker instanceof Worker)) throw new Error('no thread');
    expect(pool.dead).toBe(false);
    await worker.terminate();
    expect(pool.dead).toBe(true);
    await expect(pool.counts([])).rejects.toThrow('a thread of the matrix ended');
    await expect(pool.evaluate(program)).rejects.toThrow('a thread of the matrix ended');
  });
});

describe('the file of a column', () => {
  it('is not read when it is missing, cut off, of another column, or was never finished', () => {
    const [column] = written(codedRows(70_000, 1, 1));
    if (column === undefined) throw new Error('no column');
    expect(column.head.rows).toBe(70_000);
    expect(readHead(column.path, 'another')).toBeUndefined();
    expect(readHead(join(folder, 'none'), column.name)).toBeUndefined();
    const whole = readFileSync(column.path);
    for (const length of [0, 10, whole.length - 1, whole.length - 40]) {
      truncateSync(column.path, length);
      expect(readHead(column.path, column.name)).toBeUndefined();
      writeFileSync(column.path, whole);
    }
    writeFileSync(column.path, Buffer.concat([whole.subarray(1), whole.subarray(-1)]));
    expect(readHead(column.path, column.name)).toBeUndefined();
    const writer = new ColumnWriter(join(folder, 'half'), 'u8');
    writer.append(new Uint8Array(100_000));
    expect(readHead(join(folder, 'half'), 'half')).toBeUndefined();
    writer.abandon();
  });

  it('is damaged when a byte of it is another one', async () => {
    const coded = codedRows(150_000, 1, 1);
    const columns = written(coded);
    const [first] = columns;
    if (first === undefined) throw new Error('no column');
    const bytes = readFileSync(first.path);
    bytes[140_000] = (bytes[140_000] ?? 0) ^ 4;
    writeFileSync(first.path, bytes);
    const pool = await MatrixPool.open(coded.rows, coded.blocks, coded.weeks, 2);
    pools.push(pool);
    await expect(pool.load(columns)).rejects.toBeInstanceOf(ColumnDamaged);
    writeFileSync(first.path, bytes.subarray(0, 1000));
    await expect(pool.load(columns)).rejects.toBeInstanceOf(ColumnDamaged);
    rmSync(first.path);
    await expect(pool.load(columns)).rejects.toBeInstanceOf(ColumnDamaged);
  });
});
