import { readFileSync } from 'node:fs';
import { parse } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import { orderHeaders } from '../../samples/shop/csv.ts';
import {
  expectedDecision,
  expectedDecisions,
  expectedRuleHits,
  fraudChargebackIds,
} from '../../samples/shop/expected.ts';
import { generateShop, sampleFiles, sampleOptions, shopFiles } from '../../samples/shop/generate.ts';
import { plan } from '../../samples/shop/plan.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { isFraud, type Pattern, type ShopOrder } from '../../samples/shop/shop.ts';
import { bytesOf, cellsOf } from './reading.ts';

const shop = generateShop(sampleOptions);
const expected = expectedRuleHits(shop);
const rule = (code: string) => {
  const found = expected.find((r) => r.code === code);
  if (found === undefined) throw new Error(`no rule ${code}`);
  return found;
};
const ordersOf = (pattern: Pattern) => shop.orders.filter((o) => o.pattern === pattern);
const groupsOf = (pattern: Pattern): ShopOrder[][] => {
  const groups = new Map<string, ShopOrder[]>();
  for (const order of ordersOf(pattern))
    groups.set(order.group ?? '', [...(groups.get(order.group ?? '') ?? []), order]);
  return [...groups.values()];
};
const distinct = (orders: readonly ShopOrder[], value: (order: ShopOrder) => unknown) =>
  new Set(orders.map(value)).size;

/** Canonical rule path → header, written out again here rather than taken from the mapping. */
const paths: Readonly<Record<string, string>> = {
  'order.payment_method': '支払方法',
  'order.kind': '注文種別',
  'order.media_code': '媒体コード',
  'card.bin': 'カードBIN',
  'buyer.id': '会員ID',
  'buyer.email': 'メールアドレス',
  'buyer.phone': '電話番号',
  'buyer.prefecture': '都道府県',
  'delivery.prefecture': '配送先都道府県',
  'delivery.address': '配送先番地',
  'device.user_agent': 'ユーザーエージェント',
  'items.summary': '商品',
  'threeds.status': '3DS結果',
  'threeds.flow': '3DSフロー',
};

describe('the sample rules on the written file, by an independent CEL evaluator', () => {
  const [, ...rows] = cellsOf(new TextDecoder('shift_jis').decode(bytesOf(shopFiles(shop), sampleFiles.orders)));
  const column = (header: string) => orderHeaders.indexOf(header);
  const seen = new Set<string>();
  const records = rows.flatMap((cells) => {
    const text = (header: string) => cells[column(header)] ?? '';
    const id = text('注文番号');
    const time = new Date(`${text('注文日時').replaceAll('/', '-').replace(' ', 'T')}+09:00`);
    if (id === '' || seen.has(id) || id.includes('-9') || Number.isNaN(time.getTime())) return [];
    seen.add(id);
    const record: Record<string, Record<string, unknown>> = {
      order: { time, amount: BigInt(text('合計金額')) },
      items: { quantity: BigInt(text('商品点数')) },
    };
    for (const [path, header] of Object.entries(paths)) {
      const [object = '', field = ''] = path.split('.');
      const holder = (record[object] ??= {});
      if (text(header) !== '') holder[field] = text(header);
    }
    return [{ id, record }];
  });

  it('reads every order', () => {
    expect(records.map((r) => r.id)).toEqual(shop.orders.map((o) => o.id));
  });

  it('fires as often as the plain predicates say, and is as often not evaluable', () => {
    const counted = ruleset.rules.map(({ code, when }) => {
      const evaluate = parse(when);
      let [hits, unevaluable] = [0, 0];
      for (const { record } of records) {
        try {
          if (evaluate(record) === true) hits += 1;
        } catch {
          unevaluable += 1;
        }
      }
      return { code, hits, unevaluable };
    });
    expect(counted).toEqual(expected.map(({ code, hits, unevaluable }) => ({ code, hits, unevaluable })));
  });
});

