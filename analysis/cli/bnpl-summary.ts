import type { BnplTold } from './bnpl-args.ts';
import { bnplMessages, lintText } from '../model/messages/bnpl.ts';
import type { Language } from './messages.ts';
import { textTable } from './text-table.ts';

/** What the commands about pay-later configurations say to a person. */
export function bnplSummary(told: BnplTold, language: Language): string[] {
  const words = bnplMessages(language);
  switch (told.action) {
    case 'preset':
      return [JSON.stringify(told.config, null, 2)];
    case 'lint':
      return told.findings.length === 0
        ? [words.nothing, words.noAdvice]
        : [
            ...told.findings.flatMap((one) => [
              `${words.severity[one.severity]}: ${one.path}`,
              `  ${lintText(one, language)}`,
            ]),
            words.noAdvice,
          ];
    case 'schedule': {
      const { invoicedOn, dues, steps } = told.schedule;
      const money = (amount: number): string => `${amount.toLocaleString('en-US')} ${told.currency}`;
      return textTable(
        [
          [words.step.invoice, invoicedOn, '', ''],
          ...dues.map(({ dueOn, amount }) => [words.step.due, dueOn, '', money(amount)]),
          ...steps.map(({ what, on, dpd, fee, reminder }) => [
            `${words.step[what]}${reminder === undefined ? '' : ` ${reminder}`}`,
            on,
            `+${dpd}`,
            fee === 0 ? '' : money(fee),
          ]),
        ],
        2,
      );
    }
  }
}

export const bnplJson = (told: BnplTold): unknown =>
  told.action === 'preset' ? told.config : told.action === 'lint' ? { findings: told.findings } : told.schedule;
