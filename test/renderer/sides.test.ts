import { afterAll, expect, test } from 'vitest';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import type { Target } from '../../analysis/model/target.ts';
import {
  filtersOf,
  isRestUnsaid,
  halves,
  lastMonths,
  sideClauses,
  sidesIn,
  sidesText,
  type Sides,
} from '../../renderer/explore/compare/sides.ts';
import { amountsOf, ratedHeads } from '../../renderer/explore/compare/words.ts';
import { language } from '../../renderer/i18n/index.ts';

afterAll(() => language.set('ja'));

const zone = 'Asia/Tokyo';
const at = (text: string): number => Date.parse(`${text}+09:00`);
const card: Clause = { kind: 'in', column: 'payment_method', values: ['02', null] };

test('a period is halved by its days, and the last whole months stand beside each other', () => {
  const odd = { from: at('2026-01-01T00:30:00'), to: at('2026-01-05T23:59:59') };
  expect(halves(odd, zone)).toEqual({
    kind: 'periods',
    a: { from: '2026-01-01', to: '2026-01-02' },
    b: { from: '2026-01-03', to: '2026-01-05' },
  });
  expect(halves({ from: odd.from, to: odd.from }, zone)).toMatchObject({ b: null });
  expect(lastMonths(odd, zone)).toBeNull();
  expect(lastMonths({ from: at('2025-12-31T12:00:00'), to: at('2026-03-10T00:00:00') }, zone)).toEqual({
    kind: 'periods',
    a: { from: '2026-01-01', to: '2026-01-31' },
    b: { from: '2026-02-01', to: '2026-02-28' },
  });
});

test('sides become filters beside what both share: days to the end of the last one, and everything else', () => {
  const sides: Sides = { kind: 'periods', a: { from: '2026-01-01', to: '2026-01-31' }, b: null };
  expect(sideClauses(sides, 'a', zone)).toEqual([
    { kind: 'time', column: 'ordered_at', from: '2025-12-31T15:00:00.000Z', to: '2026-01-31T15:00:00.000Z' },
  ]);
  expect(filtersOf(sides, everything, zone)).toBeNull();
  expect(sideClauses({ ...sides, b: { from: '2026-02-02', to: '2026-02-01' } }, 'b', zone)).toBeNull();
  const values: Sides = { kind: 'values', column: 'payment_method', a: null, b: card };
  const shared: Clause = { kind: 'hour', from: 0, to: 6 };
  expect(filtersOf(values, { clauses: [shared] }, zone)).toEqual({
    a: { clauses: [shared, { kind: 'outside', clauses: [card] }] },
    b: { clauses: [shared, card] },
  });
  expect(filtersOf({ ...values, b: null }, everything, zone)).toBeNull();
});

test('what is chosen stands in the address, and nonsense there is nothing chosen', () => {
  const sides: Sides = { kind: 'values', column: 'payment_method', a: card, b: null };
  expect(sidesIn(sidesText(sides))).toEqual(sides);
  for (const text of [undefined, '{', '{"kind":"periods","a":{"from":"x","to":"y"},"b":null}'])
    expect(sidesIn(text)).toBeNull();
});

test('a rate by amount is headed as one, and stands beside the money it is of', () => {
  const target: Target = {
    ...{ id: 'fraud', name: { ja: '不正', en: 'Fraud' }, kinds: ['chargeback'], reasonFamilies: ['fraud'] },
    horizonDays: 30,
  };
  language.set('en');
  expect(amountsOf({ bad: 1200, known: 48_000 }, 'JPY')).toEqual({
    short: '¥1,200 / ¥48,000',
    exact: '¥1,200 / ¥48,000',
  });
  expect(amountsOf({ bad: 1_234_567, known: 98_765_432 }, 'JPY')).toEqual({
    short: '¥1.2M / ¥98.8M',
    exact: '¥1,234,567 / ¥98,765,432',
  });
  const [orders, amount] = [ratedHeads('a', 'orders', target), ratedHeads('a', 'amount', target)];
  expect([orders.rated, orders.share]).toEqual(['Bad rate of A', 'Share of A']);
  expect([amount.rated, amount.share]).toEqual(['Bad rate of A (amount)', 'Share of amount of A']);
});

test('the rest of what is outside of something is that itself; beside other conditions no filter says it', () => {
  const shared: Clause = { kind: 'hour', from: 0, to: 6 };
  const outside: Clause = {
    kind: 'outside',
    clauses: [{ kind: 'in', column: 'payment_method', values: ['02'] }, shared],
  };
  const of = (...clauses: Clause[]): Sides => ({ kind: 'segments', a: { name: 's', clauses }, b: null });
  expect(sideClauses(of(outside), 'b', zone)).toEqual(outside.clauses);
  expect(isRestUnsaid(of(outside), zone)).toBe(false);
  expect(sideClauses(of(outside, shared), 'b', zone)).toBeNull();
  expect(isRestUnsaid(of(outside, shared), zone)).toBe(true);
  expect(isRestUnsaid({ kind: 'segments', a: null, b: null }, zone)).toBe(false);
  expect(isRestUnsaid(of(shared), zone)).toBe(false);
});
