import { decisionPlan, rulesInOrder } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { measureNames, measures } from '../../model/results/tally.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { HitPatterns } from '../measurement.ts';
import { nameOf } from './coded.ts';
import { loadColumns } from './open-rows.ts';
import { truthGates, withBitmaps, type NamedRule, type Workbench } from './rule-bitmaps.ts';
import { countingBitmaps, type CodedRule } from './set-measure.ts';
import type { TallyWishes } from './set-tally.ts';

/** Orders by the rules of a set that hit them, see `Counting.patterns`; the bitmaps of rules and exceptions are there. */
export async function hitPatterns(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  by: 'fires' | 'counts',
  { wishes: [group, marks, losses] }: TallyWishes,
): Promise<HitPatterns> {
  const { open, known, source } = bench;
  const plan = decisionPlan(ruleSet);
  const order = rulesInOrder(
    plan,
    ruleSet.rules.map(({ code }) => code),
  );
  const own = rules.filter(({ code }) => order.includes(code));
  const names =
    by === 'counts'
      ? await countingBitmaps(bench, plan, own, exceptions)
      : new Map(own.map(({ code, name }) => [code, name]));
  const ask = {
    rules: order.flatMap((code) => names.get(code) ?? []),
    ...{ codes: nameOf(group), count: partGroups, marks: nameOf(marks), losses: nameOf(losses) },
    measures: measureNames.map((name) => measures[name]),
  };
  const columns = [group, marks, losses].map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, bench.columnBytes(), source.signal);
  const allowing =
    by === 'fires'
      ? []
      : plan.exceptions.flatMap(({ index, snoozed }) => (snoozed === null ? (exceptions[index] ?? []) : []));
  if (allowing.length === 0)
    return { rules: order, ...(await open.pool.patterns({ ...ask, except: null }, source.signal)) };
  const { gates, yes } = await truthGates(bench, allowing);
  const found = await withBitmaps(bench, gates, [gates.any(yes)], ([except = null]) =>
    open.pool.patterns({ ...ask, except }, source.signal),
  );
  return { rules: order, ...found };
}
