import type { BacktestResult } from '../model/backtest.ts';
import { codeName } from '../model/code-names.ts';
import { keptFacts, type FactColumn } from '../model/columns.ts';
import type { IdentityKey, LinkedEntity, LinkReport } from '../model/identity.ts';
import { canonicalColumn } from '../model/columns.ts';
import type { ImportReport, OutcomesReport, Upsert } from '../model/import-report.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { deciderLines, ruleLines, type ToldByRule } from './by-rule-summary.ts';
import { notMeasured } from './headline-text.ts';
import { cliMessages, type Language } from './messages.ts';
import { count, counts, percent, rejectedLines, warningLines } from './told-rows.ts';
import { nearSummary, type NearMatches } from './near-summary.ts';
import { resultsTexts } from './results-texts.ts';

/** What an import of orders, recorded results or both did, in lines for a person. */
export function importedSummary(
  imported: (ImportReport & { readonly recorded?: ImportReport }) | { readonly recorded: ImportReport },
  language: Language,
): string[] {
  const { recorded } = imported;
  return [
    ...('importId' in imported ? importSummary(imported, language) : []),
    ...(recorded === undefined ? [] : recordedSummary(recorded, language)),
  ];
}

/** What became of a file of recorded results, in lines for a person. */
function recordedSummary({ upsert, ...report }: ImportReport, language: Language): string[] {
  const texts = cliMessages(language);
  const { fileName, read, accepted, rejected, rejects } = report;
  const rowsOf = (reason: string): number =>
    rejects.reduce((sum, one) => (one.reason === reason ? sum + one.rows : sum), 0);
  const [unmatched, conflicting] = [rowsOf('recorded-no-order'), rowsOf('recorded-differs')];
  const rows = { read, matched: accepted, unmatched, conflicting, others: rejected - unmatched - conflicting };
  const orders = { updated: upsert?.updated ?? 0, unchanged: upsert?.unchanged ?? 0 };
  return [
    fill(texts.recorded, { file: fileName, ...counts({ ...rows, ...orders }) }),
    ...(upsert?.columns ?? []).map(({ column, ...cells }) =>
      fill(texts.upsertedColumn, { column: canonicalColumn(column)?.[language] ?? column, ...counts(cells) }),
    ),
    ...rejectedLines(rejects, language),
    ...warningLines(report.warnings, language),
  ];
}

/** What an import of orders did, in lines for a person. */
export function importSummary(report: ImportReport, language: Language): string[] {
  const texts = cliMessages(language);
  const { read, accepted, rejected, lines, durationMs, outcomes } = report;
  const told = counts({ read, accepted, rejected, ...(lines === undefined ? {} : { lines }) });
  return [
    fill(texts.imported, { ...told, seconds: (durationMs / 1000).toFixed(1) }),
    ...(report.upsert === undefined ? [] : upsertSummary(report.upsert, language)),
    ...(report.files ?? []).map(({ name, ...file }) =>
      fill(texts.importedFile, {
        name,
        ...counts({ read: file.read, accepted: file.accepted, rejected: file.rejected }),
      }),
    ),
    ...rejectedLines(report.rejects, language),
    ...(outcomes === null ? [] : outcomesSummary(outcomes, language)),
    ...warningLines(report.warnings, language),
  ];
}

function upsertSummary({ columns, ...orders }: Upsert, language: Language): string[] {
  const { upserted, upsertedColumn } = cliMessages(language);
  return [
    fill(upserted, counts(orders)),
    ...columns.map(({ column, ...cells }) =>
      fill(upsertedColumn, { column: canonicalColumn(column)?.[language] ?? column, ...counts(cells) }),
    ),
  ];
}

/** What became of an outcomes file, in lines for a person; the matched rows by what joined them. */
export function outcomesSummary(report: OutcomesReport, language: Language): string[] {
  const texts = cliMessages(language);
  const { matchedBy } = modelMessages(language);
  const { fileName = '', read, matched, several, unmatched, rejected } = report;
  return [
    fill(texts.outcomes, { file: fileName, ...counts({ read, matched, several, unmatched, rejected }) }),
    ...report.matchedBy.map(({ by, rows }) => fill(texts.matchedBy, { by: matchedBy[by], rows: count(rows) })),
  ];
}

