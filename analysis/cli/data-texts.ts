import type { MappingKind } from '../model/saved-mapping.ts';
import type { Language } from './messages.ts';

/** Lines about files beside orders, imports and kept mappings; parameters stand in braces. */
export interface DataTexts {
  readonly openNone: string;
  readonly openFile: string;
  readonly openRow: string;
  readonly openCandidate: string;
  readonly linesNone: string;
  readonly importsNone: string;
  readonly importOne: string;
  readonly mappingsNone: string;
  readonly mapping: string;
  readonly kinds: Readonly<Record<MappingKind | 'recorded', string>>;
  readonly states: Readonly<Record<'several' | 'unmatched' | 'hand', string>>;
}

const en: DataTexts = {
  openNone: 'Every outcome has its order.',
  openFile: '{file} ({id}): {rows} outcomes without an order of their own, or decided by hand',
  openRow: '  line {line}: {kind}, {amount}, {state}[, {order}]',
  openCandidate: '    may be {order} ({amount})',
  linesNone: 'The project has no files of order lines.',
  importsNone: 'The project has no imports.',
  importOne: '{id}  {kind}: {file}, {read} rows, {rejected} rejected',
  mappingsNone: 'The project keeps no mappings.',
  mapping: '{name} ({kind}): {columns} columns',
  kinds: {
    orders: 'orders',
    recorded: 'screening results',
    outcomes: 'outcomes',
    lines: 'order lines',
    events: 'events',
  },
  states: { several: 'several orders fit', unmatched: 'no order fits', hand: 'decided by hand' },
};

const ja: DataTexts = {
  openNone: 'すべての結果に注文が対応しています。',
  openFile: '{file}（{id}）: 対応する注文が決まっていない、または手で決めた結果 {rows} 件',
  openRow: '  {line} 行目: {kind}、{amount}、{state}[、{order}]',
  openCandidate: '    候補 {order}（{amount}）',
  linesNone: '注文明細のファイルはありません。',
  importsNone: '取り込みはありません。',
  importOne: '{id}  {kind}: {file}、{read} 行、取り込めない行 {rejected}',
  mappingsNone: '保存した対応付けはありません。',
  mapping: '{name}（{kind}）: {columns} 列',
  kinds: { orders: '注文', recorded: '審査結果', outcomes: '結果', lines: '注文明細', events: 'イベント' },
  states: { several: '候補が複数', unmatched: '該当なし', hand: '手で決定' },
};

export const dataTexts = (language: Language): DataTexts => (language === 'ja' ? ja : en);
