import { fill } from '../model/messages/index.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { Language } from './messages.ts';
import { count, counts } from './told-rows.ts';

const texts = {
  ja: {
    vectors:
      '{engine} {version}（{file}）: {records} 件のベクトルで {compared} 個の答え[（うち与えた値によるもの {derived}）]を比べ、不一致 {mismatches}[、比べていない {outside}]',
    history:
      '{engine} {version}（履歴の再現）: 注文 {orders} 件、ルール {rules} 件、特徴量 {features} 件で {compared} 個の答えを比べ、不一致 {mismatches}',
  },
  en: {
    vectors:
      '{engine} {version} ({file}): {compared} answers[ ({derived} of them on values given)] on {records} vectors compared, {mismatches} mismatches[, {outside} not compared]',
    history:
      '{engine} {version} (history replayed): {compared} answers on {orders} orders, {rules} rules and {features} features compared, {mismatches} mismatches',
  },
} as const;

/** What each engine was asked when a package was proven, in lines for a person. */
export const engineSummary = (engines: readonly ProvenEngine[], language: Language): string[] =>
  engines.map((one) => {
    const { derived = 0, outside = 0 } = one.subject === 'vectors' ? one : {};
    const told = { derived: shown(derived), outside: shown(outside) };
    return fill(texts[language][one.subject], { ...counts({ ...one, ...told }) });
  });

/** Nothing for none: its part of the line is left out. */
const shown = (value: number): string => (value === 0 ? '' : count(value));
