import type { BacktestResult, RuleFigures } from '../backtest.ts';
import { outcomeStates } from '../target.ts';
import type { Addition, Additions, Move, RuleContribution } from './contribution.ts';
import { sumInterval, type Interval } from './intervals.ts';
import { blockedWorth, linesOf, type Money, type MoneyInput } from './money.ts';
import { maturedDays, type RunFigures } from './of-run.ts';
import { queueOf } from './queue.ts';
import type { RetiredTogetherAsk } from './retired-together.ts';
import type { BadElsewhere } from './stopped-alone.ts';
import { cellNumbers, cellsAt, linearByCode, type Cells, type Linear, type TallySums } from './tally.ts';
import { netBand, type BlockedWorth, type Hidden, type UnknownBand } from './unknown-band.ts';

/** What a sum of the tally adds to the figures of a run, each as weights of the tally. */
export interface Weights {
  readonly net: Linear;
  /** Loss and fees prevented. */
  readonly prevented: Linear;
  /** Margin and customers lost, below 0. */
  readonly goodLost: Linear;
  readonly review: Linear;
  /** What orders blocked in history add to the net if all are good, or bad. */
  readonly blocked: BlockedWorth;
  /** What they are made of. */
  readonly given: Omit<MoneyInput, 'cells'>;
}

/** By the assumptions of a run, its share of reviews that are done included: what it adds up is linear then. */
export function weightsOf(input: Omit<MoneyInput, 'cells'>): Weights {
  // Products of orders that the run has not are there all the same: without a rule there may be some.
  const cells = cellsAt(new Float64Array(cellNumbers).fill(1), 0);
  const { lines, net } = linesOf({ ...input, cells });
  const of = (...names: readonly string[]): Linear =>
    lines.flatMap(({ name, linear }) => (names.includes(name) ? linear : []));
  return {
    ...{ net: net.linear, prevented: of('prevented', 'fees'), goodLost: of('margin', 'churn'), review: of('review') },
    blocked: blockedWorth({ ...input, cells }),
    given: input,
  };
}

/** What changes when a rule is left out or put in. Minor units; sums of what is known and matured. */
export interface Change {
  readonly net: number;
  /** By groups of entities; null where too few of them have any of it. Nothing at all is certain. */
  readonly interval: Interval | null;
  /**
   * The net whatever became of orders blocked in history: those that come to pass and those that come to be stopped each at
   * their own worst and best.
   */
  readonly band: UnknownBand | null;
  readonly prevented: number;
  readonly goodLost: number;
  readonly review: number;
  readonly alerts: number;
}

const unchanged: Change = {
  ...{ net: 0, interval: { low: 0, high: 0, by: 'bootstrap' }, band: null },
  ...{ prevented: 0, goodLost: 0, review: 0, alerts: 0 },
};

const alerts: Linear = [{ results: ['REVIEW', 'HOLD', 'NG'], states: outcomeStates, measure: 'orders', weight: 1 }];

/** What changes as a tally by groups of entities, and what of it was blocked in history. */
export interface Changed {
  readonly groups: TallySums | null;
  readonly hidden: readonly Hidden[];
}

export function changeOf({ groups, hidden }: Changed, weights: Weights): Change {
  if (groups === null) return unchanged;
  const whole = overGroups(groups);
  const of = (linear: Linear): number => valueOf(whole, linear);
  const net = of(weights.net);
  return {
    net,
    interval: sumInterval(linearByCode(groups, weights.net)),
    band: netBand(net, [weights.blocked, weights.blocked], hidden),
    ...{ prevented: of(weights.prevented), goodLost: of(weights.goodLost), review: of(weights.review) },
    alerts: of(alerts),
  };
}

/** The sums of one code, of all. */
function overGroups(groups: TallySums): Float64Array {
  const whole = new Float64Array(cellNumbers);
  for (let i = 0; i < groups.length; i += 1) whole[i % cellNumbers] = (whole[i % cellNumbers] ?? 0) + (groups[i] ?? 0);
  return whole;
}

