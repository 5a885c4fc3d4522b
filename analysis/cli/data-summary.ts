import { currencyDigits } from '../expression/currency.ts';
import type { EventsOverview, EventsReport } from '../model/events.ts';
import type { ImportReport, OutcomesReport } from '../model/import-report.ts';
import { fill } from '../model/messages/index.ts';
import type { LinesReport } from '../model/order-lines.ts';
import type { OpenOutcome } from '../model/outcome-match.ts';
import type { OutcomeOverview } from '../model/outcome-report.ts';
import type { SavedMapping } from '../model/saved-mapping.ts';
import { dataTexts } from './data-texts.ts';
import { eventFileSummary, eventsSummary } from './events-summary.ts';
import { linesSummary } from './lines-summary.ts';
import { cliMessages, type Language } from './messages.ts';
import { nearSummary, type NearMatches } from './near-summary.ts';
import { conflictSummary } from './outcomes-summary.ts';
import { outcomesSummary } from './summary.ts';
import { count } from './told-rows.ts';

/** The outcomes of a file that have no order of their own, and those a person decided. */
export interface OpenOfFile {
  readonly importId: string;
  readonly fileName: string;
  readonly rows: readonly OpenOutcome[];
}

/** What is told of files beside orders, of imports, of kept mappings and of near matches. */
export type DataTold =
  | {
      readonly kind: 'outcomes';
      /** Lists taken in just now. */
      readonly added: readonly OutcomesReport[];
      readonly files: readonly OutcomesReport[];
      readonly report: OutcomeOverview;
    }
  | { readonly kind: 'open'; readonly files: readonly OpenOfFile[] }
  | { readonly kind: 'resolved'; readonly report: OutcomesReport }
  | { readonly kind: 'lines'; readonly reports: readonly LinesReport[] }
  | { readonly kind: 'events'; readonly overview: EventsOverview }
  | { readonly kind: 'event-file'; readonly report: EventsReport }
  | {
      readonly kind: 'imports';
      readonly imports: {
        readonly orders: readonly ImportReport[];
        readonly outcomes: readonly OutcomesReport[];
        readonly lines: readonly LinesReport[];
        readonly events: readonly EventsReport[];
      };
    }
  | { readonly kind: 'written'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'mappings'; readonly mappings: readonly SavedMapping[] }
  | { readonly kind: 'near'; readonly near: NearMatches };

/** The same as JSON holds it. */
export function dataJson(told: DataTold): unknown {
  switch (told.kind) {
    case 'outcomes': {
      const { added, files, report } = told;
      return added.length === 0 ? { files, report } : { added, files, report };
    }
    case 'open':
      return told.files;
    case 'resolved':
    case 'event-file':
      return told.report;
    case 'lines':
      return told.reports;
    case 'events':
      return told.overview;
    case 'imports':
      return told.imports;
    case 'written':
      return { path: told.path, bytes: told.bytes };
    case 'mappings':
      return told.mappings;
    case 'near':
      return told.near;
  }
}

/** The same in lines for a person. */
export function dataSummary(told: DataTold, language: Language): string[] {
  const texts = dataTexts(language);
  switch (told.kind) {
    case 'outcomes':
      return [
        ...(told.added.length === 0 ? told.files : told.added).flatMap((file) => outcomesSummary(file, language)),
        ...conflictSummary(told.report, language),
      ];
    case 'open':
      return told.files.length === 0 ? [texts.openNone] : told.files.flatMap((file) => openLines(file, language));
    case 'resolved':
      return outcomesSummary(told.report, language);
    case 'lines':
      if (told.reports.length === 0) return [texts.linesNone];
      return told.reports.flatMap((report) => linesSummary(report, language));
    case 'events':
      return eventsSummary(told.overview, language);
    case 'event-file':
      return eventFileSummary(told.report, language);
    case 'imports':
      return importLines(told.imports, language);
    case 'written':
      return [fill(cliMessages(language).written, { path: told.path })];
    case 'mappings':
      if (told.mappings.length === 0) return [texts.mappingsNone];
      return told.mappings.map(({ name, of, mapping }) =>
        fill(texts.mapping, { name, kind: texts.kinds[of], columns: count(Object.keys(mapping.columns).length) }),
      );
    case 'near':
      return nearSummary(told.near, language);
  }
}

function openLines({ importId, fileName, rows }: OpenOfFile, language: Language): string[] {
  const texts = dataTexts(language);
  const amountOf = (amount: number | null, currency: string | null): string =>
    amount === null
      ? '–'
      : currency === null
        ? count(amount)
        : `${count(amount / 10 ** currencyDigits(currency))} ${currency}`;
  return [
    fill(texts.openFile, { file: fileName, id: importId, rows: count(rows.length) }),
    ...rows.flatMap(({ line, kind, amount, currency, state, decided, orderId, candidates }) => [
      fill(texts.openRow, {
        ...{ line, kind, amount: amountOf(amount, currency), state: texts.states[state] },
        order: decided?.orderId ?? orderId ?? '',
      }),
      ...candidates.map((one) =>
        fill(texts.openCandidate, { order: one.orderId, amount: amountOf(one.amount, one.currency) }),
      ),
    ]),
  ];
}

function importLines(
  { orders, outcomes, lines, events }: Extract<DataTold, { kind: 'imports' }>['imports'],
  language: Language,
): string[] {
  const texts = dataTexts(language);
  const all = { orders, outcomes, lines, events };
  const told = (['orders', 'outcomes', 'lines', 'events'] as const).flatMap((kind) =>
    all[kind].map((report) => {
      const { importId = '', fileName = '', read, rejected } = report;
      const told = 'of' in report && report.of === 'recorded' ? 'recorded' : kind;
      return fill(texts.importOne, {
        ...{ id: importId, kind: texts.kinds[told], file: fileName },
        ...{ read: count(read), rejected: count(rejected) },
      });
    }),
  );
  return told.length === 0 ? [texts.importsNone] : told;
}
