import type { OutcomeOverview } from '../model/outcome-report.ts';
import { eventMessages } from '../model/messages/events.ts';
import { fill } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';
import { count, counts } from './told-rows.ts';

/** What the outcomes of a project say together, and the orders whose outcomes do not agree, in lines for a person. */
export function conflictSummary(report: OutcomeOverview, language: Language): string[] {
  const texts = cliMessages(language);
  const { conflicts: names } = eventMessages(language);
  const { chargebacks, conflictCounts, conflicts } = report;
  return [
    ...(chargebacks.orders === 0 ? [] : [fill(texts.chargebacks, counts({ ...chargebacks }))]),
    ...(chargebacks.unexplainedOrders === 0 ? [] : [fill(texts.unexplained, counts({ ...chargebacks }))]),
    ...conflictCounts.flatMap(({ code, orders }) => [
      fill(texts.conflict, { name: names[code], orders: count(orders) }),
      ...conflicts
        .filter((one) => one.code === code)
        .map(({ orderId, facts }) =>
          fill(texts.conflictOrder, {
            order: orderId,
            facts: facts.map(({ kind, fileName, line }) => `${kind} (${fileName}:${line})`).join(', '),
          }),
        ),
    ]),
  ];
}
