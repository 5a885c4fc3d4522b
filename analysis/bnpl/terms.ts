import type { BnplConfig } from '../model/bnpl/config.ts';
import { addDays, dayOfMonth, daysBetween } from './calendar.ts';
import { scheduleOf } from './schedule.ts';

/** Months after the contract from which on a payment is regulated (割賦販売法2条3項). */
const regulatedMonths = 2;

/**
 * The longest a buyer has between the order and the last payment, over the orders of a year from the day the configuration is valid
 * on, each of which arrives at once: the days, and whether any payment comes more than two months after its order.
 */
export function longestTerm(config: BnplConfig): { readonly days: number; readonly beyond: boolean } {
  const orders = Array.from({ length: 366 }, (_, n) => addDays(config.validFrom, n));
  const terms = orders.map((on) => ({ on, last: scheduleOf(config, on, 1).dues.at(-1)?.dueOn ?? on }));
  return {
    days: Math.max(...terms.map(({ on, last }) => daysBetween(on, last))),
    beyond: terms.some(({ on, last }) => last > dayOfMonth(on, regulatedMonths, Number(on.slice(8)))),
  };
}
