import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import type { WithoutQuestion, WithoutReport } from '../../analysis/model/identity-without.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { basic, bench, codeOf, context, type Bench } from '../ingest/workbench.ts';

const mapping = mappingSchema.parse({
  ...basic,
  columns: { ...basic.columns, phone: '電話番号', buyer_address: '住所', buyer_zip: '郵便番号' },
});
const file = (lines: readonly string[]): string =>
  ['注文番号,注文日時,金額,電話番号,住所,郵便番号', ...lines, ''].join('\n');

const ask = (work: Bench, asked: Partial<WithoutQuestion>): Promise<WithoutReport> =>
  identityHandlers(work.project)['identity.without'](
    { column: 'phone_key', without: ['width'], hits: 2, limit: 55_000, ...asked },
    context(),
  );

async function holding(content: string): Promise<Bench> {
  const work = await bench();
  await work.import(content, mapping);
  return work;
}

const named = (ids: readonly string[]): unknown => ({ kind: 'in', column: 'event_id', values: ids });
const none = { orders: 0, clause: null };

/** One number in two ways to write it, another number, and an order without one. */
const story = file([
  'a,2024-01-01 00:00:00,30000,090-1111-1111,,',
  'b,2024-01-01 12:00:00,20000,０９０１１１１１１１１,,',
  'c,2024-01-02 00:00:00,10000,090-1111-1111,,',
  'd,2024-01-05 00:00:00,40000,090-1111-1111,,',
  'e,2024-01-05 00:00:00,1000,０９０１１１１１１１１,,',
  'f,2024-03-01 00:00:00,60000,090-2222-2222,,',
  'g,2024-03-02 00:00:00,500,,,',
]);

describe('keys with a step left out', () => {
  it('fall apart into the ways a value was written', async () => {
    const work = await holding(story);
    expect(await ask(work, {})).toMatchObject({
      column: 'phone_key',
      kind: 'phone',
      orders: 6,
      allOrders: 7,
      from: Date.parse('2024-01-01T00:00:00+09:00'),
      to: Date.parse('2024-03-01T00:00:00+09:00'),
      values: 3,
      keysNow: 2,
      keysThen: 3,
      joined: 0,
      apart: {
        keys: 1,
        orders: 5,
        examples: [
          {
            key: '+819011111111',
            orders: 5,
            keys: 2,
            more: 0,
            values: [
              { written: '090-1111-1111', then: '+819011111111', orders: 3 },
              { written: '０９０１１１１１１１１', then: '０９０１１１１１１１１', orders: 2 },
            ],
          },
        ],
      },
    });
  });

  it('lose velocity hits, counted in [t − window, t) without orders of the same instant', async () => {
    const work = await holding(story);
    // With all steps c has a (to the second 24 hours before) and b; d and e have a, b and c in a week, not each other.
    expect((await ask(work, {})).velocity).toEqual([
      { window: 'day', now: 1, then: 0, lost: { orders: 1, clause: named(['c']) }, gained: none },
      { window: 'week', now: 3, then: 1, lost: { orders: 2, clause: named(['c', 'e']) }, gained: none },
      { window: 'all', now: 3, then: 1, lost: { orders: 2, clause: named(['c', 'e']) }, gained: none },
    ]);
    const first = (await ask(work, { hits: 1 })).velocity[0];
    // b has a, c has both, d and e nothing within a day; written apart, only c has a.
    expect(first).toEqual({
      window: 'day',
      now: 2,
      then: 1,
      lost: { orders: 1, clause: named(['b']) },
      gained: none,
    });
  });

  it('come to less within 30 days', async () => {
    const work = await holding(story);
    // c 60,000, d 100,000, e 61,000 and f 60,000; apart d 80,000 and f 60,000.
    expect((await ask(work, {})).limit).toEqual({
      amount: 55_000,
      currency: 'JPY',
      keysNow: 2,
      keysThen: 2,
      now: 4,
      then: 2,
      lost: { orders: 2, clause: named(['c', 'e']) },
      gained: none,
    });
    expect((await ask(work, { limit: 90_000 })).limit).toMatchObject({ keysNow: 1, keysThen: 0, now: 1, then: 0 });
    expect((await ask(work, { limit: 100_000 })).limit).toMatchObject({ keysNow: 0, now: 0 });
  });

  it('may be one where the step told two places apart', async () => {
    const two = await holding(
      file(['a,2024-01-01,100,,赤坂4-3-2,107-0052', 'b,2024-01-01 06:00,100,,赤坂4-3-2,810-0042']),
    );
    const told = await ask(two, { column: 'buyer_address_key', without: ['postal-code'], hits: 1 });
    expect(told).toMatchObject({ values: 2, keysNow: 2, keysThen: 1, joined: 1, apart: { keys: 0, orders: 0 } });
    expect(told.velocity[0]).toEqual({
      window: 'day',
      now: 0,
      then: 1,
      lost: none,
      gained: { orders: 1, clause: named(['b']) },
    });
  });

  it('are refused where there is no such column or step', async () => {
    const work = await holding(story);
    expect(await codeOf(ask(work, { column: 'email_key', without: ['case'] }))).toBe('input-invalid');
    expect(await codeOf(ask(work, { column: 'phone' }))).toBe('input-invalid');
    expect(await codeOf(ask(work, { without: ['kana'] }))).toBe('input-invalid');
  });

  it('are told for one value beside its key', async () => {
    const work = await holding(story);
    const { key, then } = await identityHandlers(work.project)['identity.key'](
      { kind: 'phone', value: '9012345678', without: ['leading-zero'] },
      context(),
    );
    expect([key.key, then?.key]).toEqual(['+819012345678', '9012345678']);
  });
});

describe('the keys of twenty thousand orders', () => {
  // Five thousand places, each written in four ways of which the last alone needs its dashes folded.
  const address = (n: number): string => {
    const [place, chome] = [Math.floor(n / 4), 1 + (Math.floor(n / 4) % 9)];
    const blocks = [
      `${chome}-${place}-7`,
      `${chome}丁目${place}番7号`,
      `${chome}丁目${place}-7`,
      `${chome}ー${place}ー7`,
    ];
    return `東京都港区赤坂${blocks[n % 4] ?? ''}`;
  };
  const lines = Array.from({ length: 20_000 }, (_, n) => `o${n},2024-01-01 00:00:00,100,,${address(n)},`);
  const asked = { column: 'buyer_address_key', without: ['numerals' as const], hits: 3, limit: 100 };

  it('are folded anew without keeping others waiting, and no longer within a second of being cancelled', async () => {
    const work = await holding(file(lines));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const told = await ask(work, asked);
    delay.disable();
    expect(told).toMatchObject({
      values: 20_000,
      keysNow: 5000,
      keysThen: 10_000,
      apart: { keys: 5000, orders: 20_000 },
    });
    expect(delay.max / 1e6).toBeLessThan(500);

    const controller = new AbortController();
    const fractions: (number | null)[] = [];
    let cancelledAt = 0;
    const outcome = await codeOf(
      identityHandlers(work.project)['identity.without'](asked, {
        ...context(controller.signal),
        progress: ({ fraction }) => {
          fractions.push(fraction);
          if ((fraction ?? 0) > 0 && (fraction ?? 1) < 1 && !controller.signal.aborted) {
            cancelledAt = performance.now();
            controller.abort();
          }
        },
      }),
    );
    expect(outcome).toBe('cancelled');
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    expect(fractions.length).toBeGreaterThan(0);
    expect((await ask(work, asked)).orders).toBe(20_000);
  }, 120_000);
});
