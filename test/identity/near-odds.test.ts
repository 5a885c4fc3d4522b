import { describe, expect, it } from 'vitest';
import { estimate } from '../../analysis/identity/near/estimate.ts';
import { weighPairs } from '../../analysis/identity/near/weigh.ts';
import { nearFields, nearLevels, type NearField } from '../../analysis/model/near.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench } from '../ingest/workbench.ts';

/** Levels of name, address, phone, mail and browser; how often among candidates and among pairs at chance. */
type Vector = readonly [levels: readonly [string, string, string, string, string], n: number, r: number];

const vectors: readonly Vector[] = [
  [['same', 'near', 'near', 'longer', 'same'], 40, 0],
  [['one-writing', 'same', 'near', 'missing', 'different'], 15, 0],
  [['same', 'missing', 'different', 'local', 'same'], 9, 1],
  [['same', 'different', 'different', 'named', 'different'], 30, 25],
  [['surname', 'same', 'different', 'different', 'same'], 60, 40],
  [['different', 'town', 'different', 'different', 'different'], 25, 9000],
  [['near', 'city', 'missing', 'near', 'missing'], 3, 2],
];
const pairs = 2_000_000;

/** What a round begins with and returns, in plain TypeScript and in no hurry. */
type Odds = Map<string, { m: number; u: number }>;
const starts: Readonly<Record<NearField, readonly number[]>> = {
  name: [0.75, 0.15, 0.07, 0.02, 0.01],
  address: [0.6, 0.2, 0.05, 0.05, 0.1],
  phone: [0.1, 0.35, 0.05, 0.5],
  email: [0.1, 0.2, 0.2, 0.1, 0.1, 0.3],
  agent: [0.5, 0.5],
};

function next(posteriors: readonly number[]): Odds {
  const odds: Odds = new Map();
  nearFields.forEach((field, at) => {
    const rows = nearLevels[field].map((level, nth) => {
      let [one, two] = [10 * (starts[field][nth] ?? 0), 0];
      vectors.forEach(([levels, n, r], v) => {
        if (levels[at] !== level) return;
        one += n * (posteriors[v] ?? 0);
        two += r * (1 - (posteriors[v] ?? 0));
      });
      return { level, one, two: Math.max(two, 0.5) };
    });
    const [ones, twos] = [rows.reduce((sum, { one }) => sum + one, 0), rows.reduce((sum, { two }) => sum + two, 0)];
    for (const { level, one, two } of rows) odds.set(`${field} ${level}`, { m: one / ones, u: two / twos });
  });
  return odds;
}

function plainly(): { readonly odds: Odds; readonly prior: number } {
  const first = next(vectors.map(() => 0));
  let odds: Odds = new Map(
    [...first].map(([name, { u }]) => {
      const [field = '', level = ''] = name.split(' ');
      const of = field as NearField;
      return [name, { m: starts[of][(nearLevels[of] as readonly string[]).indexOf(level)] ?? 0, u }];
    }),
  );
  let prior = (0.1 * vectors.reduce((sum, [, n]) => sum + n, 0)) / pairs;
  for (let round = 0; round < 200; round += 1) {
    const posteriors = vectors.map(([levels]) => {
      if (levels[0] === 'surname' || levels[0] === 'different') return 0;
      let [one, two] = [prior, 1 - prior];
      levels.forEach((level, at) => {
        const found = odds.get(`${nearFields[at]} ${level}`);
        one *= found?.m ?? 1;
        two *= found?.u ?? 1;
      });
      return one / (one + two);
    });
    odds = next(posteriors);
    prior = vectors.reduce((sum, [, n], v) => sum + n * (posteriors[v] ?? 0), 0) / pairs;
  }
  return { odds, prior };
}

const onProject = async <T>(run: (db: Connection) => Promise<T>): Promise<T> => (await bench()).project.write({}, run);

