import { nearFields, nearLevels, type NearField, type NearLevel, type NearOdds } from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { id, join, literal, sql } from '../../store/sql.ts';
import { apart } from './blocks.ts';
import { compared, fieldColumns } from './compare.ts';

/** Pairs at chance that `u` is learned from; all there are where there are no more. */
const mostSampled = 500_000;

/** Where learning begins: how one person's two profiles agree. */
const start: Readonly<Record<NearField, Readonly<Partial<Record<NearLevel, number>>>>> = {
  name: { same: 0.75, 'one-writing': 0.15, near: 0.07, surname: 0.02, different: 0.01 },
  address: { same: 0.6, near: 0.2, town: 0.05, city: 0.05, different: 0.1 },
  phone: { same: 0.1, near: 0.35, twice: 0.05, different: 0.5 },
  email: { same: 0.1, local: 0.2, longer: 0.2, stem: 0.1, near: 0.1, different: 0.3 },
  agent: { same: 0.5, different: 0.5 },
};
/** The start counts as much as so many pairs, so that a level nobody has seen is rare and not impossible. */
const startPairs = 10;
/** A level that no pair at chance shows counts as half a pair. */
const unseen = 0.5;

const mostRounds = 100;
/** Learning ends when no chance of one person moves by more. */
const settled = 1e-5;

export interface Estimate {
  readonly odds: readonly NearOdds[];
  /** Chance that two profiles at chance are one person. */
  readonly prior: number;
  readonly sampled: number;
  readonly rounds: number;
  readonly converged: boolean;
}

/**
 * Temporary table `vectors`: how often each combination of levels comes among the candidates (`n`) and among pairs at
 * chance (`r`). Both without pairs that a key links. Answers the pairs at chance.
 */
export async function makeVectors(db: Connection, profiles: number): Promise<number> {
  await db.run(sql`CREATE OR REPLACE TEMP TABLE chance AS SELECT a, b FROM (${chancePairs(profiles)}) AS drawn
    JOIN profiles AS p ON p.no = a JOIN profiles AS q ON q.no = b WHERE ${apart(sql`p`, sql`q`)}`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE levels AS FROM ${compared(sql`candidates`)}`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE vectors AS
    SELECT ${fieldColumns}, sum(n)::DOUBLE AS n, sum(r)::DOUBLE AS r FROM (
      SELECT ${fieldColumns}, 1 AS n, 0 AS r FROM levels
      UNION ALL SELECT ${fieldColumns}, 0, 1 FROM ${compared(sql`chance`)}) GROUP BY ALL`);
  const drawn = await db.first(sql`SELECT count(*) AS n FROM chance`);
  await db.run(sql`DROP TABLE chance`);
  return Number(drawn?.['n']);
}

/** The same pairs every time: drawn by hashes of their number. */
function chancePairs(profiles: number): ReturnType<typeof sql> {
  if ((profiles * (profiles - 1)) / 2 <= mostSampled)
    return sql`SELECT p.no AS a, q.no AS b FROM profiles AS p JOIN profiles AS q ON p.no < q.no`;
  return sql`SELECT DISTINCT least(x, y) AS a, greatest(x, y) AS b FROM (
    SELECT (hash(range * 2) % ${profiles})::INTEGER AS x, (hash(range * 2 + 1) % ${profiles})::INTEGER AS y
    FROM range(${mostSampled})) WHERE x <> y`;
}

/**
 * Learns from `vectors` how often each level comes among pairs of one person (`m`, over the candidates) and of two (`u`,
 * over the pairs at chance), and how many there are of the former: expectation maximisation of the mixture of Fellegi
 * and Sunter (1969), missing fields left out. Every pair that is no candidate is taken for two persons; so are, while
 * learning, those whose names tell two: families agree in all but the given name and would be learned as one person.
 */