/** A weighed sum of one tally. */
export function valueOf(tally: TallySums, linear: Linear): number {
  const [value = 0] = linearByCode(tally, linear);
  // No figure reads −0.
  return value === 0 ? 0 : value;
}

export interface ChangedMoney extends Pick<Money, 'lines' | 'net'> {
  /** What is added less what is taken away: counts may be below 0. */
  readonly cells: Cells;
}

/** What changes as sums of money with their formulas; they add up to what the weights make of the same tally. */
export function changedMoney(tally: TallySums, { given }: Weights): ChangedMoney {
  const cells = cellsAt(overGroups(tally), 0);
  const { lines, net } = linesOf({ ...given, cells, measured: true });
  return { cells, lines, net };
}

/** A set without a rule, less the set as it is. */
export const withoutOf = ({ dropped, hidden }: RuleContribution, weights: Weights): Change =>
  changeOf({ groups: dropped, hidden }, weights);

/**
 * Whether what a rule changes can be told, left out or put in. `blocked`: more of what it hits, or of what would be decided otherwise,
 * was blocked in history than has a known outcome. `few`: too few groups of entities for an interval. `idle`: it hits nothing.
 */
export type Measurable = 'measured' | 'blocked' | 'few' | 'idle';

export interface Retirement {
  readonly code: string;
  readonly change: Change;
  readonly measurable: Measurable;
  /** Hits whose outcome is known and matured, of all. */
  readonly known: number;
  readonly hits: number;
  readonly blocked: number;
  /** Orders that would be decided otherwise. */
  readonly moved: number;
  /**
   * The least the net changes by: the low end of its interval, with everything that was blocked at its worst; null where that
   * is not measured.
   */
  readonly least: number | null;
}

/** Share of the net of a set that leaving out a rule may cost at the least, and be called safe. */
export const safeShare = 0.01;

/** What leaving out a rule may cost and be called safe: nothing where the set is worth nothing. */
export const safeLoss = ({ net }: Pick<Money, 'net'>): number => safeShare * Math.max(0, net.value);

/**
 * Whether a rule can be left out at no more than such a loss, and alone stops nothing that another target calls bad: while all
 * others stay (`backtest.retiredTogether` tells which of several can go).
 */
export const safeAlone = (
  { code, least }: Pick<Retirement, 'code' | 'least'>,
  loss: number,
  elsewhere: ReadonlyMap<string, BadElsewhere>,
): boolean => least !== null && least >= -loss && !elsewhere.has(code);

/** Asks which of the rules that are safe alone are so together; of none where no purchase has a known outcome. */
export function togetherAsk(
  all: readonly Retirement[],
  { money, assumptions, queue }: Pick<RunFigures, 'money' | 'assumptions' | 'queue'>,
  result: BacktestResult,
  elsewhere: ReadonlyMap<string, BadElsewhere>,
): Pick<RetiredTogetherAsk, 'codes' | 'assumptions' | 'reviewed' | 'days' | 'loss'> {
  const loss = safeLoss(money);
  const safe = money.cohort === 0 ? [] : all.filter((one) => safeAlone(one, loss, elsewhere));
  const codes = safe.map(({ code }) => code);
  return { codes, assumptions, reviewed: queue.reviewed, days: maturedDays(result), loss };
}

/**
 * Rules as they may be retired: those whose loss can be told first, the smallest loss first, with what was blocked at its
 * worst; those that hit more first where the loss is the same.
 */
export function retirements(
  rules: readonly RuleContribution[],
  figures: readonly RuleFigures[],
  weights: Weights,
): readonly Retirement[] {
  const byCode = new Map(figures.map((one) => [one.code, one]));
  const found = rules.flatMap((rule): Retirement[] => {
    const own = byCode.get(rule.code);
    if (own === undefined) return [];
    const change = withoutOf(rule, weights);
    const known = own.tp + own.fp;
    const moved = rule.moves.reduce((sum, { orders }) => sum + orders, 0);
    const measurable = measurableOf({ ...own, known, blocked: own.hitsBlocked, moves: rule.moves }, change);
    const least = measurable === 'measured' ? leastOf(change) : null;
    return [{ code: rule.code, change, measurable, known, hits: own.hits, blocked: own.hitsBlocked, moved, least }];
  });
  const rank = ({ measurable }: Retirement): number => (measurable === 'measured' ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b) || worst(b.change) - worst(a.change) || b.hits - a.hits);
}

