import { currencyDigits } from '../expression/index.ts';
import type { ImportReport, ImportWarning } from '../model/import-report.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { cliMessages, type Language } from './messages.ts';

/** A number as the command line writes it, in both languages. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** An amount in whole major units, as the command line writes it. */
export const amountText = (minor: number, currency: string): string =>
  `${count(Math.round(minor / 10 ** currencyDigits(currency)))} ${currency}`;

/** A share as the command line writes it; a dash where there is nothing to divide by. */
export const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(2)} %`);

/** Parameters of a text, numbers written so. */
export function counts(params: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? count(value) : value]),
  );
}

/** Rows of a file that were not taken in, by reason. */
export function rejectedLines(rejects: ImportReport['rejects'], language: Language): string[] {
  const texts = cliMessages(language);
  const { rejects: reasons } = modelMessages(language);
  return rejects.map(({ reason, rows, column, firstLine, file = '' }) =>
    fill(texts.rejected, { rows: count(rows), reason: reasons[reason], column: column ?? '', line: firstLine, file }),
  );
}

/** What a reader of an import must know. */
export function warningLines(warnings: readonly ImportWarning[], language: Language): string[] {
  const { warning } = cliMessages(language);
  const { importWarnings } = modelMessages(language);
  return warnings.map(({ code, params }) => fill(warning, { text: fill(importWarnings[code], counts(params)) }));
}
