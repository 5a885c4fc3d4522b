import { fill, modelMessages } from '../model/messages/index.ts';
import type { LinesReport } from '../model/order-lines.ts';
import { cliMessages, type Language } from './messages.ts';

const count = (value: number): string => value.toLocaleString('en-US');

/** What became of a file of order lines, in lines for a person. */
export function linesSummary(report: LinesReport, language: Language): string[] {
  const texts = cliMessages(language);
  const shared = modelMessages(language);
  const { fileName, read, accepted, rejected, orders, replaced, orphans, orphanOrders, orphanSample } = report;
  const told = { read, accepted, rejected, orders, replaced };
  return [
    fill(texts.linesRead, { file: fileName, ...counted(told) }),
    ...report.rejects.map(({ reason, rows, column, firstLine }) =>
      fill(texts.rejected, {
        rows: count(rows),
        reason: shared.rejects[reason],
        column: column ?? '',
        line: firstLine,
        file: '',
      }),
    ),
    ...(orphans === 0
      ? []
      : [
          fill(texts.linesOrphans, {
            ...counted({ orphans, orders: orphanOrders }),
            ids: orphanSample.join(', '),
          }),
        ]),
    ...report.warnings.map(({ code, params }) =>
      fill(texts.warning, { text: fill(shared.importWarnings[code], params as Record<string, string>) }),
    ),
  ];
}

const counted = (params: Readonly<Record<string, number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, count(value)]));
