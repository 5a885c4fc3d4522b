import { describe, expect, test } from 'vitest';
import { check } from '../../analysis/expression/index.ts';
import type { FinderId, PatternsReport } from '../../analysis/model/patterns.ts';
import type { OrderRow } from '../backtest/history.ts';
import { withFeatures } from '../rule-library/library-scope.ts';
import { day, hour, order, patternsOf } from './shop.ts';

const minute = 60_000;
const times = (count: number, make: (n: number) => OrderRow): OrderRow[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Each finding's orders. */
function found(report: PatternsReport, id: FinderId): string[][] {
  const finder = report.finders.find((one) => one.id === id);
  if (finder === undefined) throw new Error(id);
  expect(finder.missing).toEqual([]);
  return finder.findings.map(({ filter }) =>
    (filter?.clauses ?? []).flatMap((clause) => (clause.kind === 'in' ? clause.values.map(String) : [])),
  );
}
const ids = (prefix: string, count: number): string[] =>
  times(count, (n) => order(`${prefix}${n}`, 0)).map((one) => one.event_id);

/** What is planted, the look-alike beside it, and the orders of the findings. */
const cases: readonly (readonly [FinderId, string, readonly OrderRow[], readonly OrderRow[], readonly string[][]])[] = [
  [
    'stolen-cards',
    'a device in a shop where one person tries four cards; a day in which only three are used',
    times(5, (n) => order(`A${n}`, 10 * day + n * hour, { amount: 30_000, device_key: 'thief' })),
    [
      ...times(4, (n) =>
        order(`B${n}`, 10 * day + n * hour, { amount: 30_000, device_key: 'own', buyer_name_key: 'one' }),
      ),
      ...times(6, (n) => order(`C${n}`, (10 + n / 2) * day + n, { amount: 30_000, device_key: 'slow' })),
    ],
    [ids('A', 5)],
  ],
  [
    'card-testing',
    'a sale of cheap goods that is not declined; the same cards over a day',
    times(12, (n) =>
      order(`A${n}`, 20 * day + n * 4 * minute, {
        amount: 500,
        card_bin_key: '433333',
        auth_result: n === 0 ? 'OK' : 'NG',
      }),
    ),
    [
      ...times(12, (n) => order(`B${n}`, 30 * day + n * 4 * minute, { amount: 500, card_bin_key: '444444' })),
      ...times(12, (n) =>
        order(`C${n}`, 40 * day + n * hour, { amount: 500, card_bin_key: '455555', auth_result: 'NG' }),
      ),
    ],
    [ids('A', 12)],
  ],
  [
    'forwarding',
    'residents abroad with a locker each; many names at a house that is no such place',
    times(3, (n) =>
      order(`A${n}`, n * day, {
        delivery_address: '東陽6 国際転送 JP-1',
        delivery_address_key: 'w',
        delivery_address_room: '1',
      }),
    ),
    [
      ...times(4, (n) =>
        order(`B${n}`, n * day, {
          delivery_address: '東陽6 国際転送 JP-9',
          delivery_address_key: 'w',
          delivery_address_room: `${n + 2}`,
        }),
      ),
      ...times(4, (n) => order(`C${n}`, n * day, { delivery_address: '東陽7', delivery_address_key: 'house' })),
    ],
    [ids('A', 3)],
  ],
  [
    'account-takeover',
    'a member who moved with the own device; one who gives a present on a new phone for as much as ever; one without history',
    [
      ...times(3, (n) =>
        order(`A${n}`, n * 10 * day, {
          member_id: 'm1',
          device_key: 'd1',
          buyer_address_key: 'h1',
          delivery_address_key: 'h1',
        }),
      ),
      ...times(2, (n) =>
        order(`T${n}`, 40 * day + n * hour, {
          amount: n === 0 ? 20_000 : 4000,
          member_id: 'm1',
          device_key: 'd2',
          buyer_address_key: 'h1',
          delivery_address_key: 'x',
        }),
      ),
    ],
    [
      ...times(3, (n) =>
        order(`B${n}`, n * 10 * day, {
          member_id: 'm2',
          device_key: 'd3',
          buyer_address_key: 'h2',
          delivery_address_key: 'h2',
        }),
      ),
      order('B9', 50 * day, {
        amount: 50_000,
        member_id: 'm2',
        device_key: 'd3',
        buyer_address_key: 'h2',
        delivery_address_key: 'y',
      }),
      ...times(3, (n) =>
        order(`C${n}`, n * 10 * day, {
          member_id: 'm3',
          device_key: 'd4',
          buyer_address_key: 'h3',
          delivery_address_key: 'h3',
        }),
      ),
      order('C9', 50 * day, {
        amount: 9000,
        member_id: 'm3',
        device_key: 'd5',
        buyer_address_key: 'h3',
        delivery_address_key: 'z',
      }),
      order('D9', 50 * day, {
        amount: 90_000,
        member_id: 'm4',
        device_key: 'd6',
        buyer_address_key: 'h4',
        delivery_address_key: 'u',
      }),
    ],
    [['T0', 'T1']],
  ],
  [
    'first-offer-resale',
    'a dormitory where everybody has a device; the same names without the offer',
    times(6, (n) =>
      order(`A${n}`, n * day, { order_kind: '定期初回', delivery_address_key: 'r', device_key: `r${n % 2}` }),
    ),
    [
      ...times(6, (n) => order(`B${n}`, n * day, { order_kind: '定期初回', delivery_address_key: 'dorm' })),
      ...times(6, (n) => order(`C${n}`, n * day, { delivery_address_key: 'office', device_key: 'o' })),
      ...times(6, (n) =>
        order(`D${n}`, n * 40 * day, { order_kind: '定期初回', delivery_address_key: 'slow', device_key: 's' }),
      ),
    ],
    [ids('A', 6)],
  ],
  [
    'pay-later-ring',
    'a tower with as many orders all the time; small orders; orders paid by card',
    times(6, (n) =>
      order(`A${n}`, 30 * day + n * day, {
        amount: 40_000,
        payment_method: '01',
        delivery_address_key: 'ring',
        delivery_address_room: `${n}`,
      }),
    ),
    [
      ...times(40, (n) =>
        order(`B${n}`, n * 2.4 * day, { amount: 40_000, payment_method: '01', delivery_address_key: 'tower' }),
      ),
      ...times(6, (n) => order(`C${n}`, n * day, { amount: 900, payment_method: '01', delivery_address_key: 'small' })),
      ...times(6, (n) => order(`D${n}`, n * day, { amount: 40_000, delivery_address_key: 'cards' })),
    ],
    [ids('A', 6)],
  ],
  [
    'affiliate-abuse',
    'a common surname with digits that comes by every medium as other mails do',
    times(12, (n) => order(`A${n}`, n * day, { media_code: 'AF1', email_key: `sano${n}@mail.example` })),
    [
      ...times(40, (n) =>
        order(`C${n}`, n * day, {
          media_code: 'AF1',
          email_key: `${'abcdefghijklmnopqrst'[n % 20]}u${n}@mail.example`,
        }),
      ),
      ...times(60, (n) =>
        order(`B${n}`, n * day, { media_code: n % 5 === 0 ? 'AF1' : 'WEB', email_key: `sato${n}@mail.example` }),
      ),
    ],
    [ids('A', 12)],
  ],
  [
    'device-farm',
    'a tablet of a family of five; a device of three strangers',
    times(4, (n) => order(`A${n}`, n * 20 * day, { device_key: 'farm' })),
    [
      ...times(5, (n) => order(`B${n}`, n * day, { device_key: 'tablet', buyer_address_key: 'family' })),
      ...times(3, (n) => order(`C${n}`, n * day, { device_key: 'kiosk' })),
    ],
    [ids('A', 4)],
  ],
  [
    'velocity-burst',
    'an office from which as many order over weeks; one person who orders again and again',
    times(7, (n) => order(`A${n}`, 30 * day + n * 5 * minute, { ip_address: 'burst' })),
    [
      ...times(40, (n) => order(`B${n}`, n * 2.4 * day, { ip_address: 'office' })),
      ...times(7, (n) => order(`C${n}`, 50 * day + n * 5 * minute, { ip_address: 'one', buyer_name_key: 'one' })),
    ],
    [ids('A', 7)],
  ],
  [
    'name-reading',
    'one name with a rare reading at its address; several names that fit at one address',
    times(2, (n) => order(`A${n}`, n * day, { buyer_reading: 'differs', delivery_address_key: 'drop' })),
    [
      ...times(3, (n) => order(`B${n}`, n * day, { buyer_reading: 'differs' })),
      ...times(3, (n) => order(`C${n}`, n * day, { delivery_address_key: 'dorm' })),
    ],
    [ids('A', 2)],
  ],
  [
    'ip-abroad',
    'a couple abroad; residents abroad without an address in Japan',
    times(3, (n) => order(`A${n}`, n * day, { ip_country: 'VN', ip_network: 'net' })),
    [
      ...times(2, (n) => order(`B${n}`, n * day, { ip_country: 'US', ip_network: 'hotel' })),
      ...times(4, (n) =>
        order(`C${n}`, n * day, { ip_country: 'TW', ip_network: 'home', buyer_address_prefecture: null }),
      ),
    ],
    [ids('A', 3)],
  ],
];

test('a ring is found however often each of its names orders', async () => {
  const ring = times(20, (n) =>
    order(`A${n}`, 30 * day + n * day, {
      ...{ amount: 40_000, payment_method: '01', delivery_address_key: 'ring' },
      buyer_name_key: `name ${n % 5}`,
    }),
  );
  const report = await patternsOf(ring);
  expect(found(report, 'pay-later-ring')).toEqual([ids('A', 20)]);
  const finding = report.finders.find(({ id }) => id === 'pay-later-ring')?.findings[0];
  expect(finding?.facts).toContainEqual({ fact: 'expected', value: 0 });
  expect(finding?.facts).toContainEqual({ fact: 'within', value: 5 });
});

describe('each finder', () => {
  test.each(cases)('%s finds what is planted, and not %s', async (id, _alike, planted, alike, expected) => {
    const report = await patternsOf([...planted, ...alike]);
    expect(found(report, id)).toEqual(expected);
    const drafts = report.finders.flatMap((one) => (one.id === id ? one.findings : [])).map(({ draft }) => draft);
    for (const { when, features } of drafts) expect(check(when, withFeatures(features))).toMatchObject({ ok: true });
    expect(found(await patternsOf(alike), id)).toEqual([]);
  });
});
