import { nearMostProfiles, nearPasses, type NearPass, type SkippedBlock } from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { join, literal, sql, type Sql } from '../../store/sql.ts';

/** Every form of the name with each of the parts, marked by its place. */
function nameWith(...parts: readonly Sql[]): Sql {
  const tokens = [sql`writing`, sql`reading`, sql`turned`].flatMap((name) =>
    parts.map((part, place) => sql`${name} || '|' || ${literal(String(place))} || ${part}`),
  );
  return sql`unnest([${join(tokens, sql`, `)}])`;
}

/** What a profile is looked up by in each pass: one value, several, or NULL for none. */
const tokens: Readonly<Record<NearPass, Sql>> = {
  // Two numbers that differ by one digit, or by two neighbours changed over, are the same without one of them.
  'phone-digit': sql`unnest(list_distinct(list_transform(range(2, length(phone) + 1),
    lambda i: left(phone, i - 1) || substr(phone, i + 1))))`,
  address: sql`address`,
  'town-name': sql`unnest([city || '|' || town || '|' || left(writing, 2), city || '|' || town || '|' || left(reading, 4),
    city || '|' || town || '|' || left(turned, 4)])`,
  'name-prefecture': sql`writing || '|' || coalesce(prefecture, '')`,
  'reading-prefecture': sql`unnest(list_transform([reading, turned] || coalesce(meant, []),
    lambda name: name || '|' || coalesce(prefecture, '')))`,
  // Of two slips in the eight last digits, one of three parts has none.
  'name-phone': nameWith(sql`left(right(phone, 8), 2)`, sql`left(right(phone, 6), 3)`, sql`right(phone, 3)`),
  'name-mail': nameWith(sql`left(account, 4)`, sql`right(account, 4)`),
  'mail-local': sql`CASE WHEN length(account) >= 5 THEN account END`,
  'mail-stem': sql`stem`,
};

export interface Candidates {
  readonly pairs: number;
  readonly passes: readonly { readonly pass: NearPass; readonly values: number; readonly skipped: number }[];
  readonly skipped: readonly SkippedBlock[];
}

/** Values skipped that a report names. */
const namedSkipped = 20;

/**
 * Temporary table `candidates` of profile numbers (a < b): pairs that share a value in some pass and that no key links.
 * A value that too many profiles share is skipped, and counted.
 */
export async function findCandidates(db: Connection): Promise<Candidates> {
  await db.run(sql`CREATE OR REPLACE TEMP TABLE tokens (pass UTINYINT, token VARCHAR, no INTEGER)`);
  for (const [code, pass] of nearPasses.entries())
    await db.run(sql`INSERT INTO tokens SELECT DISTINCT ${code}, token, no
      FROM (SELECT no, ${tokens[pass]} AS token FROM profiles) WHERE token IS NOT NULL`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE shared AS SELECT pass, token, count(*) AS profiles, min(no) AS first
    FROM tokens GROUP BY pass, token HAVING count(*) > 1`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE members AS SELECT tokens.* FROM tokens
    SEMI JOIN (FROM shared WHERE profiles <= ${nearMostProfiles}) AS small USING (pass, token)`);
  await db.run(sql`DROP TABLE tokens`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE candidates AS SELECT DISTINCT x.no AS a, y.no AS b
    FROM members AS x JOIN members AS y ON x.pass = y.pass AND x.token = y.token AND x.no < y.no
      JOIN profiles AS p ON p.no = x.no JOIN profiles AS q ON q.no = y.no
    WHERE ${apart(sql`p`, sql`q`)}`);
  await db.run(sql`DROP TABLE members`);
  const found = await told(db);
  await db.run(sql`DROP TABLE shared`);
  return found;
}

/** No key links the two. */
export const apart = (p: Sql, q: Sql): Sql => sql`(${p}.entity IS NULL OR ${p}.entity IS DISTINCT FROM ${q}.entity)`;

async function told(db: Connection): Promise<Candidates> {
  const pairs = await db.first(sql`SELECT count(*) AS n FROM candidates`);
  const passes = await db.rows(sql`SELECT ${passName} AS pass, count(*) AS values,
    count(*) FILTER (profiles > ${nearMostProfiles}) AS skipped FROM shared GROUP BY shared.pass ORDER BY shared.pass`);
  const skipped = await db.rows(sql`SELECT ${passName} AS pass, o.event_id AS first, o.seq AS seq, profiles
    FROM shared JOIN profiles AS p ON p.no = shared.first JOIN order_rows AS o ON o.seq = p.first
    WHERE profiles > ${nearMostProfiles} ORDER BY profiles DESC, o.seq, pass LIMIT ${namedSkipped}`);
  return {
    pairs: Number(pairs?.['n']),
    passes: passes.map((row) => ({
      pass: row['pass'] as NearPass,
      values: Number(row['values']),
      skipped: Number(row['skipped']),
    })),
    skipped: skipped.map((row) => ({
      pass: row['pass'] as NearPass,
      first: String(row['first']),
      seq: Number(row['seq']),
      profiles: Number(row['profiles']),
    })),
  };
}

const passName = sql`CASE shared.pass ${join(
  nearPasses.map((pass, code) => sql`WHEN ${literal(String(code))}::UTINYINT THEN ${literal(pass)}`),
  sql` `,
)} END`;