/** What a rule set would have decided, in lines for a person. */
export function backtestSummary(told: ToldByRule, language: Language): string[] {
  const { result } = told;
  const texts = cliMessages(language);
  const shared = modelMessages(language);
  const { rows, bad, good, immature, blocked, excluded, total } = result;
  return [
    fill(texts.states, counts({ rows, bad, good, immature, blocked, excluded })),
    fill(texts.decisions, counts(result.decisions)),
    ...deciderLines(told, language),
    fill(texts.total, {
      alerts: count(total.alerts),
      alertRate: percent(total.alertRate),
      ...shares(total, result, language),
      recallName: recallName(result, language),
    }),
    ...ruleLines(told, language),
    ...result.warnings.map(({ code, params }) =>
      fill(texts.warning, { text: fill(shared.backtestWarnings[code], counts(params)) }),
    ),
    ...(result.engine.slower ?? []).map(({ what, why }) => shared.slower[what][why]),
  ];
}

/** The keys of values with the steps that led to them, in lines for a person. */
export function identitySummary(keys: readonly IdentityKey[], language: Language): string[] {
  const texts = cliMessages(language);
  const { confidences, steps, doubts } = modelMessages(language).identity;
  return keys.flatMap((one) => [
    fill(texts.identity, {
      raw: one.raw,
      key: one.key ?? texts.identityNone,
      confidence: confidences[one.confidence],
    }),
    ...one.steps.map(({ step, value }) => `  ${steps[step]}: ${value}`),
    ...keptFacts(one.kind).flatMap((column) => factLine(one, column, language)),
    ...one.doubts.map((doubt) => `  ${fill(texts.warning, { text: doubts[doubt] })}`),
  ]);
}

function factLine({ facts }: IdentityKey, column: FactColumn, language: Language): string[] {
  const value = facts[column.fact];
  if (value === undefined) return [];
  const text = String(value);
  const name = codeName(column.name, text)?.[language];
  return [`  ${column[language]}: ${name === undefined ? text : `${text} ${name}`}`];
}

/** How orders were linked, and the largest entities. */
export interface Linked {
  readonly report: LinkReport;
  readonly entities: readonly LinkedEntity[];
  readonly near?: NearMatches;
}

/** The same in lines for a person. */
export function linkSummary({ report, entities, near }: Linked, language: Language): string[] {
  const texts = cliMessages(language);
  const { links } = modelMessages(language).identity;
  const { kinds, hubs, hubCount, hubPersons, orders, linked, entities: found, largest } = report;
  return [
    fill(texts.linked, counts({ orders, linked, entities: found, largest })),
    ...kinds.map(({ kind, ...one }) => fill(texts.linkKind, { kind: links[kind], ...counts(one) })),
    ...(hubCount === 0 ? [] : [fill(texts.hubs, counts({ hubs: hubCount, persons: hubPersons }))]),
    ...hubs.map(({ kind, first, ...one }) => fill(texts.hub, { kind: links[kind], first, ...counts(one) })),
    ...entities.map(({ entity, orders, names, bad, good, links: by }) =>
      fill(texts.entity, {
        entity,
        ...counts({ orders, names, bad, good }),
        links: by.map((one) => `${links[one.kind]} ${count(one.orders)}`).join(', '),
      }),
    ),
    ...(near === undefined ? [] : nearSummary(near, language)),
  ];
}

/** What is bad among orders that were blocked nobody knows. */
const recallName = ({ blocked }: Pick<BacktestResult, 'blocked'>, language: Language): string =>
  resultsTexts(language)[blocked > 0 ? 'recallPassed' : 'recall'];

/** Precision and recall of the whole set, where enough entities tell of them. */
function shares(
  { precision, recall }: BacktestResult['total'],
  { unmeasured = [], bad, good }: BacktestResult,
  language: Language,
) {
  const told = (name: 'precision' | 'recall', value: number | null): string =>
    unmeasured.includes(name) || bad + good === 0 ? notMeasured[language] : percent(value);
  return { precision: told('precision', precision), recall: told('recall', recall) };
}
