import { currencyDigits } from '../expression/index.ts';
import type { BacktestResult } from '../model/backtest.ts';
import { chosenGains } from '../model/results/addition-study.ts';
import type { Additions, Contributions } from '../model/results/contribution.ts';
import { figuresOf } from '../model/results/of-run.ts';
import {
  gains,
  retirements,
  runWeights,
  shapleyOf,
  valueOf,
  type Change,
  type Gain,
  type Weights,
} from '../model/results/rule-worth.ts';
import type { SplitPartName } from '../model/results/split.ts';
import type { Backtested } from './results-summary.ts';

/** What rules contribute to a backtest, and what others would; null where it was not asked for. */
export interface Contributed {
  readonly contributions: Contributions | null;
  /** On all orders, or on those of training, with the parts that had none in the choice. */
  readonly additions: {
    readonly training: Additions;
    readonly heldOut: readonly { readonly name: SplitPartName; readonly additions: Additions }[];
  } | null;
}

/** For JSON, beside the result. Amounts are minor units, not rounded; null where no purchase has a known outcome. */
export function contributedJson({ result, groups }: Backtested, { contributions, additions }: Contributed): object {
  const perMajor = 10 ** currencyDigits(result.currency);
  const figures = figuresOf({ result, groups, given: result.assumptions ?? {}, perMajor });
  const measured = figures.money.cohort > 0;
  const weights = runWeights(figures, result, perMajor);
  return {
    ...(contributions === null ? {} : { ruleContributions: ofRules(contributions, result, weights, measured) }),
    ...(additions === null ? {} : { additions: ofAdditions(additions, weights, measured) }),
  };
}

/** In-sample on all orders; with a split those that gain on training, valued on the other parts. */
function ofAdditions(
  { training, heldOut }: NonNullable<Contributed['additions']>,
  weights: Weights,
  measured: boolean,
): object {
  const { tried, left, orders, period, asOf } = training;
  const rule = ({ addition, change }: Gain): object => {
    const { source, rule: own, hits } = addition;
    return { source, code: own.code, when: own.when, result: own.result, hits, change: told(change, measured) };
  };
  if (heldOut.length === 0) return { tried, left, inSample: true, rules: gains(training.additions, weights).map(rule) };
  const others = heldOut.map(({ additions }) => additions);
  return {
    ...{ tried, left, inSample: false, chosenOn: { name: 'train', orders, period, asOf } },
    rules: chosenGains(training, others, weights).map((gain) => ({
      ...rule(gain),
      heldOut: heldOut.map(({ name, additions }, at) => ({
        ...{ name, orders: additions.orders, period: additions.period, asOf: additions.asOf },
        change: gain.heldOut[at] && told(gain.heldOut[at], measured),
      })),
    })),
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
