import { japanHour } from './calendar.ts';
import { abusedMedia } from './fraud/abuse.ts';
import { isFraud, type Pattern, type Shop, type ShopOrder } from './shop.ts';
import { disposableDomains } from './tables/agents.ts';
import { testedBins } from './tables/cards.ts';

/** Three-valued truth: null where a field the condition needs is blank (SQL NULL, CEL error). */
type Truth = boolean | null;
type Result = 'OK' | 'REVIEW' | 'HOLD' | 'NG';

const all = (...parts: readonly Truth[]): Truth => (parts.includes(false) ? false : parts.includes(null) ? null : true);
const any = (...parts: readonly Truth[]): Truth => (parts.includes(true) ? true : parts.includes(null) ? null : false);
const when = <T>(value: T | null, test: (value: T) => boolean): Truth => (value === null ? null : test(value));

const card = (o: ShopOrder): boolean => o.payment.method === '02';
const otherPrefecture = (o: ShopOrder): boolean => o.buyer.prefecture !== o.delivery.prefecture;
const resellable = [
  'タブレット',
  'ゲーム機',
  'スマートウォッチ',
  'イヤホン',
  '脱毛器',
  '美顔器',
  'ロボット掃除機',
  'ヘアドライヤー',
];

interface Predicate {
  readonly code: string;
  readonly result: Result;
  readonly fires: (order: ShopOrder) => Truth;
}

/** The rules of ruleset.json written by hand, without any of the engine. */
const predicates: readonly Predicate[] = [
  { code: 'ALW_SUBSCRIPTION', result: 'OK', fires: (o) => o.kind.endsWith('回目') },
  {
    code: 'CRM_BIN_SMALL',
    result: 'NG',
    fires: (o) =>
      all(
        when(o.payment.bin, (bin) => testedBins.includes(bin)),
        o.amount <= 1600,
      ),
  },
  {
    code: 'DEV_SCRIPTED',
    result: 'NG',
    fires: (o) =>
      any(
        when(o.userAgent, (ua) => ua.includes('HeadlessChrome')),
        when(o.userAgent, (ua) => ua.startsWith('python-requests')),
      ),
  },
  {
    code: 'ATB_PHONE050_HIGH',
    result: 'NG',
    fires: (o) =>
      all(
        o.payment.method === '01',
        when(o.buyer.phone, (phone) => phone.startsWith('050')),
        o.amount >= 15_000,
      ),
  },
  { code: 'DLV_FORWARDING', result: 'HOLD', fires: (o) => card(o) && o.delivery.address.includes('転送') },
  {
    code: 'TDS_UNAUTHENTICATED_HIGH',
    result: 'HOLD',
    fires: (o) =>
      all(
        when(o.payment.threeDsStatus, (s) => s === 'U'),
        when(o.payment.threeDsFlow, (f) => f === 'none'),
        o.amount >= 16_000,
      ),
  },
  {
    code: 'MED_AFF_SAMPLE',
    result: 'HOLD',
    fires: (o) => abusedMedia.includes(o.mediaCode) && o.kind === '定期初回' && o.amount <= 1530,
  },
  { code: 'SEI_PHONE_MISSING', result: 'HOLD', fires: (o) => o.buyer.phone === null },
  {
    code: 'SEI_MAIL_DISPOSABLE',
    result: 'REVIEW',
    fires: (o) => card(o) && disposableDomains.some((domain) => o.email.endsWith(`@${domain}`)),
  },
  {
    code: 'DLV_PREF_MISMATCH_HIGH',
    result: 'REVIEW',
    fires: (o) => card(o) && otherPrefecture(o) && o.amount >= 30_000,
  },
  {
    code: 'SEI_MEMBER_DLVR_CHANGED',
    result: 'REVIEW',
    fires: (o) =>
      o.memberId !== null && card(o) && otherPrefecture(o) && resellable.some((name) => o.items.includes(name)),
  },
  { code: 'TIM_NIGHT_HIGH', result: 'REVIEW', fires: (o) => card(o) && japanHour(o.at) < 5 && o.amount >= 30_000 },
  {
    code: 'NEG_ITEM_FIRST_BULK',
    result: 'REVIEW',
    fires: (o) => o.kind === '定期初回' && o.items.includes('初回限定価格') && o.quantity >= 3,
  },
];

/** What one rule must do on the shop; every figure is a number of orders. */
export interface ExpectedRule {
  readonly code: string;
  readonly hits: number;
  /** Neither true nor false because a field is blank. */
  readonly unevaluable: number;
  /** Hits on planted fraud or abuse of any kind. */
  readonly plantedHits: number;
  /** Hits on orders with a fraud chargeback in the list that was not reversed. */
  readonly chargebackHits: number;
  readonly hitsByPattern: Partial<Readonly<Record<Pattern, number>>>;
}

/** Orders of the shop with a fraud chargeback in the list that was neither withdrawn nor won. */
export function fraudChargebackIds(shop: Shop): ReadonlySet<string> {
  const known = new Set(shop.orders.map((order) => order.id));
  const lost = shop.chargebacks.filter((c) => c.family === 'fraud' && c.status !== '取下げ' && c.status !== '勝訴');
  return new Set(lost.map((c) => c.orderId).filter((id) => known.has(id)));
}

/** Expected hits of every sample rule, in the order of the rule set. */
export function expectedRuleHits(shop: Shop): readonly ExpectedRule[] {
  const disputed = fraudChargebackIds(shop);
  return predicates.map(({ code, fires }) => {
    const hits = shop.orders.filter((order) => fires(order) === true);
    const byPattern = new Map<Pattern, number>();
    for (const { pattern } of hits) if (pattern !== null) byPattern.set(pattern, (byPattern.get(pattern) ?? 0) + 1);
    return {
      code,
      hits: hits.length,
      unevaluable: shop.orders.filter((order) => fires(order) === null).length,
      plantedHits: hits.filter((order) => order.pattern !== null && isFraud(order.pattern)).length,
      chargebackHits: hits.filter((order) => disputed.has(order.id)).length,
      hitsByPattern: Object.fromEntries(byPattern),
    };
  });
}

const precedence: readonly Result[] = ['OK', 'NG', 'HOLD', 'REVIEW'];

/** The decision of the sample rule set on one order: allow rules first, then NG, HOLD, REVIEW, else OK. */
export function expectedDecision(order: ShopOrder): Result {
  const fired = new Set(predicates.filter((p) => p.fires(order) === true).map((p) => p.result));
  return precedence.find((result) => fired.has(result)) ?? 'OK';
}

/** Expected number of orders per decision. */
export function expectedDecisions(shop: Shop): Readonly<Record<Result, number>> {
  const counts = { OK: 0, REVIEW: 0, HOLD: 0, NG: 0 };
  for (const order of shop.orders) counts[expectedDecision(order)] += 1;
  return counts;
}
