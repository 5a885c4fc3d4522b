import {
  decisionPlan,
  duckdbDecidedBy,
  duckdbDecision,
  duckdbScore,
  type DecisionConditions,
} from '../../expression/index.ts';
import { ShinsaError } from '../../model/failure.ts';
import { scoreBands, type ReviewRequest, type ReviewStratum } from '../../model/review-sample.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRules, conditionsOf } from '../../store/rule-condition.ts';
import { id, join, literal, sql, type Sql } from '../../store/sql.ts';
import { measuredOn } from '../measured.ts';
import type { Measured } from '../rule-counts.ts';

/** The orders of a run with what decides them. */
export interface Decided {
  readonly measured: Measured;
  readonly conditions: DecisionConditions;
  /** A relation of the orders: seq, event_id and the four parts of their stratum, `part_…`. */
  readonly orders: Sql;
}

/** Every order of a run in the form it is drawn from. Throws 'rule-invalid' and 'ruleset-invalid' as a backtest does. */
export async function decidedOrders(
  project: ProjectHandle,
  db: Connection,
  { ruleSet, filter }: Pick<ReviewRequest, 'ruleSet' | 'filter'>,
): Promise<Decided> {
  const { currency, timezone, features } = ruleSet;
  const asked = { filter, currency, timezone, features, columns: ['event_id'] };
  const measured = await measuredOn(project, db, asked, (scope) => {
    const rules = checkedRules(ruleSet, scope);
    const exceptions = checkedExceptions(ruleSet, scope);
    return { checked: { rules, exceptions }, rules: [...rules.values(), ...exceptions] };
  });
  const conditions = conditionsOf(measured.checked.rules, measured.checked.exceptions, measured);
  const { from, where } = measured.rows;
  const orders = sql`(SELECT *, ${duckdbDecision(ruleSet, conditions)} AS part_result,
      ${duckdbDecidedBy(ruleSet, conditions)} AS part_by, ${anyHit(conditions)} AS part_hit,
      ${bandOf(ruleSet, conditions)} AS part_band
    FROM ${from} WHERE ${where})`;
  return { measured, conditions, orders };
}

function anyHit({ rules }: DecisionConditions): Sql {
  if (rules.size === 0) return sql`FALSE`;
  const fires = [...rules.values()].map((one) => sql`${one}`);
  return sql`coalesce(${join(fires, sql` OR `)}, FALSE)`;
}

/** The band of the NG score, '' where the set does not go by scores. */
function bandOf(ruleSet: RuleSet, conditions: DecisionConditions): Sql {
  const plan = decisionPlan(ruleSet);
  const score = duckdbScore(ruleSet, conditions, 'ng');
  if (plan.kind !== 'scores' || score === null) return sql`''`;
  const { ng } = plan.thresholds;
  const [none, low, near, over, far] = scoreBands;
  return sql`CASE WHEN ${score} = 0 THEN ${literal(none)} WHEN 2 * ${score} < ${ng} THEN ${literal(low)}
    WHEN ${score} < ${ng} THEN ${literal(near)} WHEN ${score} < 2 * ${ng} THEN ${literal(over)} ELSE ${literal(far)} END`;
}

/** Rules counted in one statement. */
const atOnce = 50;

