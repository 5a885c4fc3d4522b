import { results, type ScreeningResult } from '../ruleset.ts';
import { isBillKind, outcomeStates, type Target } from '../target.ts';
import type { AllAssumptions, AssumptionName } from './assumptions.ts';
import { customerUnits, pickedFrom, type Cells, type Linear, type Picked } from './tally.ts';
import { hiddenIn, netBand, type BlockedWorth, type UnknownBand } from './unknown-band.ts';

/** One factor of a product: read from the orders, taken from the assumptions, or following from both. */
export type Factor =
  | { readonly from: 'orders'; readonly picked: Picked; readonly value: number }
  /** `rest`: what is left of 1. */
  | { readonly from: 'assumption'; readonly name: AssumptionName; readonly value: number; readonly rest?: true }
  /** Share of the reviews that a person does (by the queue), and of those that nobody does. */
  | { readonly from: 'queue'; readonly name: 'reviewed' | 'unreviewed'; readonly value: number }
  /** Minutes of an hour: divides. */
  | { readonly from: 'unit'; readonly name: 'minutesPerHour'; readonly value: number };

/** Factors that are multiplied; exactly one of them is read from the orders. */
export type Product = readonly Factor[];

export type YenName =
  | 'prevented'
  | 'fees'
  | 'margin'
  | 'churn'
  | 'review'
  | 'net'
  | 'passed'
  | 'preventedIssuer'
  | 'blockedAmount';

/** A figure in minor units, exactly the sum of its products times its sign. */
export interface YenLine {
  readonly name: YenName;
  readonly sign: 1 | -1;
  readonly products: readonly Product[];
  readonly value: number;
  /** The same as weights of the tally. */
  readonly linear: Linear;
}

export interface Money {
  /**
   * Prevented loss and fees, lost margin, churn and the cost of reviews: what `net` adds up. Reviews are those of orders whose
   * outcome is known and of those that history blocked: a person looks at them, however they would have ended.
   */
  readonly lines: readonly YenLine[];
  readonly net: YenLine;
  /** Beside it, in no sum: loss that got through, prevented loss that the issuer would have borne, amount of NG blocked in history. */
  readonly beside: readonly YenLine[];
  /**
   * Matured intents it stands on, whose outcome is known, and the days they came in; null where that is not known. Without
   * any nothing is measured, and only the cost of reviews can be told.
   */
  readonly cohort: number;
  /** Those, and the matured ones that history blocked: net and its reviews are of all of them, and so is what a thousand are worth. */
  readonly purchases: number;
  readonly days: number | null;
  readonly perMonth: number | null;
  readonly perThousand: number | null;
  /**
   * What the net would be if every order that history blocked and that is stopped or reviewed here had ended well, or badly,
   * and how many purchases they are; null where there are none. A bad one is assumed to have lost its amount.
   */
  readonly band: UnknownBand | null;
}

export interface MoneyInput {
  readonly cells: Cells;
  readonly assumptions: AllAssumptions;
  readonly target: Target;
  /** Minor units in a major one. */
  readonly perMajor: number;
  /** Share of the reviews that are done, see `queueOf`. */
  readonly reviewed: number;
  /** Days from the first order to the last matured one. */
  readonly days: number | null;
  /** Whether outcomes are known at all, where the cells are a change, which does not tell; else some order of them says so. */
  readonly measured?: boolean;
}

/** States of an outcome that is known. */
const known: Picked['states'] = ['bad', 'good'];
/** Orders whose review is a cost for certain. */
const reviewedFor: Picked['states'] = [...known, 'blocked'];

/** Matured purchases, their outcome known or blocked in history. */
export const judged: Picked = { results, states: reviewedFor, measure: 'cohort' };

/** Matured purchases whose outcome is known. */
export const cohortOf = (cells: Cells): number => pickedFrom(cells, { results, states: known, measure: 'cohort' });

/** HOLD waits for a person as REVIEW does. */
export const reviewResults: readonly ScreeningResult[] = ['REVIEW', 'HOLD'];
const alertResults: readonly ScreeningResult[] = [...reviewResults, 'NG'];
/** Days of a month in figures per month. */
export const daysPerMonth = 365.25 / 12;

