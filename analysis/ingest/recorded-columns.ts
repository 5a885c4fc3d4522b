import { columnSynonyms } from '../model/column-synonyms.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ColumnSource, Mapping } from '../model/mapping.ts';
import {
  recordedColumns,
  recordedNames,
  screenedAtHeaders,
  type RecordedColumn,
  type RecordedMapping,
} from '../model/recorded-results.ts';
import { headerFor, isBlankConstant, orderIdHeaders, outcomeSourcesFound } from './outcome-columns.ts';

/** Where each column of a file of recorded screening results comes from. */
export type RecordedSources = Partial<Record<RecordedColumn, ColumnSource>>;

/** Header spellings; what an order id is called is what it is called in outcomes. */
const synonyms: Readonly<Record<RecordedColumn, readonly string[]>> = {
  event_id: orderIdHeaders,
  screened_at: screenedAtHeaders,
  recorded_result: [
    ...columnSynonyms('recorded_result'),
    ...['o-plux与信結果', 'o-plux審査結果', '与信結果', '自動審査', '自動判定', '判定結果', '判定', '結果'],
    ...['decision', 'result'],
  ],
  recorded_manual_result: [...columnSynonyms('recorded_manual_result'), '目視判定', '審査担当結果', '有人審査結果'],
  recorded_rules: [
    ...columnSynonyms('recorded_rules'),
    ...['rules[].code', 'rules.code', 'rules[0].code', 'o-plux判定理由', '判定理由', 'ルールコード', 'ヒットルール'],
    ...['検知ルール', '該当ルール名', '適用ルール', 'rulecode', 'rulecodes', 'rules'],
  ],
};

/** Beside a result: what its rules scored, and the group that decided. */
const besides = [
  ...['score.ok', 'score.ng', 'score.hold', 'score', 'スコア', 'ngスコア', '審査スコア', '合計スコア'],
  ...['rule_group', 'ルールグループ', '該当ルールグループ', '判定グループ'],
];

/** Words that say by themselves that a column is of screening, not of anything else that has a result. */
const screening: readonly string[] = [
  ...columnSynonyms('recorded_result'),
  ...['o-plux与信結果', 'o-plux審査結果', '与信結果', '自動審査', '自動判定', 'decision'],
];

/** Sources of a file of recorded results; also while nothing tells the order or a result. */
export function recordedSourcesFound(
  headers: readonly string[],
  mapping: RecordedMapping | undefined,
): RecordedSources {
  const sources: RecordedSources = {};
  for (const column of recordedColumns) {
    const found = mapping?.columns[column] ?? headerFor(headers, synonyms[column]);
    if (found !== undefined && !isBlankConstant(found)) sources[column] = found;
  }
  return sources;
}

/** The same; 'recorded-columns' where nothing tells the order, or nothing of a result. */
export function recordedSources(headers: readonly string[], mapping: RecordedMapping | undefined): RecordedSources {
  const sources = recordedSourcesFound(headers, mapping);
  if (sources.event_id === undefined)
    throw new ShinsaError('recorded-columns', { missing: '注文番号, event_id_for_shop' });
  if (recordedNames.every((name) => sources[name] === undefined))
    throw new ShinsaError('recorded-columns', { missing: '審査結果, 該当ルール, aaresult.result, rules' });
  return sources;
}

/**
 * Whether a list given as one of outcomes looks like recorded screening results: a result or fired rules, and nothing that
 * makes a row an outcome, neither a kind nor a reason, an amount, a date or a state of its own.
 */
export function looksRecorded(headers: readonly string[], mapping: Mapping['outcomes']): boolean {
  const outcome = outcomeSourcesFound(headers, mapping);
  const told = [...telling].some((column) => outcome[column] !== undefined);
  const named = [...screening, ...synonyms.recorded_rules, ...besides];
  return !told && headerFor(headers, named) !== undefined;
}

/** Columns that say what a row of outcomes is, or that it is of a day or a sum. */
const telling = [
  ...(['kind', 'reason', 'amount', 'reported_at', 'settle_status', 'days_past_due', 'due_at'] as const),
  ...(['review_result', 'black_category', 'black_other'] as const),
];