/** The strata, alerts first, the largest first, with nothing drawn yet. Throws 'project-empty' where there are no orders. */
export async function strataOf(db: Connection, { conditions, orders }: Decided): Promise<ReviewStratum[]> {
  const codes = [...conditions.rules.keys()];
  const found = new Map<string, { stratum: ReviewStratum; hits: Record<string, number> }>();
  for (let start = 0; start === 0 || start < codes.length; start += atOnce) {
    const some = codes.slice(start, start + atOnce);
    const counts = some.map(
      (code, n) => sql`, count(CASE WHEN ${conditions.rules.get(code) ?? sql`FALSE`} THEN 1 END) AS ${id(`h${n}`)}`,
    );
    const rows =
      await db.rows(sql`SELECT part_result, part_by, part_hit, part_band, count(*) AS orders${join(counts, sql``)}
      FROM ${orders} GROUP BY part_result, part_by, part_hit, part_band`);
    for (const row of rows) {
      const stratum = stratumOf(row);
      const known = found.get(keyOf(stratum)) ?? { stratum, hits: {} };
      some.forEach((code, n) => {
        const hits = Number(row[`h${n}`]);
        if (hits > 0) known.hits[code] = hits;
      });
      found.set(keyOf(stratum), known);
    }
  }
  if (found.size === 0) throw new ShinsaError('project-empty');
  return [...found.values()]
    .map(({ stratum, hits }) => ({ ...stratum, hits }))
    .sort((a, b) => rank(a) - rank(b) || b.orders - a.orders || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function stratumOf(row: Readonly<Record<string, unknown>>): ReviewStratum {
  return {
    result: results.find((one) => one === row['part_result']) ?? 'OK',
    by: String(row['part_by']),
    hit: row['part_hit'] === true,
    band: scoreBands.find((one) => one === row['part_band']) ?? null,
    orders: Number(row['orders']),
    drawn: 0,
    hits: {},
  };
}

/** What tells strata apart. */
export const keyOf = ({ result, by, hit, band }: ReviewStratum): string => JSON.stringify([result, by, hit, band]);

/** The severest first; orders no rule hits last. */
const rank = ({ result, hit }: ReviewStratum): number => (hit ? 0 : 10) - results.indexOf(result);

/** Every order that was drawn, with its stratum's place and the rules that hit it. */
export interface DrawnOrder {
  readonly orderId: string;
  readonly stratum: number;
  readonly hits: readonly string[];
}

/**
 * Draws `drawn` orders of each stratum at random without replacement: those whose hash of seed and order id is smallest.
 * The same seed draws the same orders. They come in another such order, which tells nothing of their stratum.
 */
export async function drawnOrders(
  db: Connection,
  { conditions, orders, measured }: Decided,
  strata: readonly ReviewStratum[],
  seed: string,
): Promise<DrawnOrder[]> {
  const plan = join(
    strata.map(
      ({ result, by, hit, band, drawn }, at) =>
        sql`(${result}, ${by}, ${hit}, ${band ?? ''}, ${drawn}::INTEGER, ${at}::INTEGER)`,
    ),
    sql`, `,
  );
  const hashed = (purpose: string): Sql => sql`md5(concat(${`${purpose}/${seed}/`}, event_id))`;
  const picked = await db.rows(sql`
    SELECT seq, event_id, stratum FROM (
      SELECT o.seq, o.event_id, p.stratum, p.drawn, row_number() OVER (
        PARTITION BY p.stratum ORDER BY ${hashed('draw')}, event_id) AS nth
      FROM ${orders} AS o JOIN (VALUES ${plan}) AS p(result, "by", hit, band, drawn, stratum)
        ON p.result = o.part_result AND p."by" = o.part_by AND p.hit = o.part_hit AND p.band = o.part_band)
    WHERE nth <= drawn ORDER BY ${hashed('shuffle')}, event_id`);
  const numbers = picked.map(({ seq }) => Number(seq));
  const hits = await hitsOf(db, conditions, measured, numbers);
  return picked.map((row) => ({
    orderId: String(row['event_id']),
    stratum: Number(row['stratum']),
    hits: hits.get(Number(row['seq'])) ?? [],
  }));
}

async function hitsOf(
  db: Connection,
  { rules }: DecisionConditions,
  { rows }: Measured,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const hits = new Map<number, string[]>(seqs.map((seq) => [seq, []]));
  const codes = [...rules.keys()];
  const listed = sql`SELECT unnest(from_json(${JSON.stringify(seqs)}, '["BIGINT"]'))`;
  for (let start = 0; start < codes.length; start += atOnce) {
    const some = codes.slice(start, start + atOnce);
    const fires = some.map((code, n) => sql`${rules.get(code) ?? sql`FALSE`} AS ${id(`h${n}`)}`);
    const found = await db.rows(sql`SELECT seq, ${join(fires, sql`, `)} FROM ${rows.from} WHERE seq IN (${listed})`);
    for (const row of found) hits.get(Number(row['seq']))?.push(...some.filter((_, n) => row[`h${n}`] === true));
  }
  return hits;
}
