import type { BacktestResult } from '../backtest.ts';
import type { Filter } from '../filter.ts';
import type { Maturity } from '../project.ts';
import { results } from '../ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../target.ts';
import type { AllAssumptions } from './assumptions.ts';
import type { Breakdown } from './breakdown.ts';
import { headlinesOf, type Clusters, type Headline, type HeadlineName } from './headline.ts';
import { moneyOf, type Money } from './money.ts';
import { maturedDays } from './of-run.ts';
import { queueOf } from './queue.ts';
import { cellsOver, pickedFrom, type Cells } from './tally.ts';

/** What a run says where its orders are judged otherwise. */
export interface JudgedFigures {
  readonly cells: Cells;
  readonly clusters: Clusters;
  readonly maturity: Maturity;
  readonly states: { readonly [S in OutcomeState]: number };
  readonly orders: number;
  readonly headline: (name: HeadlineName) => Headline | undefined;
  readonly money: Money;
}

export interface JudgedInput {
  /** Of the run's orders, or some of them, judged so. */
  readonly breakdown: Breakdown;
  readonly target: Target;
  readonly period: BacktestResult['period'];
  readonly assumptions: AllAssumptions;
  /** Minor units in a major one. */
  readonly perMajor: number;
}

/** The same as a run of these orders judged so; its reviews wait for the same team. Money in minor units. */
export function judgedFigures({ breakdown, target, period, assumptions, perMajor }: JudgedInput): JudgedFigures {
  const { groups, entities, asOf, maturity, reviewDays } = breakdown;
  const cells = cellsOver(groups);
  const clusters = { ...entities, groups };
  const headlines = headlinesOf(cells, clusters, assumptions.beta);
  const count = (state: OutcomeState): number => pickedFrom(cells, { results, states: [state], measure: 'orders' });
  const [bad, good, immature, blocked, excluded] = outcomeStates.map(count);
  const states = {
    ...{ bad: bad ?? 0, good: good ?? 0, immature: immature ?? 0, blocked: blocked ?? 0, excluded: excluded ?? 0 },
  };
  const { reviewed } = queueOf(reviewDays, assumptions);
  const days = maturedDays({ period, asOf, target, maturity });
  return {
    ...{ cells, clusters, maturity, states },
    orders: Object.values(states).reduce((sum, orders) => sum + orders, 0),
    headline: (wanted) => headlines.find(({ name }) => name === wanted),
    money: moneyOf({ cells, assumptions, target, perMajor, reviewed, days }),
  };
}

/** The orders that had come in by the end of a day (ISO) of a zone. */
export function cameBy(filter: Filter, end: number): Filter {
  const to = new Date(end).toISOString();
  return { clauses: [...filter.clauses, { kind: 'time', column: 'ordered_at', from: null, to }] };
}
