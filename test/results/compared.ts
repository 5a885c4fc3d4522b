import { completed } from '../../analysis/model/results/assumptions.ts';
import { partGroups } from '../../analysis/model/results/breakdown.ts';
import { comparisonOf, type Comparison, type MoneyOf } from '../../analysis/model/results/comparison.ts';
import { cellNumbers, measureNames, type Measure } from '../../analysis/model/results/tally.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { fraudWithin30Days } from '../backtest/history.ts';

/** An order as both sides decide it; whatever is bad lost its amount, and nobody tells who bears it. */
export interface Both {
  readonly before: ScreeningResult;
  readonly after: ScreeningResult;
  readonly state: OutcomeState;
  readonly amount: number;
  readonly entity: number;
}

/** Sums as a breakdown by the decision of one side has them. */
export function partsOf(orders: readonly Both[]): Float64Array {
  const parts = new Float64Array(results.length * partGroups * cellNumbers);
  for (const { before, after, state, amount, entity } of orders) {
    const known = state === 'bad' || state === 'good';
    const measures: Partial<Record<Measure, number>> = {
      ...{ orders: 1, amount, intents: 1, intentAmount: amount, cohort: known || state === 'blocked' ? 1 : 0 },
      ...(state === 'bad' ? { lossUnknown: amount, chargesUnknown: 1 } : {}),
    };
    const group = results.indexOf(before) * partGroups + (entity % partGroups);
    const cell = results.indexOf(after) * outcomeStates.length + outcomeStates.indexOf(state);
    for (const [place, name] of measureNames.entries()) {
      const at = group * cellNumbers + cell * measureNames.length + place;
      parts[at] = (parts[at] ?? 0) + (measures[name] ?? 0);
    }
  }
  return parts;
}

export const side: MoneyOf = {
  assumptions: completed({ churnRate: 0, reviewCatch: 0.5, reviewWrong: 0.1, hourlyWage: 600 }, 'JPY'),
  target: fraudWithin30Days,
  perMajor: 1,
  reviewed: 1,
  days: 30,
};

export const compared = (orders: readonly Both[]): Comparison =>
  comparisonOf({
    ...{
      parts: partsOf(orders),
      rows: results,
      entities: { by: 'entity' },
      beta: 1,
      money: { before: side, after: side },
    },
  });
