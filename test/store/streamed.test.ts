import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../../analysis/store/connection.ts';
import { pieces } from '../../analysis/store/each-row.ts';
import { eachNumbers, eachTexts } from '../../analysis/store/number-rows.ts';
import { sql } from '../../analysis/store/sql.ts';
import { streamed, untilWhole } from '../../analysis/store/streamed.ts';

let instance: DuckDBInstance;
let duck: DuckDBConnection;
beforeEach(async () => {
  instance = await DuckDBInstance.create(':memory:');
  duck = await instance.connect();
});
afterEach(() => {
  duck.closeSync();
  instance.closeSync();
});

const rows = 5000;
const query = sql`SELECT range::INTEGER AS n FROM range(${rows}) ORDER BY n`;

/** Its streams end after so many pieces, as DuckDB ends one that failed; those without a number are whole. */
function cutting(...after: readonly number[]): Connection {
  const stream = duck.stream.bind(duck);
  let made = 0;
  duck.stream = async (...given) => {
    const result = await stream(...given);
    const most = after[made++] ?? Infinity;
    const fetch = result.fetchChunk.bind(result);
    let told = 0;
    result.fetchChunk = async () => (told++ < most ? fetch() : null);
    return result;
  };
  return new Connection(duck);
}

const failed = { failure: { code: 'internal', params: { detail: 'stream-cut' } } };

async function numbers(db: Connection): Promise<number[]> {
  const found: number[] = [];
  await eachNumbers(db, query, ([column = []]) => void found.push(...column));
  return found;
}

const all = Array.from({ length: rows }, (_, n) => n);

test('a whole stream is all rows in their order, some at a time', async () => {
  const sizes: number[] = [];
  for await (const { rowCount } of streamed(cutting(), query)) sizes.push(rowCount);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rows);
  expect(await numbers(cutting())).toEqual(all);
});

test.each([0, 1, 2])('a stream that ends after %i pieces fails instead of being short', async (after) => {
  await expect(numbers(cutting(after))).rejects.toMatchObject(failed);
  const texts = eachTexts(cutting(after), sql`SELECT n::VARCHAR FROM (${query})`, () => undefined);
  await expect(texts).rejects.toMatchObject(failed);
  const read = async (): Promise<void> => {
    for await (const _ of pieces(cutting(after), query));
  };
  await expect(read()).rejects.toMatchObject(failed);
});

test('a stream of no rows is whole', async () => {
  await eachNumbers(cutting(), sql`SELECT 1 WHERE FALSE`, () => {
    throw new Error('a piece');
  });
});

test('work begins again until its streams are whole, and not for ever', async () => {
  const db = cutting(0, 1, 2);
  expect(await untilWhole(() => numbers(db))).toEqual(all);
  const never = cutting(0, 1, 0, 1, 0);
  await expect(untilWhole(() => numbers(never))).rejects.toMatchObject(failed);
});

test('what fails otherwise is not done again', async () => {
  let passes = 0;
  const work = untilWhole(async () => {
    passes += 1;
    throw new Error('other');
  });
  await expect(work).rejects.toThrow('other');
  expect(passes).toBe(1);
});
