import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import type { AllAssumptions } from '../../../analysis/model/results/assumptions.ts';
import type { Breakdown } from '../../../analysis/model/results/breakdown.ts';
import { headlinesOf, type Headline, type HeadlineName } from '../../../analysis/model/results/headline.ts';
import { moneyOf, type Money } from '../../../analysis/model/results/money.ts';
import { maturedDays, type RunFigures } from '../../../analysis/model/results/of-run.ts';
import { cellsOver, pickedFrom, type Cells } from '../../../analysis/model/results/tally.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../../../analysis/model/target.ts';
import { minorPerMajor } from '../../i18n/format.ts';

/** What a run says where its orders are judged otherwise. */
export interface JudgedFigures {
  readonly cells: Cells;
  readonly states: { readonly [S in OutcomeState]: number };
  readonly orders: number;
  readonly headline: (name: HeadlineName) => Headline | undefined;
  readonly money: Money;
}

/** `reviewed`: the share of reviews that are done, which does not depend on how orders end. */
export function judgedFigures(
  { groups, entities, currency, asOf, maturity }: Breakdown,
  target: Target,
  { period }: Pick<BacktestResult, 'period'>,
  { assumptions, queue }: Pick<RunFigures, 'queue'> & { readonly assumptions: AllAssumptions },
): JudgedFigures {
  const cells = cellsOver(groups);
  const headlines = headlinesOf(cells, { ...entities, groups }, assumptions.beta);
  const count = (state: OutcomeState): number => pickedFrom(cells, { results, states: [state], measure: 'orders' });
  const [bad, good, immature, blocked, excluded] = outcomeStates.map(count);
  const states = {
    ...{ bad: bad ?? 0, good: good ?? 0, immature: immature ?? 0, blocked: blocked ?? 0, excluded: excluded ?? 0 },
  };
  return {
    ...{ cells, states },
    orders: Object.values(states).reduce((sum, orders) => sum + orders, 0),
    headline: (wanted) => headlines.find(({ name }) => name === wanted),
    money: moneyOf({
      ...{ cells, assumptions, target, reviewed: queue.reviewed, perMajor: minorPerMajor(currency) },
      days: maturedDays({ period, asOf, target, maturity }),
    }),
  };
}

/** The orders that had come in by the end of a day (ISO) of a zone. */
export function cameBy(filter: Filter, end: number): Filter {
  const to = new Date(end).toISOString();
  return { clauses: [...filter.clauses, { kind: 'time', column: 'ordered_at', from: null, to }] };
}
