import { canonicalColumn } from '../model/columns.ts';
import type { FrequentValue, IdentityKey, KeyAnswer } from '../model/identity.ts';
import type { WithoutReport } from '../model/identity-without.ts';
import { fill } from '../model/messages/index.ts';
import type { Language } from './messages.ts';
import { identitySummary } from './summary.ts';
import { count, counts } from './told-rows.ts';

/** What is told of keys. */
export type IdentityTold =
  | { readonly kind: 'keys'; readonly keys: readonly IdentityKey[] }
  | { readonly kind: 'answers'; readonly answers: readonly KeyAnswer[] }
  | { readonly kind: 'values'; readonly values: readonly FrequentValue[] }
  | { readonly kind: 'without'; readonly report: WithoutReport };

/** The same as JSON holds it. */
export function identityJson(told: IdentityTold): unknown {
  switch (told.kind) {
    case 'keys':
      return told.keys;
    case 'answers':
      return told.answers.map(({ key, ...rest }) => ({ ...key, ...rest }));
    case 'values':
      return told.values;
    case 'without':
      return told.report;
  }
}

const texts = {
  en: {
    holder: '  {column}: {orders} orders',
    then: '  without the steps: {key}',
    value: '{value}[ ({beside})]: {orders} orders',
    keys: '{column}: {keysNow} keys of {orders} orders, {keysThen} without the steps; {apart} keys fall apart ({apartOrders} orders)',
    velocity:
      '  {window}, {hits} orders before or more: {now} orders hit, {then} without ({lost} lost, {gained} gained)',
    limit: '  over {amount} {currency} in 30 days: {now} orders, {then} without ({lost} lost, {gained} gained)',
    windows: { day: 'a day', week: 'a week', all: 'all time' },
  },
  ja: {
    holder: '  {column}: {orders} 件',
    then: '  手順を外すと: {key}',
    value: '{value}[（{beside}）]: {orders} 件',
    keys: '{column}: {orders} 件の注文の鍵 {keysNow}、手順を外すと {keysThen}。分かれる鍵 {apart}（注文 {apartOrders} 件）',
    velocity: '  {window}に {hits} 件以上: 該当 {now} 件、外すと {then} 件（外れる {lost}、加わる {gained}）',
    limit: '  30日で {amount} {currency} 超: {now} 件、外すと {then} 件（外れる {lost}、加わる {gained}）',
    windows: { day: '1日', week: '1週間', all: '全期間' },
  },
} as const;

/** The same in lines for a person. */
export function identityLines(told: IdentityTold, language: Language): string[] {
  const words = texts[language];
  const named = (column: string): string => canonicalColumn(column)?.[language] ?? column;
  switch (told.kind) {
    case 'keys':
      return identitySummary(told.keys, language);
    case 'answers':
      return told.answers.flatMap(({ key, orders, then }) => [
        ...identitySummary([key], language),
        ...(then === undefined ? [] : [fill(words.then, { key: then.key ?? '–' })]),
        ...orders.map((one) => fill(words.holder, { column: named(one.column), orders: count(one.orders) })),
      ]);
    case 'values':
      return told.values.map(({ value, beside, orders }) =>
        fill(words.value, { value, beside: beside ?? '', orders: count(orders) }),
      );
    case 'without': {
      const { column, orders, keysNow, keysThen, apart, velocity, limit, hits } = told.report;
      return [
        fill(words.keys, {
          column: named(column),
          ...counts({ orders, keysNow, keysThen, apart: apart.keys, apartOrders: apart.orders }),
        }),
        ...velocity.map(({ window, now, then, lost, gained }) =>
          fill(words.velocity, {
            window: words.windows[window],
            ...counts({ hits, now, then, lost: lost.orders, gained: gained.orders }),
          }),
        ),
        fill(words.limit, {
          currency: limit.currency,
          ...counts({ amount: limit.amount, now: limit.now, then: limit.then }),
          ...counts({ lost: limit.lost.orders, gained: limit.gained.orders }),
        }),
      ];
    }
  }
}