describe('the planted truth is found by the sample rules', () => {
  const share = (code: string, pattern: Pattern) => (rule(code).hitsByPattern[pattern] ?? 0) / ordersOf(pattern).length;

  it.each([
    ['CRM_BIN_SMALL', 'card-testing', 1],
    ['DEV_SCRIPTED', 'card-testing', 0.5],
    ['DLV_FORWARDING', 'forwarding-ring', 1],
    ['DLV_PREF_MISMATCH_HIGH', 'stolen-card-burst', 0.4],
    ['TIM_NIGHT_HIGH', 'stolen-card-burst', 0.3],
    ['SEI_MAIL_DISPOSABLE', 'stolen-card-burst', 0.35],
    ['TDS_UNAUTHENTICATED_HIGH', 'stolen-card-single', 0.3],
    ['SEI_MEMBER_DLVR_CHANGED', 'account-takeover', 0.8],
    ['NEG_ITEM_FIRST_BULK', 'first-offer-resale', 0.35],
    ['ATB_PHONE050_HIGH', 'pay-later-ring', 0.6],
    ['MED_AFF_SAMPLE', 'affiliate-abuse', 1],
  ] as const)('%s finds its share of %s', (code, pattern, least) => {
    expect(share(code, pattern)).toBeGreaterThanOrEqual(least);
  });

  it('is found for most fraud of every pattern by the whole set', () => {
    for (const pattern of new Set(
      shop.orders.flatMap((o) => (o.pattern !== null && isFraud(o.pattern) ? [o.pattern] : [])),
    )) {
      const orders = ordersOf(pattern);
      const alerted = orders.filter((o) => expectedDecision(o) !== 'OK').length / orders.length;
      expect([pattern, alerted >= 0.5]).toEqual([pattern, true]);
    }
  });

  it('is found honestly: some fraud is missed and some good orders are hit', () => {
    for (const code of [
      'DLV_FORWARDING',
      'DEV_SCRIPTED',
      'DLV_PREF_MISMATCH_HIGH',
      'SEI_MAIL_DISPOSABLE',
      'TIM_NIGHT_HIGH',
      'NEG_ITEM_FIRST_BULK',
    ]) {
      expect(rule(code).hits).toBeGreaterThan(rule(code).plantedHits);
    }
    const missed = shop.orders.filter((o) => o.pattern !== null && isFraud(o.pattern) && expectedDecision(o) === 'OK');
    expect(missed.length).toBeGreaterThan(50);
    const decisions = expectedDecisions(shop);
    expect(decisions.OK + decisions.REVIEW + decisions.HOLD + decisions.NG).toBe(20_000);
    expect(decisions.OK / 20_000).toBeGreaterThan(0.9);
  });

  it('lets later deliveries of a subscription pass and stops none of them', () => {
    const later = shop.orders.filter((o) => /^定期\d+回目$/.test(o.kind));
    expect(rule('ALW_SUBSCRIPTION').hits).toBe(later.length);
    expect(later.every((o) => expectedDecision(o) === 'OK')).toBe(true);
  });
});

describe('each planted fraud leaves the marks it is documented with', () => {
  it('stolen-card burst: one device in one night, another card and name every time', () => {
    for (const burst of groupsOf('stolen-card-burst')) {
      expect(distinct(burst, (o) => o.deviceId)).toBe(1);
      expect(distinct(burst, (o) => o.payment.token)).toBe(burst.length);
      expect(distinct(burst, (o) => o.buyer.name)).toBeGreaterThanOrEqual(burst.length - 1);
      expect(distinct(burst, (o) => o.delivery.zipcode.replace('-', ''))).toBeGreaterThanOrEqual(1);
      expect((burst.at(-1)?.at ?? 0) - (burst[0]?.at ?? 0)).toBeLessThan(4 * 3_600_000);
    }
  });

  it('card testing: one BIN, small amounts, other numbers, nearly all declined', () => {
    for (const run of groupsOf('card-testing')) {
      expect(distinct(run, (o) => o.payment.bin)).toBe(1);
      expect(distinct(run, (o) => o.payment.token)).toBe(run.length);
      expect(Math.max(...run.map((o) => o.amount))).toBeLessThanOrEqual(1_530);
      const declined = run.filter((o) => o.payment.authResult === 'NG');
      expect(declined.length / run.length).toBeGreaterThan(0.75);
      expect(declined.every((o) => o.payment.declineCode !== null && o.settleStatus === '99')).toBe(true);
    }
  });

  it('resale: one address in many spellings, many names, few devices', () => {
    for (const ring of groupsOf('first-offer-resale')) {
      expect(distinct(ring, (o) => o.buyer.zipcode.replace('-', ''))).toBe(1);
      expect(distinct(ring, (o) => o.delivery.address)).toBeGreaterThanOrEqual(6);
      expect(distinct(ring, (o) => o.buyer.name)).toBeGreaterThan(15);
      expect(distinct(ring, (o) => o.deviceId)).toBeLessThanOrEqual(3);
    }
  });

  it('forwarding ring: stolen cards to a few lockers of one warehouse', () => {
    for (const ring of groupsOf('forwarding-ring')) {
      expect(ring.every((o) => o.delivery.address.includes('転送'))).toBe(true);
      expect(distinct(ring, (o) => /JP-\d{4}/.exec(o.delivery.address)?.[0])).toBeLessThanOrEqual(3);
      expect(distinct(ring, (o) => o.payment.token)).toBe(ring.length);
    }
  });

  it('account takeover: an old member, a device and address never seen before', () => {
    for (const taken of groupsOf('account-takeover')) {
      const first = taken[0];
      const before = shop.orders.filter((o) => o.memberId === first?.memberId && o.pattern === null);
      expect(before.length).toBeGreaterThanOrEqual(3);
      expect(before.every((o) => o.at < (first?.at ?? 0) && o.deviceId !== first?.deviceId)).toBe(true);
      expect(before.every((o) => o.delivery.address !== first?.delivery.address)).toBe(true);
    }
  });

  it('pay-later ring: never paid, later and later in dunning the older it is', () => {
    const ring = ordersOf('pay-later-ring').filter((o) => o.settleStatus !== '99');
    expect(ring.filter((o) => ['30', '40', '50'].includes(o.settleStatus)).length / ring.length).toBeGreaterThan(0.8);
    const newest = (status: string) => Math.max(...ring.filter((o) => o.settleStatus === status).map((o) => o.at));
    expect(newest('50')).toBeLessThan(newest('40'));
  });

  it('affiliate abuse: one affiliate, numbered mail addresses, many parcels refused', () => {
    for (const run of groupsOf('affiliate-abuse')) {
      expect(distinct(run, (o) => o.mediaCode)).toBe(1);
      expect(distinct(run, (o) => o.email.replace(/\d{3}@/, '@'))).toBe(1);
      expect(run.filter((o) => o.settleStatus === '100').length).toBeGreaterThan(8);
    }
  });
});

