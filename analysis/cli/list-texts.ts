import type { Language } from './messages.ts';

/** Lines about lists; parameters stand in braces. */
export interface ListTexts {
  readonly none: string;
  readonly list: string;
  readonly undated: string;
  readonly matches: string;
  readonly bundled: string;
  readonly report: string;
  readonly reject: string;
}

const en: ListTexts = {
  none: 'The project has no lists.',
  list: 'lists.{id} ({name}): found by {match}, {open} entries now, {entries} ever',
  undated: '; hindsight: as of {snapshot}, not every entry says since when',
  matches: '  {column}: {asOf} of {orders} orders were on it at their time; with today’s list {today}',
  bundled: '{id}: {name}; {package} {version}, {licence}, published {snapshot}',
  report:
    '  {accepted} of {read} rows taken: new values {added}, there before {kept}, gone {removed}; rejected {rejected}',
  reject: '  rejected: {rows} rows, {reason}, first on line {line}',
};

const ja: ListTexts = {
  none: 'プロジェクトにリストはありません。',
  list: 'lists.{id}（{name}）: 照合 {match}、現在 {open} 件、全 {entries} 件',
  undated: '。未来情報あり: {snapshot} 時点の内容で、登録日時のない値がある',
  matches: '  {column}: 注文時点の該当 {asOf} / {orders} 件。現在の内容なら {today} 件',
  bundled: '{id}: {name}。{package} {version}、{licence}、{snapshot} 公開',
  report:
    '  {read} 行のうち {accepted} 行を取り込み: 新しい値 {added}、前からある値 {kept}、なくなった値 {removed}、取り込めない行 {rejected}',
  reject: '  取り込めない行: {reason} {rows} 行（最初は {line} 行目）',
};

export const listTexts = (language: Language): ListTexts => (language === 'ja' ? ja : en);
