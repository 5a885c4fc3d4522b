import { currencyDigits } from '../expression/currency.ts';
import { fill } from '../model/messages/index.ts';
import { findingWords, outlierRule, qualityMessages } from '../model/messages/quality.ts';
import type { ColumnQuality, Finding, QualityReport, Spread } from '../model/quality.ts';
import { share } from '../model/share.ts';
import { cliMessages, type Language } from './messages.ts';
import { count, percent } from './told-rows.ts';

/** The data quality report in lines for a person: findings worst first, what was not found, every column. */
export function qualitySummary(report: QualityReport, language: Language): string[] {
  const texts = cliMessages(language).quality;
  const shared = qualityMessages(language);
  const nameOf = new Map(report.columns.map(({ column, label }) => [column, label[language] || label.ja]));
  const clean = report.clean.map((code) => shared.findings[code].name).join(language === 'ja' ? '、' : ', ');
  return [
    fill(texts.head, { orders: count(report.orders), bad: count(report.known.bad), good: count(report.known.good) }),
    ...(report.findings.length === 0 ? [texts.noFinding] : []),
    ...report.findings.flatMap((finding) => findingLines(finding, nameOf, language)),
    ...(clean === '' ? [] : [fill(texts.clean, { names: clean })]),
    ...report.skipped.map(({ code, reason }) =>
      fill(texts.skipped, { name: shared.findings[code].name, reason: shared.skipReasons[reason] }),
    ),
    texts.columns,
    ...report.columns.flatMap((column) => columnLines(column, report, language)),
  ];
}

function findingLines(finding: Finding, nameOf: ReadonlyMap<string, string>, language: Language): string[] {
  const texts = cliMessages(language).quality;
  const shared = qualityMessages(language);
  const column = finding.column === null ? '' : (nameOf.get(finding.column) ?? finding.column);
  const { name, means, todo } = findingWords(finding, column, language);
  return [
    fill(texts.finding, {
      severity: shared.severities[finding.severity],
      name,
      column,
      count: count(finding.count),
      of: count(finding.of),
      unit: shared.units[finding.unit],
      share: rate(finding.count, finding.of),
    }),
    `    ${means}`,
    `    ${todo}`,
    ...(finding.filter !== null || finding.unit === 'orders' ? [] : [`    ${shared.noOrders[finding.unit]}`]),
  ];
}

function columnLines(column: ColumnQuality, report: QualityReport, language: Language): string[] {
  const texts = cliMessages(language).quality;
  const write = (value: string | number | boolean): string => valueText(value, column, report);
  const line = fill(texts.column, {
    column: column.label[language] || column.label.ja,
    filled: count(column.filled),
    of: count(column.of),
    share: rate(column.filled, column.of),
    valid: column.valid === null ? '' : count(column.valid),
    distinct: count(column.distinct),
    top: column.top.map(({ value, orders }) => `${write(value)} ${count(orders)}`).join(' / '),
  });
  return column.spread === null ? [line] : [line, spreadLine(column.spread, write, language)];
}

function spreadLine({ outliers, ...quartiles }: Spread, write: (value: number) => string, language: Language): string {
  const text = cliMessages(language).quality.spread;
  const written = Object.entries(quartiles).map(([name, value]) => [name, write(value)]);
  const beyond = outliers === null ? '' : count(outliers.below + outliers.above);
  return fill(text, {
    ...Object.fromEntries(written),
    beyond,
    rule: outliers === null ? '' : outlierRule(outliers.rule, language),
  });
}

function valueText(value: string | number | boolean, { type }: ColumnQuality, report: QualityReport): string {
  if (typeof value !== 'number') return String(value);
  // As in the window: 2026-03-31 14:05:09 in the project's zone.
  if (type === 'timestamp')
    return new Intl.DateTimeFormat('sv-SE', {
      dateStyle: 'short',
      timeStyle: 'medium',
      timeZone: report.timezone,
    }).format(value);
  if (type !== 'money') return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
  const digits = currencyDigits(report.currency);
  return `${(value / 10 ** digits).toLocaleString('en-US', { minimumFractionDigits: digits })} ${report.currency}`;
}

const rate = (part: number, whole: number): string => percent(share(part, whole));