export async function estimate(db: Connection, pairs: number): Promise<Omit<Estimate, 'sampled'>> {
  await startOdds(db);
  const candidates = Number((await db.first(sql`SELECT sum(n) AS n FROM vectors`))?.['n'] ?? 0);
  let prior = (0.1 * Math.max(1, candidates)) / Math.max(2, pairs);
  for (let round = 1; round <= mostRounds; round += 1) {
    const { moved, expected } = await learn(db, prior);
    prior = Math.max(1, expected) / Math.max(2, pairs);
    if (moved < settled) return { odds: await readOdds(db), prior, rounds: round, converged: true };
  }
  return { odds: await readOdds(db), prior, rounds: mostRounds, converged: false };
}

async function startOdds(db: Connection): Promise<void> {
  const rows = nearFields.flatMap((field) =>
    nearLevels[field].map((level) => {
      const m = literal(String(start[field][level] ?? 0));
      return sql`(${literal(field)}, ${literal(level)}, ${m}::DOUBLE, ${m}::DOUBLE)`;
    }),
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE starts AS
    SELECT * FROM (VALUES ${join(rows, sql`, `)}) AS given (field, level, m, u)`);
  // Before anything is learned, every pair at chance is taken for two persons.
  await db.run(sql`CREATE OR REPLACE TEMP TABLE odds AS FROM starts`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE judged AS SELECT *, 0::DOUBLE AS p FROM vectors`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE odds AS
    SELECT field, level, starts.m, learned.u FROM starts JOIN ${learned} AS learned USING (field, level)`);
}

/** One round: how likely each combination is of one person, then the odds that follow. */
async function learn(db: Connection, prior: number): Promise<{ readonly moved: number; readonly expected: number }> {
  const of = (column: 'm' | 'u') =>
    join(
      nearFields.map((field) => sql`coalesce(${id(`odds_${field}`)}.${id(column)}, 1)`),
      sql` * `,
    );
  const joins = join(
    nearFields.map((field) => {
      const name = id(`odds_${field}`);
      return sql`LEFT JOIN odds AS ${name} ON ${name}.field = ${literal(field)} AND ${name}.level = v.${id(field)}`;
    }),
    sql` `,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE judged AS
    SELECT v.*, CASE WHEN name IN ('surname', 'different') THEN 0
      ELSE ${prior}::DOUBLE * ${of('m')} / (${prior}::DOUBLE * ${of('m')} + (1 - ${prior}::DOUBLE) * ${of('u')}) END AS p
    FROM vectors AS v ${joins}`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE next AS FROM ${learned}`);
  const moved = await db.first(sql`SELECT max(abs(next.m - odds.m)) AS moved FROM next JOIN odds USING (field, level)`);
  const expected = await db.first(sql`SELECT sum(n * p) AS n FROM judged`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE odds AS FROM next`);
  return { moved: Number(moved?.['moved'] ?? 0), expected: Number(expected?.['n'] ?? 0) };
}

/** The odds that follow from `judged`. */
const learned = sql`(
  WITH told AS (${join(
    nearFields.map(
      (
        field,
      ) => sql`SELECT ${literal(field)} AS field, ${id(field)} AS level, sum(n * p) AS one, sum(r * (1 - p)) AS two
        FROM judged GROUP BY ${id(field)}`,
    ),
    sql` UNION ALL `,
  )}),
  counted AS (SELECT field, level, coalesce(one, 0) + ${startPairs} * m AS one, greatest(coalesce(two, 0), ${unseen}) AS two
    FROM starts LEFT JOIN told USING (field, level))
  SELECT field, level, one / sum(one) OVER (PARTITION BY field) AS m, two / sum(two) OVER (PARTITION BY field) AS u
  FROM counted)`;

async function readOdds(db: Connection): Promise<readonly NearOdds[]> {
  const rows = await db.rows(sql`SELECT field, level, m, u FROM odds`);
  return nearFields.flatMap((field) =>
    nearLevels[field].map((level) => {
      const row = rows.find((one) => one['field'] === field && one['level'] === level);
      return { field, level, m: Number(row?.['m']), u: Number(row?.['u']) };
    }),
  );
}