/**
 * What a rule set is worth beside letting every order pass. Stopped are all of NG, and of what a person reviews the shares
 * told of bad and good. A fraudster who is stopped is assumed to do nothing else instead.
 */
export function moneyOf(input: MoneyInput): Money {
  const { cells, days } = input;
  const [cohort, purchases] = [cohortOf(cells), pickedFrom(cells, judged)];
  const { lines, net, beside } = linesOf(input);
  return {
    ...{ lines, net, beside, cohort, purchases, days },
    band: netBand(net.value, [blockedWorth(input)], hiddenIn(cells, alertResults)),
    perMonth: cohort === 0 || days === null || days === 0 ? null : (net.value / days) * daysPerMonth,
    perThousand: cohort === 0 ? null : (net.value / purchases) * 1000,
  };
}

/** The sums of money alone, each with its formula; also of a change, whose cells are what is added less what is taken away. */
export function linesOf(input: Omit<MoneyInput, 'days'>): Pick<Money, 'lines' | 'net' | 'beside'> {
  const { products } = productsOf(input);
  const made = (name: YenName, sign: 1 | -1): YenLine => line(name, sign, products(name));
  const disputes = input.target.kinds.includes('chargeback');
  const lines = [
    made('prevented', 1),
    ...(disputes ? [made('fees', 1)] : []),
    made('margin', -1),
    made('churn', -1),
    made('review', -1),
  ];
  const net: YenLine = {
    name: 'net',
    sign: 1,
    products: [],
    value: lines.reduce((sum, { value }) => sum + value, 0),
    linear: lines.flatMap(({ linear }) => linear),
  };
  return {
    ...{ lines, net },
    beside: [made('passed', -1), ...(disputes ? [made('preventedIssuer', 1)] : []), made('blockedAmount', 1)],
  };
}

/** What every order that history blocked would add to the net, beside its review, if it were good (never more than 0), or bad (never less). */
export function blockedWorth(input: Omit<MoneyInput, 'days'>): BlockedWorth {
  const { good, bad } = productsOf(input).blocked;
  const linear = (parts: typeof good): Linear => parts.map(({ sign, product }) => linearTerm(product, sign));
  return { good: linear(good), bad: linear(bad) };
}

function line(name: YenName, sign: 1 | -1, products: readonly Product[]): YenLine {
  const linear = products.map((product) => linearTerm(product, sign));
  const value = products.reduce((sum, product) => sum + sign * productOf(product), 0);
  // No figure reads −0.
  return { name, sign, products, value: value === 0 ? 0 : value, linear };
}

export const productOf = (product: Product): number =>
  product.reduce((value, factor) => (factor.from === 'unit' ? value / factor.value : value * factor.value), 1);

function linearTerm(product: Product, sign: number): Linear[number] {
  const read = product.find((factor) => factor.from === 'orders');
  if (read === undefined) throw new Error('a product without orders');
  const rest = productOf(product.filter((factor) => factor !== read));
  return { ...read.picked, weight: (sign * rest) / unitOf(read.picked.measure) };
}

/** What counts as one of a measure. */
const unitOf = (measure: Picked['measure']): number => (measure === 'customers' ? customerUnits : 1);

interface Products {
  readonly products: (name: YenName) => readonly Product[];
  /** What every order blocked in history would add to the net if it were good, or bad. */
  readonly blocked: Readonly<Record<'good' | 'bad', readonly { readonly sign: 1 | -1; readonly product: Product }[]>>;
}

