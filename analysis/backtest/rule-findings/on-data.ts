import { decidedByName } from '../../expression/index.ts';
import type { ByState } from '../../model/backtest.ts';
import { combinations } from '../../model/policy.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { sumOf } from '../figures.ts';
import type { Counting, Measurement, Told } from '../measurement.ts';
import { firstStep, isOneRule, ofGroup, ofRule, ofSet, repeats, type LookedAt, type Step } from './set.ts';

/** A rule or a group beside the steps before it. */
interface Placed {
  readonly index: number;
  readonly told: Told;
  readonly finding: (others: readonly string[]) => RuleFinding;
}

/** What is so on the orders looked at. */
export async function findingsOnData(
  set: LookedAt,
  { rules, totals }: Pick<Measurement, 'rules' | 'totals'>,
  count: Counting,
): Promise<readonly RuleFinding[]> {
  const { orders } = sumOf(totals);
  if (orders === 0) return [];
  const hits = new Map([...rules].map(([code, { counts }]) => [code, counts.hits]));
  const hitsOf = (code: string): number => ordersOf(hits.get(code));
  const alone = [...rules].flatMap(([code, { counts }]) => {
    const met = hitsOf(code);
    return [
      ...(met === 0 ? [ofRule(code, { code: 'dead', basis: 'data', unevaluable: counts.unevaluable })] : []),
      ...(met === orders ? [ofRule(code, { code: 'always', basis: 'data', hits: orders })] : []),
    ];
  });
  const groups = set.steps.flatMap((step, index) =>
    step.group === null || isOneRule(set, index) ? [] : [{ index, group: step.group, told: metBy(step, fires) }],
  );
  const met = await count.told(groups.map(({ told }) => told));
  const dead = groups.flatMap(({ index, group }, i) => {
    const anyHits = set.steps[index]?.rules.some((code) => hitsOf(code) > 0) ?? false;
    return met[i] === 0 && anyHits ? [ofGroup(group, { code: 'dead', basis: 'data' })] : [];
  });
  const shadowed = { code: 'shadowed', basis: 'data' } as const;
  const placed: readonly Placed[] = [
    ...[...rules.keys()].flatMap((code) => {
      const own = { index: firstStep(set, code), told: { kind: 'rule' as const, code } };
      if (own.index <= 0 || hitsOf(code) === 0) return [];
      return [
        { ...own, finding: (others: readonly string[]) => ofRule(code, { ...shadowed, others, hits: hitsOf(code) }) },
      ];
    }),
    ...groups.flatMap(({ index, group, told }, i) => {
      const hits = met[i] ?? 0;
      if (index === 0 || hits === 0) return [];
      return [{ index, told, finding: (others: readonly string[]) => ofGroup(group, { ...shadowed, others, hits }) }];
    }),
  ];
  return [
    ...alone,
    ...(await decidedBefore(set, placed, count)),
    ...dead,
    ...(await alike(set, hits, count)),
    ...(await idle(set, hits, count)),
    ...(await unreached(set, count)),
  ];
}

/** Rules that hit orders of which none has another result without them. */
async function idle(set: LookedAt, hits: ReadonlyMap<string, ByState>, { changed }: Counting): Promise<RuleFinding[]> {
  const asked = [...hits].flatMap(([code, states]) => (ordersOf(states) > 0 ? [code] : []));
  const counts = await changed(set.ruleSet, asked);
  return asked.flatMap((code, i) =>
    counts[i] === 0 ? [ofRule(code, { code: 'idle', basis: 'data', hits: ordersOf(hits.get(code)) })] : [],
  );
}

/** Combinations of sums that have a result of their own and no order. */
async function unreached({ plan, ruleSet }: LookedAt, { decidedBy }: Counting): Promise<RuleFinding[]> {
  if (plan.kind !== 'scores') return [];
  const reached = new Set((await decidedBy(ruleSet)).map(({ by }) => by));
  const none = combinations.filter((one) => !reached.has(decidedByName.scores(one)));
  return none.length === 0 ? [] : [ofSet({ code: 'unreached', basis: 'data', combinations: none })];
}

const ordersOf = (states: ByState | undefined): number => (states === undefined ? 0 : sumOf(states).orders);

/** Orders that meet a step by what each rule is told by. */
const metBy = ({ needs, rules, able }: Step, rule: (code: string) => Told): Told =>
  able.length === 0 ? nobody : { kind: needs, of: [...new Set(rules)].map(rule) };

const fires = (code: string): Told => ({ kind: 'rule', code });

const nobody: Told = { kind: 'any', of: [] };

/** Those of which every order is decided by an earlier step, with the rules of these steps, the most frequent first. */
async function decidedBefore(
  set: LookedAt,
  placed: readonly Placed[],
  { told: count }: Counting,
): Promise<RuleFinding[]> {
  const steps = set.steps.map((step) => metBy(step, (code) => set.counting.get(code) ?? nobody));
  // What an exception allows no step decides: it is left over like what no earlier step meets.
  const open = steps.map((_, index): Told => ({ kind: 'not', of: { kind: 'any', of: steps.slice(0, index) } }));
  const left = await count(
    placed.map(({ index, told }) => both(told, { kind: 'any', of: [set.allowed, open[index] ?? nobody] })),
  );
  const decided = placed.filter((_, i) => left[i] === 0);
  const deciding = steps.map((step, index): Told => both(step, open[index] ?? nobody));
  const asked = decided.flatMap(({ index, told }) => deciding.slice(0, index).map((decides) => both(told, decides)));
  const counts = await count(asked);
  let at = 0;
  return decided.map(({ index, finding }) => {
    const own = counts.slice(at, (at += index));
    const most = [...own.entries()].filter(([, orders]) => orders > 0).sort(([a, n], [b, m]) => m - n || a - b);
    return finding([...new Set(most.flatMap(([step]) => set.steps[step]?.rules ?? []))]);
  });
}

/** Rules that hit the very orders an earlier one hits. Only those can whose figures are the same. */
async function alike(
  set: LookedAt,
  hits: ReadonlyMap<string, ByState>,
  { told: count }: Counting,
): Promise<readonly RuleFinding[]> {
  let classes = [...hits].reduce((byFigures, [code, states]) => {
    const key = JSON.stringify(states);
    if (ordersOf(states) > 0) byFigures.set(key, [...(byFigures.get(key) ?? []), code]);
    return byFigures;
  }, new Map<string, string[]>());
  const found: RuleFinding[] = [];
  for (;;) {
    const pairs = [...classes].flatMap(([key, [first, ...others]]) =>
      first === undefined ? [] : others.map((code) => ({ key, first, code })),
    );
    if (pairs.length === 0) return found;
    // As many orders on both sides: where one has none of its own the other has none either.
    const differ = await count(pairs.map(({ first, code }) => ownOf(code, first)));
    const rest = pairs.filter((_, i) => differ[i] !== 0);
    for (const { first, code } of pairs.filter((_, i) => differ[i] === 0))
      found.push(repeats(set, code, first, { basis: 'data', hits: ordersOf(hits.get(code)) }));
    classes = new Map();
    for (const { key, code } of rest) classes.set(key, [...(classes.get(key) ?? []), code]);
  }
}

const ownOf = (code: string, other: string): Told =>
  both({ kind: 'rule', code }, { kind: 'not', of: { kind: 'rule', code: other } });

const both = (a: Told, b: Told): Told => ({ kind: 'all', of: [a, b] });
