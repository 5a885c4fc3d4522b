import { fill } from '../model/messages/index.ts';
import type { LinesReport } from '../model/order-lines.ts';
import { cliMessages, type Language } from './messages.ts';
import { counts, rejectedLines, warningLines } from './told-rows.ts';

/** What became of a file of order lines, in lines for a person. */
export function linesSummary(report: LinesReport, language: Language): string[] {
  const texts = cliMessages(language);
  const { fileName, read, accepted, rejected, orders, replaced, orphans, orphanOrders, orphanSample } = report;
  const lost = { ...counts({ orphans, orders: orphanOrders }), ids: orphanSample.join(', ') };
  return [
    fill(texts.linesRead, { file: fileName, ...counts({ read, accepted, rejected, orders, replaced }) }),
    ...rejectedLines(report.rejects, language),
    ...(orphans === 0 ? [] : [fill(texts.linesOrphans, lost)]),
    ...warningLines(report.warnings, language),
  ];
}
