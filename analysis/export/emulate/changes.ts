import { currencyPath } from '../../expression/index.ts';
import { mostNamedOrders } from '../../model/conform.ts';
import {
  mostShown,
  ruleAnswers,
  type EmulatedDifference,
  type EmulationProfile,
  type EmulationReport,
  type RuleAnswer,
  type Transition,
} from '../../model/emulation.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { results, type ScreeningResult } from '../../model/screening.ts';
import type { Evaluation, RuntimeEvent } from '../../runtime/index.ts';
import type { OrderShown } from '../shown-order.ts';

/** An order as it was decided exactly. */
export interface Decided extends Pick<Evaluation, 'rules' | 'features' | 'verdict'> {
  readonly event: RuntimeEvent;
}

interface Cell {
  orders: number;
  amount: number;
  readonly orderIds: string[];
}

/** What emulation changes, counted order by order. */
export class Changes {
  readonly #ruleSet: RuleSet;
  readonly #profile: EmulationProfile;
  readonly #shown: OrderShown;
  readonly #cells = new Map<string, Cell>();
  readonly #gained: Uint32Array;
  readonly #lost: Uint32Array;
  readonly #features: Uint32Array;
  readonly #first: EmulatedDifference[] = [];
  readonly #bounds = { first: Infinity, last: -Infinity };
  #orders = 0;
  #withoutAmount = 0;
  #otherwise = 0;

  constructor(ruleSet: RuleSet, profile: EmulationProfile, shown: OrderShown) {
    this.#ruleSet = ruleSet;
    this.#profile = profile;
    this.#shown = shown;
    this.#gained = new Uint32Array(ruleSet.rules.length);
    this.#lost = new Uint32Array(ruleSet.rules.length);
    this.#features = new Uint32Array(ruleSet.features?.length ?? 0);
  }

  compare(before: Decided, after: Evaluation): void {
    this.#orders += 1;
    const at = Number(before.event.at);
    this.#bounds.first = Math.min(this.#bounds.first, at);
    this.#bounds.last = Math.max(this.#bounds.last, at);
    for (let place = 0; place < before.rules.length; place += 1) {
      const [was, is] = [before.rules[place] === 1, after.rules[place] === 1];
      if (was !== is) count(is ? this.#gained : this.#lost, place);
    }
    for (let place = 0; place < before.features.length; place += 1)
      if (!same(before.features[place], after.features[place])) count(this.#features, place);
    const [from, to] = [before.verdict, after.verdict];
    const cell = this.#cell(from.result, to.result);
    const amount = this.#amountOf(before.event);
    cell.orders += 1;
    cell.amount += amount ?? 0;
    if (amount === null) this.#withoutAmount += 1;
    if (from.result === to.result) {
      if (from.by !== to.by) this.#otherwise += 1;
      return;
    }
    if (cell.orderIds.length < mostNamedOrders) cell.orderIds.push(before.event.event_id);
    if (this.#first.length < mostShown) this.#first.push(this.#difference(before, after));
  }

  #cell(from: ScreeningResult, to: ScreeningResult): Cell {
    const name = `${from} ${to}`;
    const cell = this.#cells.get(name) ?? { orders: 0, amount: 0, orderIds: [] };
    this.#cells.set(name, cell);
    return cell;
  }

  #amountOf({ fields = {} }: RuntimeEvent): number | null {
    const amount = fields['order.amount'];
    return typeof amount === 'number' && fields[currencyPath] === this.#ruleSet.currency ? amount : null;
  }

  #difference(before: Decided, after: Evaluation): EmulatedDifference {
    const { rules, features = [] } = this.#ruleSet;
    const { event, verdict } = before;
    return {
      ...{ place: this.#orders, orderId: event.event_id, at: isoOf(Number(event.at)) },
      from: { result: verdict.result, by: verdict.by },
      to: { result: after.verdict.result, by: after.verdict.by },
      rules: rules.flatMap(({ code }, place) => {
        const [from, to] = [answerOf(before.rules[place]), answerOf(after.rules[place])];
        return from === to ? [] : [{ code, from, to }];
      }),
      features: features.flatMap(({ id }, place) => {
        const [from, to] = [before.features[place], after.features[place]];
        const shown = (value: number | undefined): number | null => this.#shown.feature(id, valueOf(value));
        return same(from, to) ? [] : [{ id, from: shown(from), to: shown(to) }];
      }),
      fields: this.#shown.fields(event, {}),
    };
  }

  report(): EmulationReport {
    const { rules, features = [], currency } = this.#ruleSet;
    const transitions: Transition[] = results.flatMap((from) =>
      results.flatMap((to) => {
        const cell = this.#cells.get(`${from} ${to}`);
        return cell === undefined ? [] : [{ from, to, ...cell }];
      }),
    );
    const changed = transitions.filter(({ from, to }) => from !== to);
    const sum = (of: readonly Transition[], what: 'orders' | 'amount'): number =>
      of.reduce((all, one) => all + one[what], 0);
    const { first, last } = this.#bounds;
    return {
      ...{ profile: this.#profile, currency, orders: this.#orders, amount: sum(transitions, 'amount') },
      withoutAmount: this.#withoutAmount,
      period: this.#orders === 0 ? null : { from: isoOf(first), to: isoOf(last) },
      ...{ changed: sum(changed, 'orders'), changedAmount: sum(changed, 'amount'), otherwiseDecided: this.#otherwise },
      transitions,
      rules: rules.flatMap(({ code }, place) => {
        const [gained, lost] = [this.#gained[place] ?? 0, this.#lost[place] ?? 0];
        return gained + lost === 0 ? [] : [{ code, gained, lost }];
      }),
      features: features.flatMap(({ id }, place) => {
        const orders = this.#features[place] ?? 0;
        return orders === 0 ? [] : [{ id, orders }];
      }),
      first: this.#first,
    };
  }
}

function count(counts: Uint32Array, place: number): void {
  counts[place] = (counts[place] ?? 0) + 1;
}

const same = (one = NaN, other = NaN): boolean => Object.is(one, other) || one === other;
const valueOf = (value = NaN): number | null => (Number.isNaN(value) ? null : value);
const answerOf = (answer: number | undefined): RuleAnswer => ruleAnswers[answer ?? 0] ?? 'silent';
const isoOf = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString();