describe('the harmless look-alikes', () => {
  it('families, offices and dormitories share an address or line under many names', () => {
    for (const group of groupsOf('office')) {
      expect(distinct(group, (o) => o.ip)).toBe(1);
      expect(distinct(group, (o) => o.buyer.name)).toBeGreaterThan(5);
      expect(distinct(group, (o) => o.delivery.zipcode.replace('-', ''))).toBe(1);
    }
    for (const group of groupsOf('dormitory')) expect(distinct(group, (o) => o.ip)).toBe(1);
    for (const group of groupsOf('family')) expect(distinct(group, (o) => o.deviceId)).toBe(1);
  });

  it('presents go to another name, most of them to another prefecture', () => {
    const gifts = ordersOf('gift-season');
    expect(gifts.filter((o) => o.buyer.name !== o.delivery.name).length / gifts.length).toBeGreaterThan(0.95);
    expect(gifts.filter((o) => o.buyer.prefecture !== o.delivery.prefecture).length / gifts.length).toBeGreaterThan(
      0.8,
    );
  });

  it('people who changed their name keep member id, mail and device', () => {
    const renamed = groupsOf('rename').filter((group) => distinct(group, (o) => o.buyer.name) > 1);
    expect(renamed.length).toBeGreaterThan(50);
    for (const group of renamed) {
      expect([
        distinct(group, (o) => o.memberId),
        distinct(group, (o) => o.email),
        distinct(group, (o) => o.deviceId),
      ]).toEqual([1, 1, 1]);
    }
  });

  it('bulk buyers, travellers, residents abroad, careful and nightly people pay like others', () => {
    for (const pattern of [
      'bulk-buyer',
      'traveller',
      'overseas-resident',
      'disposable-mail-user',
      'night-worker',
    ] as const) {
      const orders = ordersOf(pattern);
      const disputed = orders.filter((o) => o.settleStatus === '60').length;
      expect(orders.length).toBeGreaterThan(30);
      expect(disputed / orders.length).toBeLessThan(0.03);
      expect(orders.every((o) => shop.truth[o.id]?.fraud === false)).toBe(true);
    }
  });
});

describe('the documentation', () => {
  const readme = readFileSync(new URL('../../samples/README.md', import.meta.url), 'utf8');
  const figure = (value: number) => value.toLocaleString('en-US');

  it('quotes the hits and decisions that are counted', () => {
    for (const { code, hits, plantedHits, chargebackHits, unevaluable } of expected) {
      const result = ruleset.rules.find((r) => r.code === code)?.result ?? '';
      expect(readme).toContain(
        `| ${code} | ${result} | ${[hits, plantedHits, chargebackHits, unevaluable].map(figure).join(' | ')} |`,
      );
    }
    const { OK, REVIEW, HOLD, NG } = expectedDecisions(shop);
    expect(readme).toContain(
      `Decisions: OK ${figure(OK)}, REVIEW ${figure(REVIEW)}, HOLD ${figure(HOLD)}, NG ${figure(NG)}.`,
    );
  });

  it('names every pattern with its number of orders in both languages', () => {
    for (const { pattern, groups, ordersPerGroup } of plan) {
      const lines = readme.split('\n').filter((line) => line.includes(`\`${pattern}\` |`));
      expect([pattern, lines.length]).toEqual([pattern, 2]);
      for (const line of lines) expect(line).toMatch(new RegExp(`(= ?| )${groups * ordersPerGroup} \\|`));
    }
  });

  it('quotes the sizes and the fraud rate that are counted', () => {
    const disputed = fraudChargebackIds(shop);
    const old = shop.orders.filter((o) => o.at < shop.asOf - 120 * 86_400_000);
    const bad = old.filter((o) => disputed.has(o.id)).length;
    expect(readme).toContain(
      `${disputed.size} orders (1.17 %) have a fraud chargeback that was not reversed; of the ${figure(old.length)} orders at least 120 days old, ${bad} (1.26 %)`,
    );
    expect(readme).toContain(`${shop.chargebacks.length} lines up to 2026-06-30`);
    expect(readme).toContain(`${orderHeaders.length} columns, 20,012 lines`);
  });
});
