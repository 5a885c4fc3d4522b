import type { BacktestResult } from '../backtest.ts';
import { dayAfter, daysBetween } from '../calendar-periods.ts';
import { completed, type AllAssumptions, type Assumptions } from './assumptions.ts';
import { headlinesOf, type Clusters, type Headline } from './headline.ts';
import { moneyOf, type Money } from './money.ts';
import { queueOf, type Queue } from './queue.ts';
import { cellsOfOrders, type Cells, type TallySums } from './tally.ts';

/** Every figure of a run under some assumptions. Nothing is read again for others: they are all made of the run's tally. */
export interface RunFigures {
  readonly assumptions: AllAssumptions;
  readonly cells: Cells;
  readonly clusters: Clusters | null;
  readonly headlines: readonly Headline[];
  readonly queue: Queue;
  readonly money: Money;
}

export interface FiguresInput {
  readonly result: BacktestResult;
  /** Null where the run keeps none: there are no intervals then. */
  readonly groups: TallySums | null;
  readonly given: Assumptions;
  /** Minor units in a major one of the result's currency. */
  readonly perMajor: number;
}

export function figuresOf({ result, groups, given, perMajor }: FiguresInput): RunFigures {
  const assumptions = completed(given, result.currency);
  const cells = result.cells ?? cellsOfOrders(result.decisionsByState);
  const clusters = groups === null || result.entities === undefined ? null : { ...result.entities, groups };
  const queue = queueOf(result.reviews?.byDay ?? [], assumptions);
  const { target } = result;
  const days = maturedDays(result);
  return {
    ...{ assumptions, cells, clusters, queue },
    headlines: headlinesOf(cells, clusters, assumptions.beta),
    money: moneyOf({ cells, assumptions, target, perMajor, reviewed: queue.reviewed, days }),
  };
}

/** The last calendar day (ISO) of which every order is old enough to be judged; null where maturity is not measured. */
export const lastMaturedDay = ({
  asOf,
  target,
  maturity,
}: Pick<BacktestResult, 'asOf' | 'target' | 'maturity'>): string | null =>
  maturity !== 'measured' || asOf === null ? null : dayAfter(asOf, -target.horizonDays);

/** Calendar days from the first order to the last that is matured; all of them where maturity is not measured. */
export function maturedDays({
  period,
  ...judged
}: Pick<BacktestResult, 'period' | 'asOf' | 'target' | 'maturity'>): number | null {
  if (period === null) return null;
  const last = lastMaturedDay(judged);
  const days = daysBetween(period.from, last === null || last > period.to ? period.to : last) + 1;
  return days < 1 ? null : days;
}
