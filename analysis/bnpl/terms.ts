import type { Payment } from '../model/bnpl/config.ts';

/** The longest a buyer has between the order and the last payment: days, and whole months where it is told by months. */
export function longestTerm(payment: Payment): { readonly days: number; readonly months: number } {
  // Business days stand for at most twice as many calendar days, and a shop ships within a month.
  if (payment.kind === 'invoice') {
    const days = payment.offsetBd * 2 + payment.dueDays;
    return { days, months: days / 30 };
  }
  const count = payment.kind === 'instalment' ? payment.count : 1;
  // Bought right after a closing day: a month to the next one, then to the due day of the last month.
  const months = 1 + payment.dueMonths + (count - 1) + (payment.dueDay - Math.min(payment.closingDay, 30)) / 30;
  return { days: Math.round(months * 30), months };
}
