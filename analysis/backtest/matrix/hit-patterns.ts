import { decisionPlan, rulesInOrder } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { marks, measureNames } from '../../model/results/tally.ts';
import { inTurns } from '../../kernels/pieces.ts';
import { Stopped } from '../../kernels/matrix/pool.ts';
import type { PatternAsk, Patterns } from '../../kernels/matrix/shapes.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { HitPatterns } from '../measurement.ts';
import { nameOf } from '../../columns/coded.ts';
import { hitPurchases } from './hit-purchases.ts';
import { loadColumns } from '../../columns/open-rows.ts';
import { apartOrders } from './purchases.ts';
import { withBitmaps } from '../../columns/bitmaps.ts';
import { truthGates, type NamedRule, type Workbench } from './rule-bitmaps.ts';
import { countingBitmaps, type CodedRule } from './set-measure.ts';
import { looped, spread, type TallyWishes } from './set-tally.ts';

/** Orders by the rules of a set that hit them, see `Counting.patterns`; the bitmaps of rules and exceptions are there. */
export async function hitPatterns(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  by: 'fires' | 'counts',
  wishes: TallyWishes,
): Promise<HitPatterns> {
  const { open, known, source } = bench;
  const plan = decisionPlan(ruleSet);
  const order = rulesInOrder(
    plan,
    ruleSet.rules.map(({ code }) => code),
  );
  const asked = rules.filter(({ code }) => order.includes(code));
  const names =
    by === 'counts'
      ? await countingBitmaps(bench, plan, asked, exceptions)
      : new Map(asked.map(({ code, name }) => [code, name]));
  const { groups, marks: own, share } = wishes;
  const ask = {
    rules: order.flatMap((code) => names.get(code) ?? []),
    ...{ codes: nameOf(groups.codes), count: partGroups, marks: nameOf(own), values: nameOf(share) },
    measures: looped.map(({ adds, of }) => ({ adds, of })),
    gather: marks.apart,
  };
  const columns = [groups.codes, own, share].map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, bench.columnBytes(), source.signal);
  const allowing =
    by === 'fires'
      ? []
      : plan.exceptions.flatMap(({ index, snoozed }) => (snoozed === null ? (exceptions[index] ?? []) : []));
  const { gathered, ...found } = await patternsBut(bench, allowing, ask);
  const purchases = await inTurns(hitPurchases(apartOrders(bench, groups.apart), gathered), () => {
    if (source.signal?.aborted === true) throw new Stopped();
  });
  return { ...found, rules: order, measures: measureNames.length, sums: spread(found.sums), purchases };
}

/** Without the orders that some exceptions allow. */
async function patternsBut(
  bench: Workbench,
  allowing: readonly NamedRule[],
  ask: Omit<PatternAsk, 'except'>,
): Promise<Patterns> {
  const { pool } = bench.open;
  const { signal } = bench.source;
  if (allowing.length === 0) return pool.patterns({ ...ask, except: null }, signal);
  const { gates, yes } = await truthGates(bench, allowing);
  return withBitmaps(bench, gates, [gates.any(yes)], ([except = null]) => pool.patterns({ ...ask, except }, signal));
}
