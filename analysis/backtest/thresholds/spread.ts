import { currencyDigits, duckdbPredicate } from '../../expression/index.ts';
import type { ScorePart } from '../../model/policy.ts';
import { aboveAll, roundestIn, triedValues } from '../../model/results/round-values.ts';
import type { ThresholdsAsk } from '../../model/results/thresholds.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Connection } from '../../store/connection.ts';
import { filteredRows } from '../../store/filtered-rows.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { columnsOf } from '../../store/rule-condition.ts';
import { join, sql, type Sql } from '../../store/sql.ts';
import type { FoundCut } from './cut.ts';

export type Spread = Extract<ThresholdsAsk['tried'], { kind: 'spread' }>;

/** Values worth trying, and the orders that have one to be compared; null where every order has. */
export interface Tried {
  readonly values: readonly number[];
  readonly valued: number | null;
}

/** By where the orders lie that a threshold tells apart. Values are as rules write them. */
export async function spreadOf(
  project: ProjectHandle,
  db: Connection,
  { ruleSet, filter }: Pick<ThresholdsAsk, 'ruleSet' | 'filter'>,
  { of, step }: FoundCut,
  { most, between }: Spread,
): Promise<Tried> {
  if (of.kind === 'score') return { values: scoreValues(ruleSet, of.part, most, between), valued: null };
  const { value: rule } = of;
  const perMajor = rule.ast.type === 'money' ? 10 ** currencyDigits(ruleSet.currency) : 1;
  const { from, where, singleCurrency } = await filteredRows(project, db, filter, columnsOf(rule));
  const value = duckdbPredicate(rule, { singleCurrency: singleCurrency === rule.currency });
  const within =
    between === undefined ? sql`TRUE` : sql`v > ${between.low * perMajor} AND v < ${between.high * perMajor}`;
  const rows = sql`(SELECT (${value})::DOUBLE AS v FROM ${from} WHERE ${where})`;
  const counts = await db.first(
    sql`SELECT count(v) AS valued, count(DISTINCT v) FILTER (${within}) AS different FROM ${rows}`,
  );
  const [valued, different] = [Number(counts?.['valued']), Number(counts?.['different'])];
  const lower = between === undefined ? [] : [between.low * perMajor];
  const found =
    different < most
      ? await db.rows(sql`SELECT DISTINCT v FROM ${rows} WHERE v IS NOT NULL AND ${within} ORDER BY v`)
      : await db.rows(sql`SELECT unnest(quantile_disc(v, [${places(most)}])) AS v FROM ${rows} WHERE ${within}`);
  const major = [...lower, ...found.map(({ v }) => Number(v))].map((one) => one / perMajor);
  const last = major.at(-1);
  if (last === undefined) return { values: [], valued };
  if (different < most) {
    const each = found.map(({ v }) => Number(v) / perMajor);
    return { values: between === undefined ? [...each, aboveAll(last, step)] : each, valued };
  }
  const tried = triedValues(major, step);
  const inside = between === undefined ? tried : tried.filter((one) => one > between.low && one < between.high);
  return { values: inside, valued };
}

/** Evenly over the orders, and closer towards both ends: what a rule asks for is mostly rare. */
function places(most: number): Sql {
  const tail = [0.001, 0.005, 0.01, 0.02, 0.05];
  const inner = Math.max(2, most - 2 * tail.length - 1);
  const even = Array.from({ length: inner + 1 }, (_, i) => i / inner);
  const all = [...new Set([...even, ...tail, ...tail.map((one) => 1 - one)])].sort((a, b) => a - b);
  return join(
    all.map((one) => sql`${one}`),
    sql`, `,
  );
}

/** From 1 to one more than all scores add up to. */
function scoreValues(ruleSet: RuleSet, part: ScorePart, most: number, between: Spread['between']): readonly number[] {
  const all = ruleSet.rules.reduce((sum, { scores }) => sum + (scores?.[part] ?? 0), 0);
  const low = Math.max(1, between === undefined ? 1 : between.low + 1);
  const high = between === undefined ? all + 1 : between.high - 1;
  const count = Math.min(most, high - low + 1);
  const at = (place: number): number => low + Math.round(((high - low) * place) / Math.max(1, count - 1));
  const rough = Array.from({ length: Math.max(0, count) }, (_, place) => at(place));
  if (count === high - low + 1) return rough;
  return [...new Set(rough.map((value, i) => (i === 0 ? value : roundestIn(rough[i - 1] ?? 0, value, 1))))];
}
