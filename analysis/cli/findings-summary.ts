import type { FindingEntry } from '../model/findings.ts';
import { fill } from '../model/messages/index.ts';
import type { ResultTable } from '../model/results/result-file.ts';
import type { Language } from './messages.ts';
import { count } from './told-rows.ts';

/** What the command line tells of the findings page. */
export interface FindingsTold {
  readonly entries: readonly (Omit<FindingEntry, 'quoted'> & {
    /** Heads first; null of a note, or where it is withheld. */
    readonly table: ResultTable | null;
    /** Made on data that have changed since. */
    readonly earlier: boolean;
  })[];
  readonly timezone: string;
  /** Where the page was written; null where it was not. */
  readonly html: string | null;
}

export const findingsJson = ({ entries, html }: FindingsTold): unknown => ({
  findings: entries,
  ...(html === null ? {} : { html }),
});

const texts = {
  ja: {
    none: '所見はありません。',
    entry: '{place}. {title}（{at}、表 {rows} 行、図 {pictures} 点）',
    note: '{place}. {title}（{at}、メモ）',
    untitled: '（無題）',
    earlier: '  古いデータの結果: 記録した後に、データ・対象事象・基準日のいずれかが変わっています',
    written: 'HTMLを {path} に書き出しました。',
  },
  en: {
    none: 'There are no findings.',
    entry: '{place}. {title} ({at}, table of {rows} rows, {pictures} pictures)',
    note: '{place}. {title} ({at}, a note)',
    untitled: '(untitled)',
    earlier: '  made on earlier data: the data, the target or the as-of day have changed since it was pinned',
    written: 'Wrote the HTML to {path}.',
  },
} as const;

/** The same in lines for a person: what each entry is, what it stands on, and what was noted. */
export function findingsSummary({ entries, timezone, html }: FindingsTold, language: Language): string[] {
  const own = texts[language];
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
  return [
    ...(entries.length === 0 ? [own.none] : []),
    ...entries.flatMap(({ title, note, pinnedAt, result, earlier }, at) => [
      fill(result === null ? own.note : own.entry, {
        ...{ place: at + 1, title: title === '' ? own.untitled : title, at: day.format(pinnedAt) },
        ...(result === null ? {} : { rows: count(result.rows), pictures: count(result.pictures) }),
      }),
      ...(result === null || result.facts.length === 0
        ? []
        : [`  ${result.facts.map(([name, text]) => `${name}: ${text}`).join(' · ')}`]),
      ...(earlier ? [own.earlier] : []),
      ...(note === '' ? [] : note.split('\n').map((line) => `  | ${line}`)),
    ]),
    ...(html === null ? [] : [fill(own.written, { path: html })]),
  ];
}
