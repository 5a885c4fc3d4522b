import type { OutcomeOverview } from '../model/outcome-report.ts';
import { eventMessages } from '../model/messages/events.ts';
import { fill } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';

/** What the outcomes of a project say together, and the orders whose outcomes do not agree, in lines for a person. */
export function conflictSummary(report: OutcomeOverview, language: Language): string[] {
  const texts = cliMessages(language);
  const { conflicts: names } = eventMessages(language);
  const { chargebacks, conflictCounts, conflicts } = report;
  const counted = Object.entries(chargebacks).map(([name, value]) => [name, value.toLocaleString('en-US')] as const);
  return [
    ...(chargebacks.orders === 0 ? [] : [fill(texts.chargebacks, Object.fromEntries(counted))]),
    ...conflictCounts.flatMap(({ code, orders }) => [
      fill(texts.conflict, { name: names[code], orders: orders.toLocaleString('en-US') }),
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
