import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import type { Maturity } from '../project.ts';
import { results, ruleSetSchema, type ScreeningResult } from '../ruleset.ts';
import { outcomeStates, type OutcomeState } from '../target.ts';
import { partGroups, type Part } from './breakdown.ts';
import { headlineNamed, type Clusters, type Headline, type HeadlineName } from './headline.ts';
import { judgedSchema } from './judged.ts';
import { cellNumbers, cellsOver, measureNames, type TallySums } from './tally.ts';

/** Orders told by the rules that hit them (`codes`), and, where asked, by what decides them. */
export const byRuleSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
  codes: z.array(z.string()).max(2000),
  deciders: z.boolean(),
});
export type ByRuleAsk = z.infer<typeof byRuleSchema>;

/** Every rule of a set, and what decides. */
export const everyRule = (of: Omit<ByRuleAsk, 'codes' | 'deciders'>): ByRuleAsk => ({
  ...of,
  codes: of.ruleSet.rules.map(({ code }) => code),
  deciders: true,
});

/** What is added up of them: neither is told of purchases, so that an order may be in any number of them. */
export const chosenMeasures = ['orders', 'amount'] as const;

/** Numbers of one group of entities: by what the set decides, state and measure. */
export const chosenNumbers = results.length * outcomeStates.length * chosenMeasures.length;
const stateNumbers = outcomeStates.length * chosenMeasures.length;

/** Sums of some orders by group of entities (`partGroups`), what the set decides, state and measure; amounts in minor units. */
export type ChosenSums = Float64Array<ArrayBuffer>;

export interface ByRule {
  /** Of every order. */
  readonly all: ChosenSums;
  /** By rule as asked: orders on which it is true, whatever the others say. */
  readonly rules: readonly { readonly code: string; readonly sums: ChosenSums }[];
  /** What decided at all, as `decidedBy` of a run has it. */
  readonly deciders: readonly { readonly by: string; readonly result: ScreeningResult; readonly sums: ChosenSums }[];
  /** What the groups are of. */
  readonly entities: Omit<Clusters, 'groups'>;
  readonly currency: string;
  readonly asOf: string | null;
  readonly maturity: Maturity;
  readonly dataVersion: string;
}

/** What is said of some orders as if they alone were the alerts; figures of a whole set have the same names. */
export const chosenNames = [
  'alertRate',
  'alertRateAmount',
  'precision',
  'precisionAmount',
  'recall',
  'recallAmount',
  'falsePerBad',
  'falsePerBadAmount',
  'fBeta',
  'fBetaAmount',
] as const satisfies readonly HeadlineName[];
export type ChosenName = (typeof chosenNames)[number];

/** Where each number of a group stands among the cells of a result. */
const placesIn = (result: ScreeningResult): number[] =>
  Array.from({ length: chosenNumbers }, (_, number) => {
    const rest = number % stateNumbers;
    const state = results.indexOf(result) * outcomeStates.length + Math.floor(rest / chosenMeasures.length);
    return state * measureNames.length + measureNames.indexOf(chosenMeasures[rest % chosenMeasures.length] ?? 'orders');
  });
const [alertedAt, passedAt] = [placesIn('NG'), placesIn('OK')];

/** All orders as a part of a breakdown, of which the chosen ones are alerts and all others pass. */
export function chosenPart(chosen: ChosenSums, all: ChosenSums): Part {
  const groups = new Float64Array(partGroups * cellNumbers);
  for (let group = 0; group < partGroups; group += 1)
    for (let number = 0; number < chosenNumbers; number += 1) {
      const [own = 0, every = 0] = [chosen[group * chosenNumbers + number], all[group * chosenNumbers + number]];
      const alerted = group * cellNumbers + (alertedAt[number] ?? 0);
      const passed = group * cellNumbers + (passedAt[number] ?? 0);
      groups[alerted] = (groups[alerted] ?? 0) + own;
      groups[passed] = (groups[passed] ?? 0) + every - own;
    }
  return { groups, cells: cellsOver(groups) };
}

/**
 * A figure of such a part with its interval (by groups of entities; Wilson's where it says so), null where too few groups have
 * anything in the denominator.
 */
export const chosenFigure = (
  name: ChosenName,
  { cells, groups }: Part,
  entities: Omit<Clusters, 'groups'>,
  beta: number,
): Headline => headlineNamed(name, cells, { ...entities, groups }, beta);

/** Orders and their amount by what the set decides and by state. */
export type Crossed = {
  readonly [R in ScreeningResult]: {
    readonly [S in OutcomeState]: { readonly orders: number; readonly amount: number };
  };
};

/** The sums over all groups. */
export function crossedOf(sums: TallySums): Crossed {
  const total = (result: number, state: number, measure: number): number => {
    let sum = 0;
    for (
      let at = result * stateNumbers + state * chosenMeasures.length + measure;
      at < sums.length;
      at += chosenNumbers
    )
      sum += sums[at] ?? 0;
    return sum;
  };
  const states = (result: number): Crossed['OK'] => ({
    bad: { orders: total(result, 0, 0), amount: total(result, 0, 1) },
    good: { orders: total(result, 1, 0), amount: total(result, 1, 1) },
    immature: { orders: total(result, 2, 0), amount: total(result, 2, 1) },
    blocked: { orders: total(result, 3, 0), amount: total(result, 3, 1) },
    excluded: { orders: total(result, 4, 0), amount: total(result, 4, 1) },
  });
  return { OK: states(0), REVIEW: states(1), HOLD: states(2), NG: states(3) };
}

/** Bad and good that some orders have, and that all others have: the confusion of a set that alerts on them alone. */
export interface Confused {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** By orders, or by amount in minor units. */
export function confusionOf({ cells }: Pick<Part, 'cells'>, measure: (typeof chosenMeasures)[number]): Confused {
  const { NG, OK } = cells;
  return { tp: NG.bad[measure], fp: NG.good[measure], fn: OK.bad[measure], tn: OK.good[measure] };
}