describe('odds learned from how often levels come together', () => {
  it('are those of the same rounds in plain TypeScript', async () => {
    const found = await onProject(async (db) => {
      await db.run(sql`CREATE TEMP TABLE vectors (name VARCHAR, address VARCHAR, phone VARCHAR, email VARCHAR,
        agent VARCHAR, n DOUBLE, r DOUBLE)`);
      for (const [[name, address, phone, email, agent], n, r] of vectors)
        await db.run(sql`INSERT INTO vectors VALUES (${name}, ${address}, ${phone}, ${email}, ${agent}, ${n}, ${r})`);
      return estimate(db, pairs);
    });
    const known = plainly();
    expect(found.converged).toBe(true);
    expect(found.prior).toBeCloseTo(known.prior, 8);
    for (const { field, level, m, u } of found.odds) {
      const other = known.odds.get(`${field} ${level}`);
      expect(m, `m ${field} ${level}`).toBeCloseTo(other?.m ?? NaN, 3);
      expect(u, `u ${field} ${level}`).toBeCloseTo(other?.u ?? NaN, 3);
    }
    // Shares of a field are of the whole.
    for (const field of nearFields)
      expect(found.odds.filter((one) => one.field === field).reduce((sum, { m }) => sum + m, 0)).toBeCloseTo(1, 9);
  });
});

describe('a pair weighs', () => {
  it('log2(m/u) of each level, by the value itself where both have the same, nothing where one says nothing', async () => {
    const rows = await onProject(async (db) => {
      await db.run(sql`CREATE TEMP TABLE profiles (no INTEGER, writing VARCHAR, reading VARCHAR, address VARCHAR,
        phone VARCHAR, email VARCHAR, account VARCHAR, stem VARCHAR, agent VARCHAR)`);
      // Ten of a hundred profiles have the common name, two the rare one.
      await db.run(sql`INSERT INTO profiles SELECT range, CASE WHEN range < 10 THEN '佐藤健太' WHEN range < 12 THEN '長谷部凛' END,
        NULL, NULL, '+8190' || range, NULL, NULL, NULL, NULL FROM range(100)`);
      await db.run(sql`CREATE TEMP TABLE levels AS FROM (VALUES
        (0, 1, 'same', 'missing', 'near', 'missing', 'missing'),
        (10, 11, 'same', 'missing', 'near', 'missing', 'missing'),
        (20, 21, 'surname', 'missing', 'near', 'missing', 'missing'))
        AS given (a, b, name, address, phone, email, agent)`);
      await db.run(sql`CREATE TEMP TABLE odds AS FROM (VALUES ('name', 'same', 0.8::DOUBLE, 0.01::DOUBLE),
        ('name', 'surname', 0.125, 0.25), ('phone', 'near', 0.5, 0.0009765625)) AS given (field, level, m, u)`);
      await weighPairs(db, 100, -8);
      return db.rows(sql`SELECT * FROM weighed ORDER BY a`);
    });
    // Near phones: log2(0.5 / 2^-10) = 9. Ten with the name: the eight others are 8 in 100, log2(0.8 / 0.08) = log2(10).
    // Two with it: half a profile in 100, log2(0.8 / 0.005) = log2(160). Surnames: log2(0.125 / 0.25) = -1.
    const bits = [Math.log2(10), Math.log2(160), -1];
    expect(rows).toHaveLength(3);
    rows.forEach((row, n) => {
      expect(row['phone_bits']).toBe(9);
      expect([row['address_bits'], row['email_bits'], row['agent_bits']]).toEqual([0, 0, 0]);
      expect(Number(row['name_bits'])).toBeCloseTo(bits[n] ?? NaN, 9);
      expect(Number(row['bits'])).toBeCloseTo(-8 + 9 + (bits[n] ?? NaN), 9);
    });
    // What the name's rarity adds to log2(0.8 / 0.01) and takes from it.
    expect(rows.map((row) => Number(row['name_rarity']))).toEqual([
      expect.closeTo(Math.log2(0.01 / 0.08), 9),
      expect.closeTo(Math.log2(0.01 / 0.005), 9),
      0,
    ]);
  });
});
