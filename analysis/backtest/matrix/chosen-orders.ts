import { decisionPlan } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { chosenMeasures, chosenNumbers, type ChosenSums } from '../../model/results/by-rule.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates } from '../../model/target.ts';
import { stateCount, type Combination, type Rest, type Tallied, type TallyAsk } from '../../kernels/matrix/shapes.ts';
import { decidersInOrder } from '../decided-by.ts';
import type { ChosenOrders } from '../measurement.ts';
import { nameOf } from '../../columns/coded.ts';
import { eachOf, loadColumns } from '../../columns/open-rows.ts';
import type { NamedRule, Workbench } from './rule-bitmaps.ts';
import { countingBitmaps, policyOver, type CodedRule, type PolicySteps } from './set-measure.ts';
import { entitiesThere, totalOf, type TallyWishes } from './set-tally.ts';

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
  const byCode = new Map(rules.map(({ code, name }) => [code, name]));
  const wanted = codes.flatMap((code) => {
    const name = byCode.get(code);
    return name === undefined ? [] : [{ code, name }];
  });
  const work = chunked(wanted, atOnce).map(
    (some) => () =>
      tallied(
        bench,
        policy,
        some.map(({ name }) => ({ ...ask, among: name })),
      ),
  );
  const [byRules, told] = await eachOf(
    open,
    () => eachOf(open, ...work),
    async () => (deciders ? decidersOf(bench, policy, ask) : null),
  );
  const sums = byRules.flat();
  return {
    // Every order is decided by something.
    all: told === null ? folded((await tallied(bench, policy, [ask]))[0]) : added(told.map((one) => one.sums)),
    rules: wanted.map(({ code }, i) => ({ code, sums: folded(sums[i]) })),
    deciders: decidersInOrder(told ?? []),
    entities: await entitiesThere(source),
  };
}

type Policy = Pick<Combination, 'steps' | 'rest'>;

async function tallied(
  { open, source }: Workbench,
  { steps, rest }: Policy,
  tallies: readonly TallyAsk[],
): Promise<readonly Tallied[]> {
  return (await open.pool.combine({ rules: [], steps, rest, omitFirst: true, tallies }, source.signal)).tallies;
}

/** Orders by what decides them: by the first bitmap that each is in where every step is one, else told as results in turn. */
async function decidersOf(bench: Workbench, policy: PolicySteps, ask: TallyAsk): Promise<ChosenOrders['deciders']> {
  const { steps, rest } = policy;
  const alone = steps.flatMap(({ conditions: [name, ...more] }) =>
    name === undefined || more.length > 0 ? [] : [name],
  );
  if (rest.kind === 'otherwise' && alone.length === steps.length) return firstDeciders(bench, policy, alone, ask);
  const told = decidersTold(policy);
  const passes = await eachOf(
    bench.open,
    ...told.map(
      ({ only, ...passed }) =>
        () =>
          tallied(bench, passed, [{ ...ask, only }]),
    ),
  );
  return told.flatMap(({ names }, pass) => {
    const found = folded(passes[pass]?.[0]);
    return names.map(({ by, result }, i) => ({
      ...{ by, result },
      sums: moved(found, i + 1, results.indexOf(result)),
    }));
  });
}

/** The last one decides what is in none of the bitmaps: what all orders come to less the others. */
async function firstDeciders(
  bench: Workbench,
  { deciders }: PolicySteps,
  names: readonly string[],
  ask: TallyAsk,
): Promise<ChosenOrders['deciders']> {
  const asked = { ...ask, count: partGroups, rules: names, except: null, gather: 0, firstOnly: true } as const;
  const { ends, members, patterns, codes, sums } = await bench.open.pool.patterns(asked, bench.source.signal);
  const keyOf = ({ by, result }: Pick<ChosenOrders['deciders'][number], 'by' | 'result'>): string => `${result} ${by}`;
  const told = new Map(
    deciders.map(({ by, result }) => [
      keyOf({ by, result }),
      { by, result, sums: new Float64Array(partGroups * chosenNumbers) },
    ]),
  );
  const rest = deciders[names.length];
  const left = rest === undefined ? undefined : told.get(keyOf(rest));
  if (rest !== undefined) left?.sums.set(moved(folded(await totalOf(bench, ask)), 0, results.indexOf(rest.result)));
  // One rule a pattern.
  const places = Array.from(ends, (end) => members[end - 1] ?? 0);
  for (let cell = 0; cell < codes.length; cell += 1) {
    const decider = deciders[places[patterns[cell] ?? 0] ?? 0];
    const own = decider === undefined ? undefined : told.get(keyOf(decider));
    if (decider === undefined || own === undefined) continue;
    const [group, state] = [Math.floor((codes[cell] ?? 0) / stateCount), (codes[cell] ?? 0) % stateCount];
    for (let m = 0; m < chosenMeasures.length; m += 1) {
      const sum = sums[cell * chosenMeasures.length + m] ?? 0;
      const at = group * chosenNumbers + state * chosenMeasures.length + m;
      add(own.sums, at + results.indexOf(decider.result) * perResult, sum);
      if (rest !== undefined && left !== undefined) add(left.sums, at + results.indexOf(rest.result) * perResult, -sum);
    }
  }
  return [...told.values()];
}

function add(sums: ChosenSums, at: number, sum: number): void {
  sums[at] = (sums[at] ?? 0) + sum;
}

function added(all: readonly ChosenSums[]): ChosenSums {
  const found = new Float64Array(partGroups * chosenNumbers);
  for (const sums of all) sums.forEach((sum, at) => add(found, at, sum));
  return found;
}

interface DecidersTold extends Policy {
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
function folded(sums: Tallied = new Float64Array()): ChosenSums {
  const all = new Float64Array(partGroups * chosenNumbers);
  const size = results.length * stateCount * chosenMeasures.length;
  for (let i = 0; i < sums.length; i += 1) {
    add(all, (Math.floor(i / size) % partGroups) * chosenNumbers + (i % size), sums[i] ?? 0);
  }
  return all;
}