function productsOf(input: Omit<MoneyInput, 'days'>): Products {
  const { cells, assumptions, target, perMajor, reviewed, measured } = input;
  const orders = (rows: readonly ScreeningResult[], state: Picked['states'], measure: Picked['measure']): Factor => {
    const picked = { results: rows, states: state, measure };
    return { from: 'orders', picked, value: pickedFrom(cells, picked) / unitOf(measure) };
  };
  const assumed = (name: Exclude<AssumptionName, 'unreviewed'>): Extract<Factor, { from: 'assumption' }> => ({
    from: 'assumption',
    name,
    value: assumptions[name],
  });
  const amount = (name: 'customerValue' | 'chargebackFee' | 'hourlyWage'): Factor => ({
    from: 'assumption',
    name,
    value: assumptions[name] * perMajor,
  });
  const done: Factor = { from: 'queue', name: 'reviewed', value: reviewed };
  const undone: Factor = { from: 'queue', name: 'unreviewed', value: 1 - reviewed };
  /** Of what is stopped: NG, what a person stops, and what is held because no person came. */
  const stopped = (
    share: 'reviewCatch' | 'reviewWrong',
    of: (rows: readonly ScreeningResult[]) => readonly Factor[],
  ): readonly Product[] => [
    of(['NG']),
    [...of(reviewResults), done, assumed(share)],
    ...(assumptions.unreviewed === 'hold' && reviewed < 1 ? [[...of(reviewResults), undone]] : []),
  ];
  const bad = (share: readonly Factor[], measure: Picked['measure']): readonly Product[] =>
    stopped('reviewCatch', (rows) => [orders(rows, ['bad'], measure), ...share]);
  const good = (share: readonly Factor[], measure: Picked['measure']): readonly Product[] =>
    stopped('reviewWrong', (rows) => [orders(rows, ['good'], measure), ...share]);
  const lost = [assumed('lossRate')];
  const perhaps = [assumed('unknownBorne'), assumed('lossRate')];
  const products = (name: YenName): readonly Product[] => {
    switch (name) {
      case 'prevented':
        return [...bad(lost, 'lossShop'), ...bad(perhaps, 'lossUnknown')].filter(something);
      case 'fees': {
        const fee = amount('chargebackFee');
        return [...bad([fee], 'chargesShop'), ...bad([assumed('unknownBorne'), fee], 'chargesUnknown')].filter(
          something,
        );
      }
      case 'margin':
        return good([assumed('marginRate'), assumed('lostShare')], 'intentAmount');
      case 'churn':
        return good([assumed('churnRate'), amount('customerValue')], 'customers');
      case 'review': {
        // Of the orders that net and band are told of; where nothing is known of any, of all.
        const told = measured ?? cohortOf(cells) > 0;
        const minutes: Factor = { from: 'unit', name: 'minutesPerHour', value: 60 };
        const looked = orders(reviewResults, told ? reviewedFor : outcomeStates, 'orders');
        return [[looked, done, assumed('reviewMinutes'), minutes, amount('hourlyWage')]];
      }
      case 'passed': {
        const left: Factor = { ...assumed('reviewCatch'), value: 1 - assumptions.reviewCatch, rest: true };
        const passes = (share: readonly Factor[], measure: Picked['measure']): readonly Product[] => [
          [orders(['OK'], ['bad'], measure), ...share],
          [orders(reviewResults, ['bad'], measure), done, left, ...share],
          ...(assumptions.unreviewed === 'ship' && reviewed < 1
            ? [[orders(reviewResults, ['bad'], measure), undone, ...share]]
            : []),
        ];
        return [...passes(lost, 'lossShop'), ...passes(perhaps, 'lossUnknown')].filter(something);
      }
      case 'preventedIssuer':
        return bad([], 'lossIssuer').filter(something);
      case 'blockedAmount':
        return [[orders(alertResults, ['blocked'], 'intentAmount')]];
      case 'net':
        return [];
    }
  };
  const all = (
    sign: 1 | -1,
    share: 'reviewCatch' | 'reviewWrong',
    measure: Picked['measure'],
    factors: readonly Factor[],
  ): Products['blocked']['good'] =>
    stopped(share, (rows) => [orders(rows, ['blocked'], measure), ...factors]).map((product) => ({ sign, product }));
  const fee = [assumed('unknownBorne'), amount('chargebackFee')];
  return {
    products,
    blocked: {
      good: [
        ...all(-1, 'reviewWrong', 'intentAmount', [assumed('marginRate'), assumed('lostShare')]),
        // Each the only purchase of its customer.
        ...all(-1, 'reviewWrong', 'intents', [assumed('churnRate'), amount('customerValue')]),
      ],
      bad: [
        ...all(1, 'reviewCatch', 'intentAmount', target.kinds.every(isBillKind) ? lost : perhaps),
        ...(target.kinds.includes('chargeback') ? all(1, 'reviewCatch', 'intents', fee) : []),
      ],
    },
  };
}

/** Products of orders that are not there say nothing. */
const something = (product: Product): boolean =>
  product.some((factor) => factor.from === 'orders' && factor.value !== 0);
