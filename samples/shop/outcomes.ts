import { dayMs, japanDate, japanDay } from './calendar.ts';
import type { Random } from './random.ts';
import { isFraud, type Chargeback, type Draft, type FraudPattern, type ShopOrder } from './shop.ts';
import { reasonCodes } from './tables/cards.ts';

type Fate = Pick<ShopOrder, 'settleStatus' | 'shippedAt' | 'recordedResult'>;

/** Share of a pattern's orders that the screening of the time refused. */
const refusedShare: Readonly<Record<FraudPattern, number>> = {
  'stolen-card-burst': 0.2,
  'stolen-card-single': 0.08,
  'card-testing': 0.1,
  'forwarding-ring': 0.15,
  'account-takeover': 0.08,
  'first-offer-resale': 0.1,
  'pay-later-ring': 0.12,
  'affiliate-abuse': 0.1,
};

/** Share of the delivered orders whose holder disputes them. */
const disputedShare: Partial<Readonly<Record<FraudPattern, number>>> = {
  'stolen-card-burst': 0.92,
  'stolen-card-single': 0.95,
  'card-testing': 0.9,
  'forwarding-ring': 0.92,
  'account-takeover': 0.95,
};

/** What became of an order by the end of the export; `disputed` is its chargeback as known by then. */
export function fateOf(draft: Draft, disputed: Chargeback | null, asOf: number, rng: Random): Fate {
  const recordedResult = screening(draft, rng);
  const shippedAt = draft.at + rng.int(1, 4) * dayMs - (draft.at % dayMs) + rng.int(0, 36_000) * 1000;
  if (stopped(draft, recordedResult, rng)) return { settleStatus: '99', shippedAt: null, recordedResult };
  if (shippedAt >= asOf)
    return { settleStatus: draft.payment.method === '02' ? '10' : '00', shippedAt: null, recordedResult };
  const lost = disputed !== null && disputed.status !== '取下げ' && disputed.status !== '勝訴';
  return { settleStatus: lost ? '60' : settled(draft, shippedAt, asOf, rng), shippedAt, recordedResult };
}

function screening(draft: Draft, rng: Random): ShopOrder['recordedResult'] {
  if (/^定期\d+回目$/.test(draft.kind)) return null;
  const fraud = draft.pattern !== null && isFraud(draft.pattern) ? draft.pattern : null;
  if (rng.chance(fraud === null ? 0.008 : refusedShare[fraud])) return 'NG';
  if (rng.chance(fraud === null ? 0.03 : 0.25)) return 'REVIEW';
  return rng.chance(0.012) ? 'HOLD' : 'OK';
}

function stopped(draft: Draft, result: ShopOrder['recordedResult'], rng: Random): boolean {
  const { authResult, threeDsStatus } = draft.payment;
  const changedMind = draft.pattern === null || !isFraud(draft.pattern) ? 0.018 : 0.01;
  return result === 'NG' || authResult === 'NG' || threeDsStatus === 'N' || rng.chance(changedMind);
}

function settled(draft: Draft, shippedAt: number, asOf: number, rng: Random): string {
  const refusedParcel = draft.pattern === 'affiliate-abuse' && rng.chance(0.55);
  if (refusedParcel || rng.chance(0.004)) return '100';
  switch (draft.payment.method) {
    case '02':
    case '03':
      return '20';
    case '01':
      return payLater(draft, (asOf - shippedAt) / dayMs, rng);
  }
}

/** Settlement of a pay-later order by the days since the parcel left: due after a fortnight, then overdue, handed over, bad debt. */
function payLater(draft: Draft, age: number, rng: Random): string {
  const paidAfter = rng.int(4, 19);
  const never = draft.pattern === 'pay-later-ring' ? 0.96 : draft.pattern === 'affiliate-abuse' ? 0.4 : 0.007;
  if (!rng.chance(never)) {
    const late = rng.chance(0.04) ? rng.int(20, 70) : 0;
    if (age >= paidAfter + late) return '20';
    return age > 24 ? '30' : '10';
  }
  if (age < 24) return '10';
  if (age < 60) return '30';
  return age < 150 ? '40' : '50';
}

/** The chargeback an order will have, however late; null for the many that have none. */
export function futureChargeback(orderId: string, draft: Draft, rng: Random): Chargeback | null {
  const { brand, method } = draft.payment;
  const planted = draft.pattern !== null && isFraud(draft.pattern) ? (disputedShare[draft.pattern] ?? 0) : null;
  const fraud = rng.chance(planted ?? 0.0008);
  const consumer = rng.chance(0.0022);
  if (method !== '02' || brand === null || !(fraud || (consumer && planted === null))) return null;
  const codes = reasonCodes[brand];
  const delay = 20 + Math.floor(100 * rng.leaning(0.8));
  const reversed = rng.chance(!fraud ? 0.3 : planted === null ? 0.4 : 0.04);
  return {
    orderId,
    reportedAt: japanDay(japanDate(draft.at).replaceAll('/', '-')) + delay * dayMs,
    reason: fraud ? codes.fraud : rng.pick(codes.consumer),
    brand,
    amount: draft.amount,
    family: fraud ? 'fraud' : 'consumer',
    status: reversed ? rng.pick(['取下げ', '勝訴']) : rng.chance(0.15) ? '受付' : '確定',
  };
}
