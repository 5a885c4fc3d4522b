import { outcomeStates, type OutcomeState } from '../target.ts';
import { movedSum, sidesOf, type Crossed, type Moved } from './crossed.ts';
import { headlinesOf, type ClusterKind } from './headline.ts';
import type { Interval } from './intervals.ts';
import type { UnknownBand } from './unknown-band.ts';

/** 入替: orders that one side alerts on and the other lets pass. */
export interface SwapSet {
  readonly moved: Pick<Moved, 'from' | 'to'>;
  readonly orders: number;
  /** Minor units. */
  readonly amount: number;
  readonly byState: { readonly [S in OutcomeState]: { readonly orders: number; readonly amount: number } };
  /** Bad ÷ (bad + good), of those whose outcome is known; `band`: with those that were blocked in history. */
  readonly badRate: {
    readonly value: number | null;
    readonly interval: Interval | null;
    readonly band: UnknownBand | null;
  };
}

export function swapSetsOf(crossed: Crossed, moved: Pick<Moved, 'from' | 'to'>, by: ClusterKind): SwapSet {
  const sum = (states: readonly OutcomeState[], measure: 'orders' | 'amount'): number =>
    movedSum(crossed, { ...moved, states }, measure);
  const of = (state: OutcomeState) => ({ orders: sum([state], 'orders'), amount: sum([state], 'amount') });
  const byState = {
    ...{ bad: of('bad'), good: of('good'), immature: of('immature'), blocked: of('blocked') },
    excluded: of('excluded'),
  };
  const { after } = sidesOf(crossed, moved);
  // Of those let pass the bad among OK, of those stopped the precision: bad among the known, either way.
  const name = moved.to.includes('OK') ? 'passedBad' : 'precision';
  const told = headlinesOf(after.cells, { by, count: 0, groups: after.groups }, 1).find((one) => one.name === name);
  return {
    moved,
    orders: sum(outcomeStates, 'orders'),
    amount: sum(outcomeStates, 'amount'),
    byState,
    badRate: {
      value: told?.value ?? null,
      interval: told?.interval ?? null,
      band: told?.band ?? null,
    },
  };
}
