import {
  nameAgrees,
  nearBits,
  nearFields,
  slipAddresses,
  slipMails,
  slipPhones,
  type NearField,
  type NearLevel,
  type NearReport,
} from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { saveNear } from '../../store/near.ts';
import { id, join, sql, type Sql } from '../../store/sql.ts';
import { findCandidates } from './blocks.ts';
import { estimate, makeVectors } from './estimate.ts';
import { makeProfiles } from './profiles.ts';
import { weighPairs } from './weigh.ts';

/**
 * Finds pairs of profiles that no key links and that may be one person all the same, weighs them (Fellegi and Sunter
 * 1969, odds learned from the project itself) and keeps those worth looking at. Inside a write job, over orders that
 * keys alone have linked.
 */
export async function findNear(db: Connection): Promise<NearReport> {
  const profiles = await makeProfiles(db);
  const candidates = await findCandidates(db);
  const sampled = await makeVectors(db, profiles);
  const learned = await estimate(db, (profiles * (profiles - 1)) / 2);
  const priorBits = Math.log2(learned.prior / (1 - learned.prior));
  await weighPairs(db, profiles, priorBits);
  const pairs = sql`(SELECT p.key || '-' || q.key AS pair, p.first AS one_seq, q.first AS other_seq,
    p.orders AS one_orders, q.orders AS other_orders, ${join(
      nearFields.map((field) => sql`w.${id(field)}, ${id(`${field}_bits`)}, ${id(`${field}_rarity`)}`),
      sql`, `,
    )}, w.bits, w.bits >= ${nearBits.link} AND ${isOnePerson} AS over
    FROM weighed AS w JOIN profiles AS p ON p.no = w.a JOIN profiles AS q ON q.no = w.b)`;
  const counts = await db.first(sql`SELECT count(*) AS pairs, count(*) FILTER (over) AS over FROM ${pairs}`);
  const orders = await db.first(sql`SELECT count(*) AS n FROM order_rows`);
  const report: NearReport = {
    orders: Number(orders?.['n']),
    profiles,
    candidates: candidates.pairs,
    passes: candidates.passes.map((one) => ({ ...one })),
    skipped: candidates.skipped.map((one) => ({ ...one })),
    sampled,
    priorBits,
    odds: learned.odds.map((one) => ({ ...one })),
    rounds: learned.rounds,
    converged: learned.converged,
    pairs: Number(counts?.['pairs']),
    over: Number(counts?.['over']),
  };
  await saveNear(db, pairs, report);
  return report;
}

const oneOf = (field: NearField, levels: readonly NearLevel[]): Sql =>
  sql`w.${id(field)} IN (${join(
    levels.map((level) => sql`${level}`),
    sql`, `,
  )})`;

/**
 * The names do not tell two persons, or differ by a letter where the mail address says that it is a slip and phone or
 * address say so too.
 */
const isOnePerson = sql`(${oneOf('name', nameAgrees)}
  OR (w.name = 'near' AND ${oneOf('email', slipMails)}
    AND (${oneOf('phone', slipPhones)} OR ${oneOf('address', slipAddresses)})))`;
