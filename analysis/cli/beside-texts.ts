import type { Stability } from '../model/results/stability.ts';
import type { Watched } from '../model/results/watched.ts';
import type { Language } from './messages.ts';

interface BesideTexts {
  readonly ripening: string;
  readonly ripe: string;
  readonly ripeBad: string;
  /** Behind what is adjusted: the share of the reports that have come. */
  readonly reported: string;
  readonly persons: string;
  readonly personsOfAll: string;
  readonly passed: string;
  readonly caught: string;
  readonly wrong: string;
  readonly overridden: string;
  readonly recorded: string;
  readonly stability: string;
  readonly noStability: string;
  readonly stabilityHeads: readonly string[];
  readonly watched: Readonly<Record<Watched['kind'], string>>;
  readonly says: Readonly<Record<Stability['says'], string>>;
}

const ja: BesideTexts = {
  ripening: '成熟の見え方（全報告 → 結果確定のみ → 補正）:',
  ripe: '{name}: {raw} → {matured} → {adjusted}',
  ripeBad: '{badWord}率（全注文）',
  reported: '報告の {percent} が到着',
  persons: '目視審査: REVIEW・HOLD {waited} 件のうち {decided} 件を判定',
  personsOfAll: '目視審査: {decided} 件を判定（自動審査の結果は記録なし）',
  passed: '目視で通した割合',
  caught: '止めた割合（{badWord}のうち）',
  wrong: '誤って止めた割合（{goodWord}のうち）',
  overridden: '自動NGを目視でOK: {orders} 件（その後 {goodWord} {good} 件、{badWord} {bad} 件）',
  recorded: '当時の判定との比較（記録のある {known} / {all} 件）',
  stability: '安定性（PSI、{from}～{to} → {since}～{until}）:',
  noStability: '安定性: 注文のある期間が2つないため、比べられません。',
  stabilityHeads: ['対象', '種類', '判断', 'PSI', '偶然の上限', '基準の注文', '比べる注文'],
  watched: { rule: 'ルールの該当', decisions: '判定の構成', column: '列の値' },
  says: {
    ...{ unmeasured: '件数不足で未測定', chance: '偶然の範囲', little: '変化は小さい' },
    ...{ some: '変化あり（0.1以上）', much: '大きな変化（0.25以上）' },
  },
};

const en: BesideTexts = {
  ripening: 'How labels ripen (raw → matured only → adjusted):',
  ripe: '{name}: {raw} → {matured} → {adjusted}',
  ripeBad: '{badWord} rate (all orders)',
  reported: '{percent} of reports are in',
  persons: 'Human review: {decided} of {waited} REVIEW and HOLD orders decided',
  personsOfAll: 'Human review: {decided} orders decided (no automatic result is recorded)',
  passed: 'Share passed',
  caught: 'Catch rate (of the {badWord})',
  wrong: 'Wrongly stopped (of the {goodWord})',
  overridden: 'Automatic NG passed by a person: {orders} (since then {good} {goodWord}, {bad} {badWord})',
  recorded: 'Compared with decisions of then ({known} of {all} orders have one)',
  stability: 'Stability (PSI, {from} – {to} → {since} – {until}):',
  noStability: 'Stability: no two periods with orders to compare.',
  stabilityHeads: ['What', 'Kind', 'Verdict', 'PSI', 'Limit of chance', 'Reference', 'Compared'],
  watched: { rule: 'rule hits', decisions: 'decisions', column: 'column values' },
  says: {
    ...{ unmeasured: 'too few orders: not measured', chance: 'within chance', little: 'small change' },
    ...{ some: 'changed (0.1 or more)', much: 'changed a lot (0.25 or more)' },
  },
};

export const besideTexts = (language: Language): BesideTexts => ({ ja, en })[language];