/** The least it changes the net by; null where no interval tells. */
const leastOf = (change: Change): number | null =>
  change.interval === null ? null : change.interval.low + worst(change) - change.net;

/** Whether rules that are left out together lose no more than this, and more of what they decide has a known outcome than was blocked. */
export function loseAtMost(
  loss: number,
  { dropped, moves, hidden }: Pick<RuleContribution, 'dropped' | 'moves' | 'hidden'>,
  weights: Weights,
): boolean {
  const least = leastOf(changeOf({ groups: dropped, hidden }, weights));
  return !mostlyBlocked(moves) && least !== null && least >= -loss;
}

/** The net with everything that was blocked as it is worst. */
export const worst = ({ net, band }: Pick<Change, 'net' | 'band'>): number => band?.low ?? net;

function measurableOf(
  { hits, known, blocked, moves }: Pick<Addition, 'hits' | 'known' | 'blocked' | 'moves'>,
  { interval }: Change,
): Measurable {
  if (hits === 0) return 'idle';
  if (blocked > known || mostlyBlocked(moves)) return 'blocked';
  return interval === null ? 'few' : 'measured';
}

function mostlyBlocked(moves: readonly Move[]): boolean {
  const sum = (of: (move: Move) => number): number => moves.reduce((total, one) => total + of(one), 0);
  return sum((move) => move.blocked) > sum((move) => move.known);
}

/** What a rule that is put in is worth. */
export interface Gain {
  readonly addition: Addition;
  readonly change: Change;
  readonly measurable: Measurable;
  /** It can be told, and gains with everything that was blocked at its worst. */
  readonly offered: boolean;
}

/** Those that can be told first, the greatest gain first, with what was blocked at its worst. */
export function gains(additions: readonly Addition[], weights: Weights): readonly Gain[] {
  const rank = ({ measurable }: Gain): number => (measurable === 'measured' ? 0 : 1);
  return additions
    .map((addition): Gain => {
      const change = changeOf({ groups: addition.added, hidden: addition.hidden }, weights);
      const measurable = measurableOf(addition, change);
      return { addition, change, measurable, offered: measurable === 'measured' && worst(change) > 0 };
    })
    .toSorted((a, b) => rank(a) - rank(b) || worst(b.change) - worst(a.change));
}

/** By the orders that rules were tried on: their reviews wait for the team, and no others. */
export const additionWeights = (
  { reviewDays }: Pick<Additions, 'reviewDays'>,
  { assumptions, ...input }: Pick<MoneyInput, 'assumptions' | 'target' | 'perMajor'>,
): Weights => weightsOf({ ...input, assumptions, reviewed: queueOf(reviewDays, assumptions).reviewed, days: null });

/** A Shapley value in money, and its standard error where it is estimated. */
export function shapleyOf(
  { shapley, batches }: RuleContribution,
  { net }: Weights,
): { readonly value: number; readonly error: number | null } {
  const value = valueOf(shapley, net);
  if (batches === null) return { value, error: null };
  const each = linearByCode(batches, net);
  const spread = each.reduce((sum, one) => sum + (one - value) ** 2, 0) / (each.length - 1);
  return { value, error: Math.sqrt(spread / each.length) };
}

/** By what a run stands on. */
export const runWeights = (
  { assumptions, queue }: Pick<RunFigures, 'assumptions' | 'queue'>,
  result: BacktestResult,
  perMajor: number,
): Weights =>
  weightsOf({ assumptions, target: result.target, perMajor, reviewed: queue.reviewed, days: maturedDays(result) });
