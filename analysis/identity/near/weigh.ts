import { nearBits, nearFields, type NearField } from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../../store/sql.ts';

/** The value two profiles have in common, by field, NULL where their level is of no value of its own; `p` is one of them. */
const commonValue: Readonly<Partial<Record<NearField, Sql>>> = {
  name: sql`CASE l.name WHEN 'same' THEN coalesce('w' || p.writing, 'r' || p.reading)
    WHEN 'one-writing' THEN CASE WHEN p.writing = q.writing THEN 'w' || p.writing ELSE 'r' || p.reading END END`,
  address: sql`CASE l.address WHEN 'same' THEN p.address END`,
  phone: sql`CASE l.phone WHEN 'same' THEN p.phone END`,
  email: sql`CASE l.email WHEN 'same' THEN p.email WHEN 'local' THEN 'a' || p.account WHEN 'stem' THEN 's' || p.stem END`,
  agent: sql`CASE l.agent WHEN 'same' THEN p.agent END`,
};

/** How many profiles have each of those values. */
const holders: readonly (readonly [field: NearField, value: Sql])[] = [
  ['name', sql`'w' || writing`],
  ['name', sql`'r' || reading`],
  ['address', sql`address`],
  ['phone', sql`phone`],
  ['email', sql`email`],
  ['email', sql`'a' || account`],
  ['email', sql`'s' || stem`],
  ['agent', sql`agent`],
];

/** A value that no other profile has is as rare as half a profile. */
const rarest = 0.5;

/**
 * Temporary table `weighed`: the pairs of `levels` from the review threshold on, each field's level with its bits
 * `log2(m / u)`. Where both have the same value, u is how common that very value is among the other profiles (term
 * frequency): what that adds to or takes from the bits stands beside them as `…_rarity`.
 */
export async function weighPairs(db: Connection, profiles: number, priorBits: number): Promise<void> {
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE holders AS ${join(
      holders.map(
        ([field, value]) => sql`SELECT ${literal(field)} AS field, ${value} AS value, count(*) AS n FROM profiles
        WHERE ${value} IS NOT NULL GROUP BY ALL HAVING count(*) > 1`,
      ),
      sql` UNION ALL `,
    )}`,
  );
  const bits = nearFields.map(
    (field) => sql`coalesce(log2(${odds(field)}.m / ${odds(field)}.u), 0)
    + ${id(`${field}_rarity`)} AS ${id(`${field}_bits`)}`,
  );
  const rarities = nearFields.map(
    (field) => sql`CASE WHEN ${held(field)}.n IS NULL THEN 0
    ELSE log2(${odds(field)}.u * ${profiles} / greatest(${held(field)}.n - 2, ${rarest}::DOUBLE)) END AS ${id(`${field}_rarity`)}`,
  );
  const total = join(
    nearFields.map((field) => id(`${field}_bits`)),
    sql` + `,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE weighed AS SELECT *, ${priorBits}::DOUBLE + ${total} AS bits FROM (
      SELECT l.*, ${join(rarities, sql`, `)}, ${join(bits, sql`, `)} FROM ${withValues} AS l ${join(
        nearFields.map(
          (field) => sql`LEFT JOIN odds AS ${odds(field)}
          ON ${odds(field)}.field = ${literal(field)} AND ${odds(field)}.level = l.${id(field)}
        LEFT JOIN holders AS ${held(field)}
          ON ${held(field)}.field = ${literal(field)} AND ${held(field)}.value = l.${id(`${field}_value`)}`,
        ),
        sql` `,
      )})
    WHERE bits >= ${nearBits.review}`);
  await db.run(sql`DROP TABLE holders`);
}

const odds = (field: NearField): Sql => id(`odds_${field}`);
const held = (field: NearField): Sql => id(`held_${field}`);

const withValues = sql`(SELECT l.*, ${join(
  nearFields.map((field) => sql`${commonValue[field] ?? sql`NULL::VARCHAR`} AS ${id(`${field}_value`)}`),
  sql`, `,
)} FROM levels AS l JOIN profiles AS p ON p.no = l.a JOIN profiles AS q ON q.no = l.b)`;
