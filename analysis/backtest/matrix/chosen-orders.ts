import { decisionPlan } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { chosenMeasures, chosenNumbers, type ChosenSums } from '../../model/results/by-rule.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates } from '../../model/target.ts';
import { stateCount, type Combination, type Rest, type Tallied, type TallyAsk } from '../../kernels/matrix/shapes.ts';
import { decidersInOrder } from '../decided-by.ts';
import type { ChosenOrders } from '../measurement.ts';
import { nameOf } from './coded.ts';
import { loadColumns } from './open-rows.ts';
import type { NamedRule, Workbench } from './rule-bitmaps.ts';
import { countingBitmaps, policyOver, type CodedRule, type PolicySteps } from './set-measure.ts';
import type { TallyWishes } from './set-tally.ts';

/** Rules tallied at once: each has room for every group. */
const atOnce = 32;
/** Things that decide, told apart at once: by results of their own beside the one of all others. */
const toldAtOnce = results.length - 1;

/** See `Counting.chosen`; the bitmaps of rules and exceptions are there. */
export async function chosenOrders(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  wishes: TallyWishes,
  { codes, deciders }: { readonly codes: readonly string[]; readonly deciders: boolean },
): Promise<ChosenOrders> {
  const { open, known, source } = bench;
  const plan = decisionPlan(ruleSet);
  const policy = policyOver(ruleSet, plan, await countingBitmaps(bench, plan, rules, exceptions), exceptions);
  const { groups, marks, share } = wishes;
  const columns = [groups.codes, marks, share].map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, bench.columnBytes(), source.signal);
  const ask: TallyAsk = {
    ...{ codes: nameOf(groups.codes), count: groups.count, marks: nameOf(marks), values: nameOf(share) },
    measures: chosenMeasures.map((name) => ({ adds: name === 'orders' ? 'one' : 'amount', of: 0 })),
  };
  const tallied = async (
    { steps, rest }: Pick<Combination, 'steps' | 'rest'>,
    tallies: readonly TallyAsk[],
  ): Promise<readonly Tallied[]> => {
    const asked = { rules: [], steps, rest, omitFirst: true, tallies };
    return (await open.pool.combine(asked, source.signal)).tallies;
  };
  const byCode = new Map(rules.map(({ code, name }) => [code, name]));
  const wanted = codes.flatMap((code) => {
    const name = byCode.get(code);
    return name === undefined ? [] : [{ code, name }];
  });
  const [all = new Float64Array()] = await tallied(policy, [ask]);
  const found: { code: string; sums: ChosenSums }[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const some = wanted.slice(from, from + atOnce);
    const sums = await tallied(
      policy,
      some.map(({ name }) => ({ ...ask, among: name })),
    );
    some.forEach(({ code }, i) => found.push({ code, sums: folded(sums[i] ?? new Float64Array()) }));
  }
  return {
    all: folded(all),
    rules: found,
    deciders: deciders ? await byDecider(policy, (told, only) => tallied(told, [{ ...ask, only }])) : [],
  };
}

/** What decides has a result of its own in turn, all else another one: what decides is told as what is decided. */
async function byDecider(
  { steps, rest, deciders }: PolicySteps,
  tally: (told: Pick<Combination, 'steps' | 'rest'>, only: readonly number[]) => Promise<readonly Tallied[]>,
): Promise<ChosenOrders['deciders']> {
  const names = [...new Set(deciders.map(({ by, result }) => `${result} ${by}`))];
  const found: { by: string; result: (typeof results)[number]; sums: ChosenSums }[] = [];
  for (let from = 0; from < names.length; from += toldAtOnce) {
    const told = names.slice(from, from + toldAtOnce);
    const numbers = deciders.map(({ by, result }) => told.indexOf(`${result} ${by}`) + 1);
    const only = told.map((_, i) => i + 1);
    const [sums = new Float64Array()] = await tally(
      {
        steps: steps.map((step, i) => ({ ...step, result: numbers[i] ?? 0 })),
        rest: restTold(rest, numbers.slice(steps.length)),
      },
      only,
    );
    for (const [i, name] of told.entries()) {
      const own = deciders.find(({ by, result }) => `${result} ${by}` === name);
      if (own === undefined) continue;
      const { by, result } = own;
      found.push({ by, result, sums: moved(folded(sums), i + 1, results.indexOf(result)) });
    }
  }
  return decidersInOrder(found);
}

const restTold = (rest: Rest, numbers: readonly number[]): Rest =>
  rest.kind === 'otherwise' ? { ...rest, result: numbers[0] ?? 0 } : { ...rest, results: numbers };

const perResult = outcomeStates.length * chosenMeasures.length;

/** The orders of one result under another, and no others. */
function moved(sums: ChosenSums, from: number, to: number): ChosenSums {
  const own = new Float64Array(sums.length);
  for (let group = 0; group < sums.length; group += chosenNumbers)
    own.set(sums.subarray(group + from * perResult, group + (from + 1) * perResult), group + to * perResult);
  return own;
}

/** The groups put together into as many as a part has. */
function folded(sums: Tallied): ChosenSums {
  const all = new Float64Array(partGroups * chosenNumbers);
  const size = results.length * stateCount * chosenMeasures.length;
  for (let i = 0; i < sums.length; i += 1) {
    const to = (Math.floor(i / size) % partGroups) * chosenNumbers + (i % size);
    all[to] = (all[to] ?? 0) + (sums[i] ?? 0);
  }
  return all;
}
