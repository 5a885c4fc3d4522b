import { fill } from '../model/messages/index.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { Language } from './messages.ts';
import { count, counts } from './told-rows.ts';

const texts = {
  ja: {
    vectors:
      '{engine} {version}（{file}）: {records} 件のベクトルで {compared} 個の答えを比べ、不一致 {mismatches}[、比べていない {outside}]',
    history:
      '{engine} {version}（履歴の再現）: 注文 {orders} 件、ルール {rules} 件、特徴量 {features} 件で {compared} 個の答えを比べ、不一致 {mismatches}',
  },
  en: {
    vectors:
      '{engine} {version} ({file}): {compared} answers on {records} vectors compared, {mismatches} mismatches[, {outside} not compared]',
    history:
      '{engine} {version} (history replayed): {compared} answers on {orders} orders, {rules} rules and {features} features compared, {mismatches} mismatches',
  },
} as const;

/** What each engine was asked when a package was proven, in lines for a person. */
export const engineSummary = (engines: readonly ProvenEngine[], language: Language): string[] =>
  engines.map((one) => {
    const told = one.subject === 'vectors' && one.outside > 0 ? { outside: count(one.outside) } : {};
    return fill(texts[language][one.subject], { ...counts({ ...one, outside: '' }), ...told });
  });
