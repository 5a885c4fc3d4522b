import { decisionPlan } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { chosenMeasures, chosenNumbers, type ChosenSums } from '../../model/results/by-rule.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates } from '../../model/target.ts';
import { stateCount, type Combination, type Rest, type Tallied, type TallyAsk } from '../../kernels/matrix/shapes.ts';
import { decidersInOrder } from '../decided-by.ts';
import type { ChosenOrders } from '../measurement.ts';
import { nameOf } from './coded.ts';
import { eachOf, loadColumns } from './open-rows.ts';
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
  const work = chunked(wanted, atOnce).map(
    (some) => () =>
      tallied(
        policy,
        some.map(({ name }) => ({ ...ask, among: name })),
      ),
  );
  const told = deciders ? decidersTold(policy) : [];
  const [[all = new Float64Array()], byRules, byDeciders] = await eachOf(
    open,
    () => tallied(policy, [ask]),
    () => eachOf(open, ...work),
    () =>
      eachOf(
        open,
        ...told.map(
          ({ steps, rest, only }) =>
            () =>
              tallied({ steps, rest }, [{ ...ask, only }]),
        ),
      ),
  );
  const sums = byRules.flat();
  return {
    all: folded(all),
    rules: wanted.map(({ code }, i) => ({ code, sums: folded(sums[i] ?? new Float64Array()) })),
    deciders: decidersInOrder(
      told.flatMap(({ names }, pass) => {
        const [found = new Float64Array()] = byDeciders[pass] ?? [];
        return names.map(({ by, result }, i) => ({
          ...{ by, result },
          sums: moved(folded(found), i + 1, results.indexOf(result)),
        }));
      }),
    ),
  };
}

interface DecidersTold extends Pick<Combination, 'steps' | 'rest'> {
  readonly names: readonly Pick<PolicySteps['deciders'][number], 'by' | 'result'>[];
  readonly only: readonly number[];
}

/** What decides has a result of its own in turn, all else another one: what decides is told as what is decided. */
function decidersTold({ steps, rest, deciders }: PolicySteps): readonly DecidersTold[] {
  const keyOf = ({ by, result }: (typeof deciders)[number]): string => `${result} ${by}`;
  const all = [...new Map(deciders.map((one) => [keyOf(one), one])).values()];
  return chunked(all, toldAtOnce).map((names) => {
    const keys = names.map(keyOf);
    const numbers = deciders.map((one) => keys.indexOf(keyOf(one)) + 1);
    return {
      names,
      only: names.map((_, i) => i + 1),
      steps: steps.map((step, i) => ({ ...step, result: numbers[i] ?? 0 })),
      rest: restTold(rest, numbers.slice(steps.length)),
    };
  });
}

const chunked = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

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
