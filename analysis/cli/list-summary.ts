import type { BundledList } from '../model/bundled-lists.ts';
import { isDated, type ListEntry, type ListMatchCount, type ListReport, type ProjectList } from '../model/lists.ts';
import { fill, modelMessages } from '../model/messages/index.ts';
import { listTexts } from './list-texts.ts';
import type { Language } from './messages.ts';
import { count } from './told-rows.ts';

/** What the command line tells of lists. */
export type ListsTold =
  | { readonly kind: 'bundled'; readonly bundled: readonly BundledList[] }
  | {
      readonly kind: 'lists';
      readonly orders: number;
      readonly lists: readonly { readonly list: ProjectList; readonly matches: readonly ListMatchCount[] }[];
    }
  | { readonly kind: 'report'; readonly report: ListReport }
  | { readonly kind: 'list'; readonly list: ProjectList }
  | { readonly kind: 'entries'; readonly entries: readonly ListEntry[] };

/** The same as JSON holds it. */
export function listsJson(told: ListsTold): unknown {
  if (told.kind === 'bundled') return told.bundled;
  if (told.kind === 'report') return told.report;
  if (told.kind === 'list') return told.list;
  if (told.kind === 'entries') return told.entries;
  return told.lists.map(({ list, matches }) => ({ ...list, matches }));
}

/** The same in lines for a person. */
export function listsSummary(told: ListsTold, language: Language): string[] {
  const texts = listTexts(language);
  switch (told.kind) {
    case 'bundled':
      return told.bundled.map(({ id, names, version, licence, snapshotAt: snapshot, package: of }) =>
        fill(texts.bundled, { id, name: names[language], package: of, version, licence, snapshot }),
      );
    case 'report':
      return reportLines(told.report, language);
    case 'list':
      return [listLine(told.list, language)];
    case 'entries':
      return told.entries.map(({ value, addedAt, removedAt, note }) =>
        [value, ...[addedAt, removedAt].map((at) => (at === null ? '' : new Date(at).toISOString())), note ?? ''].join(
          '\t',
        ),
      );
    case 'lists':
      if (told.lists.length === 0) return [texts.none];
      return told.lists.flatMap(({ list, matches }) => [
        listLine(list, language),
        ...matches.map(({ column, asOf, today }) =>
          fill(texts.matches, { column, asOf: count(asOf), today: count(today), orders: count(told.orders) }),
        ),
      ]);
  }
}

function listLine(list: ProjectList, language: Language): string {
  const texts = listTexts(language);
  const { id, names, match, entries, open, snapshotAt } = list;
  const params = { id, name: names[language], match, entries: count(entries), open: count(open) };
  return `${fill(texts.list, params)}${isDated(list) ? '' : fill(texts.undated, { snapshot: snapshotAt })}`;
}

function reportLines(report: ListReport, language: Language): string[] {
  const texts = listTexts(language);
  const { read, accepted, added, kept, removed, rejected, rejects } = report;
  const { rejects: reasons } = modelMessages(language);
  const counts = { read, accepted, added, kept, removed, rejected };
  return [
    listLine(report.list, language),
    fill(texts.report, Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, count(value)]))),
    ...rejects.map(({ reason, rows, firstLine }) =>
      fill(texts.reject, { reason: reasons[reason], rows: count(rows), line: firstLine }),
    ),
  ];
}
