import type { SplitPartName } from '../model/results/split.ts';
import type { Language } from './messages.ts';

interface SplitTexts {
  readonly parts: Readonly<Record<SplitPartName, string>>;
  readonly part: string;
  readonly thresholds: string;
  readonly notStudied: string;
  readonly study: string;
  readonly unmeasured: string;
  readonly heldOut: string;
  /** What becomes of a difference by how orders blocked in history ended. */
  readonly blocked: string;
}

const ja: SplitTexts = {
  parts: { train: '学習', validation: '検証', outOfTime: '期間外' },
  part: '{name}: {from}～{to}、{rows} 件、基準日 {asOf}',
  thresholds: 'しきい値（ルールセット全体の純便益）:',
  notStudied: '{code}: {text} は未調査（明細の中の数値との比較）',
  study: '{name} {present}: 最良 {best}（現在との差 {change}）、台地 {from}～{to}、候補 {offered}',
  unmeasured: '{name} {present}: 未測定',
  heldOut: '{chosenFrom}～{chosenTo} で {count} 個の値から選択 → {name} {from}～{to}: 現在との差 {change}{interval}',
  blocked: '止めた分の幅',
};

const en: SplitTexts = {
  parts: { train: 'train', validation: 'validation', outOfTime: 'out of time' },
  part: '{name}: {from} – {to}, {rows} orders, as of {asOf}',
  thresholds: 'Thresholds (net benefit of the whole set):',
  notStudied: '{code}: {text} not studied (compares inside of order lines)',
  study: '{name} {present}: best {best} ({change} against present), plateau {from} – {to}, offered {offered}',
  unmeasured: '{name} {present}: not measured',
  heldOut:
    'chosen among {count} on {chosenFrom} – {chosenTo} → {name} {from} – {to}: {change}{interval} against present',
  blocked: 'with what was blocked',
};

export const splitTexts = (language: Language): SplitTexts => ({ ja, en })[language];
