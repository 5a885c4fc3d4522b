import { currencyDigits } from '../expression/index.ts';
import type { BacktestResult } from '../model/backtest.ts';
import type { Additions, Contributions } from '../model/results/contribution.ts';
import { figuresOf } from '../model/results/of-run.ts';
import {
  gains,
  retirements,
  runWeights,
  shapleyOf,
  valueOf,
  type Change,
  type Weights,
} from '../model/results/rule-worth.ts';
import type { Backtested } from './results-summary.ts';

/** What rules contribute to a backtest, and what others would; null where it was not asked for. */
export interface Contributed {
  readonly contributions: Contributions | null;
  readonly additions: Additions | null;
}

/** For JSON, beside the result. Amounts are minor units, not rounded; null where no purchase has a known outcome. */
export function contributedJson({ result, groups }: Backtested, { contributions, additions }: Contributed): object {
  const perMajor = 10 ** currencyDigits(result.currency);
  const figures = figuresOf({ result, groups, given: result.assumptions ?? {}, perMajor });
  const measured = figures.money.cohort > 0;
  const weights = runWeights(figures, result, perMajor);
  return {
    ...(contributions === null ? {} : { ruleContributions: ofRules(contributions, result, weights, measured) }),
    ...(additions === null
      ? {}
      : {
          additions: {
            ...{ tried: additions.tried, left: additions.left, inSample: true },
            rules: gains(additions.additions, weights).map(({ addition: { source, rule, hits }, change }) => ({
              ...{ source, code: rule.code, when: rule.when, result: rule.result, hits },
              change: told(change, measured),
            })),
          },
        }),
  };
}

function ofRules(found: Contributions, result: BacktestResult, weights: Weights, measured: boolean): object {
  const retire = new Map(retirements(found.rules, result.rules, weights).map((one) => [one.code, one]));
  const { intersections, combinations, sampledOrders, by } = found;
  const yen = (value: number): number | null => (measured ? value : null);
  return {
    ...{ by, sampledOrders, combinations, intersections },
    rules: found.rules.map((rule) => {
      const { code, moves } = rule;
      const shapley = shapleyOf(rule, weights);
      const own = retire.get(code);
      return {
        ...{ code, moves, inOrder: yen(valueOf(rule.inOrder, weights.net)) },
        shapley: { value: yen(shapley.value), error: shapley.error },
        ...(own === undefined
          ? {}
          : {
              without: told(own.change, measured),
              measurable: own.measurable,
              observable: { known: own.known, hits: own.hits, blocked: own.blocked },
            }),
      };
    }),
    // The smallest loss first; none that cannot be told.
    retire: measured
      ? [...retire.values()].filter(({ measurable }) => measurable === 'measured').map(({ code }) => code)
      : [],
  };
}

const told = ({ alerts, ...yen }: Change, measured: boolean): object => ({ ...(measured ? yen : {}), alerts });
