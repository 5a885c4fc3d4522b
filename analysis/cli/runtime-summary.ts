import { fill } from '../model/messages/index.ts';
import { results } from '../model/ruleset.ts';
import type { StandIns } from '../model/stand-ins.ts';
import type { Language } from './messages.ts';
import { standInLines } from './stand-in-texts.ts';

/** What a package said of a file of events: counts alone, and of lines that were left out where they stand. */
export interface Replayed {
  readonly modelId: string;
  readonly orders: number;
  readonly results: Readonly<Record<string, number>>;
  /** By code: orders on which a rule fired, and on which it could not be evaluated. */
  readonly fired: Readonly<Record<string, number>>;
  readonly unevaluable: Readonly<Record<string, number>>;
  readonly standIns: StandIns;
  /** Reports that were let go before their order came. */
  readonly droppedReports: number;
  readonly leftOut: number;
  readonly firstLeftOut: readonly { readonly line: number; readonly code: string; readonly place: string }[];
}

const texts = {
  en: {
    orders: '{model}: {orders} orders. {results}.',
    rule: '  {code}: fired on {fired}[, not evaluable on {unevaluable}]',
    leftOut: 'Left out: {lines} lines.',
    line: '  line {line}: {code}[ ({place})]',
    dropped: 'Reports let go before their order came: {reports}.',
    served: 'Lines left out: {lines}. Each has an error in its place.',
  },
  ja: {
    orders: '{model}: 注文 {orders} 件。{results}。',
    rule: '  {code}: ヒット {fired} 件[、判定不能 {unevaluable} 件]',
    leftOut: '読み飛ばした行: {lines} 行。',
    line: '  {line} 行目: {code}[ ({place})]',
    dropped: '注文が来る前に破棄した結果報告: {reports} 件。',
    served: '読み飛ばした行: {lines} 行。それぞれの行にエラーを出力しました。',
  },
} as const satisfies Record<Language, unknown>;

/** A replayed file of events in words. */
export function replayedSummary(told: Replayed, language: Language): string[] {
  const text = texts[language];
  const { modelId: model, orders, leftOut, firstLeftOut, fired, unevaluable } = told;
  const counts = results.map((result) => `${result} ${told.results[result] ?? 0}`).join(', ');
  const codes = [...new Set([...Object.keys(fired), ...Object.keys(unevaluable)])].sort();
  return [
    fill(text.orders, { model, orders, results: counts }),
    ...codes.map((code) => {
      const not = unevaluable[code];
      return fill(text.rule, { code, fired: fired[code] ?? 0, ...(not === undefined ? {} : { unevaluable: not }) });
    }),
    ...standInLines(told.standIns, language),
    ...droppedLines(told.droppedReports, language),
    ...(leftOut === 0 ? [] : [fill(text.leftOut, { lines: leftOut })]),
    ...firstLeftOut.map(({ line, code, place }) => fill(text.line, { line, code, ...(place === '' ? {} : { place }) })),
  ];
}

const droppedLines = (reports: number, language: Language): string[] =>
  reports === 0 ? [] : [fill(texts[language].dropped, { reports })];

/** What is said behind served results where lines were left out, or reports let go. */
export const servedSummary = (
  { leftOut, droppedReports }: Pick<Replayed, 'leftOut' | 'droppedReports'>,
  language: Language,
): string[] => [
  ...droppedLines(droppedReports, language),
  ...(leftOut === 0 ? [] : [fill(texts[language].served, { lines: leftOut })]),
];
