import { currencyDigits } from '../expression/index.ts';
import type { BacktestResult } from '../model/backtest.ts';
import { chosenGains } from '../model/results/addition-study.ts';
import type { Additions, Contributions } from '../model/results/contribution.ts';
import type { Money } from '../model/results/money.ts';
import { figuresOf } from '../model/results/of-run.ts';
import type { BadElsewhere } from '../model/results/stopped-alone.ts';
import {
  gains,
  additionWeights,
  retirements,
  runWeights,
  safeLoss,
  safeAlone,
  shapleyOf,
  valueOf,
  type Change,
  type Gain,
  type Retirement,
  type Weights,
} from '../model/results/rule-worth.ts';
import type { SplitPartName } from '../model/results/split.ts';
import type { Backtested } from './results-summary.ts';

/** What rules contribute to a backtest, and what others would; null where it was not asked for. */
export interface Contributed {
  readonly contributions: Contributions | null;
  /** Rules that alone stop what other targets of the project call bad, by code. */
  readonly elsewhere: ReadonlyMap<string, BadElsewhere>;
  /** Rules that can be retired, each with the ones before it gone. */
  readonly together: readonly string[];
  /** On all orders, or on those of training, with the parts that had none in the choice. */
  readonly additions: {
    readonly training: Additions;
    readonly heldOut: readonly { readonly name: SplitPartName; readonly additions: Additions }[];
  } | null;
}

/** For JSON, beside the result. Amounts are minor units, not rounded; null where no purchase has a known outcome. */
export function contributedJson(
  told: Pick<Backtested, 'result' | 'groups'>,
  { contributions, elsewhere, together, additions }: Contributed,
): object {
  const { result, groups } = told;
  const perMajor = 10 ** currencyDigits(result.currency);
  const figures = figuresOf({ result, groups, given: result.assumptions ?? {}, perMajor });
  const { assumptions, money } = figures;
  const weights = runWeights(figures, result, perMajor);
  const given = { assumptions, target: result.target, perMajor };
  return {
    ...(contributions === null
      ? {}
      : { ruleContributions: ofRules(contributions, { result, weights, money, elsewhere, together }) }),
    ...(additions === null ? {} : { additions: ofAdditions(additions, given, money.cohort > 0) }),
  };
}

/** In-sample on all orders; with a split those that gain on training, valued on the other parts. */
function ofAdditions(
  { training, heldOut }: NonNullable<Contributed['additions']>,
  given: Parameters<typeof additionWeights>[1],
  measured: boolean,
): object {
  const { tried, left, orders, period, asOf } = training;
  const rule = ({ addition, change, measurable, offered }: Gain): object => {
    const { source, rule: own, hits, known, blocked } = addition;
    return {
      ...{ source, code: own.code, when: own.when, result: own.result, hits, change: told(change, measured) },
      ...{ measurable, observable: { known, hits, blocked }, offered: measured && offered },
    };
  };
  if (heldOut.length === 0) {
    const rules = gains(training.additions, additionWeights(training, given));
    return { tried, left, inSample: true, rules: rules.map(rule) };
  }
  const others = heldOut.map(({ additions }) => additions);
  return {
    ...{ tried, left, inSample: false, chosenOn: { name: 'train', orders, period, asOf } },
    rules: chosenGains(training, others, given).map((gain) => ({
      ...rule(gain),
      heldOut: heldOut.map(({ name, additions }, at) => ({
        ...{ name, orders: additions.orders, period: additions.period, asOf: additions.asOf },
        change: gain.heldOut[at] && told(gain.heldOut[at], measured),
      })),
    })),
  };
}

interface OfRun {
  readonly result: BacktestResult;
  readonly weights: Weights;
  readonly money: Money;
  readonly elsewhere: Contributed['elsewhere'];
  readonly together: Contributed['together'];
}

function ofRules(found: Contributions, { result, weights, money, elsewhere, together }: OfRun): object {
  const measured = money.cohort > 0;
  const mostLost = safeLoss(money);
  const safe = (one: Retirement): boolean => measured && safeAlone(one, mostLost, elsewhere);
  const retire = new Map(retirements(found.rules, result.rules, weights).map((one) => [one.code, one]));
  const { intersections, combinations, sampledOrders, by } = found;
  const yen = (value: number): number | null => (measured ? value : null);
  return {
    ...{ by, sampledOrders, combinations, intersections },
    rules: found.rules.map((rule) => {
      const { code, moves } = rule;
      const shapley = shapleyOf(rule, weights);
      const own = retire.get(code);
      const other = elsewhere.get(code);
      return {
        ...{ code, moves, inOrder: yen(valueOf(rule.inOrder, weights.net)) },
        shapley: { value: yen(shapley.value), error: shapley.error },
        ...(own === undefined
          ? {}
          : {
              without: told(own.change, measured),
              measurable: own.measurable,
              observable: { known: own.known, hits: own.hits, blocked: own.blocked },
              ...{ least: measured ? own.least : null, safeAlone: safe(own), safe: together.includes(code) },
            }),
        badElsewhere: other === undefined ? null : { target: other.target.id, bad: other.bad },
      };
    }),
    // The smallest loss first; none that cannot be told, or that loses more than the tolerance with the ones before it gone.
    ...{ retire: together, safeLoss: yen(mostLost) },
  };
}

const told = ({ alerts, ...yen }: Change, measured: boolean): object => ({ ...(measured ? yen : {}), alerts });
