import type { BnplConfig } from '../model/bnpl/config.ts';
import type { Schedule, Step } from '../model/bnpl/schedule.ts';
import { addBusinessDays, addDays, businessDaysOf, dayOfMonth, rolled } from './calendar.ts';

type Billing = Pick<BnplConfig, 'payment' | 'roll' | 'calendar' | 'dunning'>;

/** The schedule of an order that arrived on a day. */
export function scheduleOf(config: Billing, arrivedOn: string, amount: number): Schedule {
  const isOpen = businessDaysOf(config.calendar);
  const { payment, roll } = config;
  const due = (date: string): string => rolled(isOpen, date, roll);
  if (payment.kind === 'invoice') {
    const invoicedOn = addBusinessDays(isOpen, arrivedOn, payment.offsetBd);
    const dueOn = due(addDays(invoicedOn, payment.dueDays));
    return { invoicedOn, dues: [{ dueOn, amount }], steps: stepsOf(config, dueOn) };
  }
  const { closingDay, dueDay, dueMonths } = payment;
  const closing = dayOfMonth(arrivedOn, 0, closingDay);
  const invoicedOn = arrivedOn <= closing ? closing : dayOfMonth(arrivedOn, 1, closingDay);
  const count = payment.kind === 'instalment' ? payment.count : 1;
  const dues = Array.from({ length: count }, (_, n) => ({
    dueOn: due(dayOfMonth(invoicedOn, dueMonths + n, dueDay)),
    amount: partOf(amount, count, n),
  }));
  return { invoicedOn, dues, steps: stepsOf(config, dues[0]?.dueOn ?? invoicedOn) };
}

/** Equal parts; what does not divide is in the first one. */
const partOf = (amount: number, count: number, n: number): number =>
  Math.floor(amount / count) + (n === 0 ? amount % count : 0);

function stepsOf({ dunning }: Billing, dueOn: string): Step[] {
  const { steps, feeCount, feeTotal, stopCreditAtDpd, assign, legalAtDpd, writeOffAtDpd } = dunning;
  const ordered = steps.toSorted((one, other) => one.afterDueDays - other.afterDueDays);
  let [charged, left] = [0, feeTotal ?? Infinity];
  const reminders = ordered.map(({ afterDueDays: dpd, cost, fee: wanted }, n): Step => {
    const fee = charged < feeCount ? Math.min(wanted, left) : 0;
    if (fee > 0) [charged, left] = [charged + 1, left - fee];
    return { on: addDays(dueOn, dpd), dpd, what: 'reminder', reminder: n + 1, fee, cost };
  });
  const others: [Step['what'], number | null][] = [
    ['stop-credit', stopCreditAtDpd],
    ['assign', assign?.dpd ?? null],
    ['legal', legalAtDpd],
    ['write-off', writeOffAtDpd],
  ];
  const rest = others.flatMap(([what, dpd]): Step[] =>
    dpd === null ? [] : [{ on: addDays(dueOn, dpd), dpd, what, fee: 0, cost: 0 }],
  );
  return [...reminders, ...rest].toSorted((one, other) => one.dpd - other.dpd);
}
