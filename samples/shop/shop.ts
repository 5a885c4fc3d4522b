import type { Place } from './address.ts';
import type { Habits, Person } from './person.ts';
import type { Brand } from './tables/cards.ts';

/** Planted fraud patterns. */
export const fraudPatterns = [
  'stolen-card-burst',
  'stolen-card-single',
  'card-testing',
  'forwarding-ring',
  'account-takeover',
  'first-offer-resale',
  'pay-later-ring',
  'affiliate-abuse',
] as const;

/** Planted harmless patterns that look like fraud. */
export const lookAlikes = [
  'family',
  'office',
  'dormitory',
  'gift-season',
  'bulk-buyer',
  'rename',
  'traveller',
  'overseas-resident',
  'disposable-mail-user',
  'night-worker',
] as const;

export type FraudPattern = (typeof fraudPatterns)[number];
export type LookAlike = (typeof lookAlikes)[number];
export type Pattern = FraudPattern | LookAlike;

/** A name, contact and address as one order form spells them; `null` is a blank field. */
export interface Party {
  readonly name: string;
  readonly kana: string | null;
  readonly phone: string | null;
  readonly zipcode: string;
  readonly prefecture: string;
  readonly city: string;
  readonly address: string;
}

/** Payment as the gateway reports it; card fields are null for other methods. */
export interface Payment {
  /** 01 pay later, 02 card, 03 cash on delivery. */
  readonly method: '01' | '02' | '03';
  readonly bin: string | null;
  readonly token: string | null;
  readonly brand: Brand | null;
  readonly authResult: 'OK' | 'NG' | null;
  readonly declineCode: string | null;
  /** EMV 3-D Secure transStatus. */
  readonly threeDsStatus: 'Y' | 'A' | 'U' | 'N' | null;
  readonly threeDsFlow: 'frictionless' | 'challenge' | 'none' | null;
  readonly eci: string | null;
}

/** Somebody and where they live; one phone and one mail address are one person, whatever the surname. */
export interface Who {
  readonly person: Person;
  readonly place: Place;
  readonly habits: Habits;
}

/** What is known when the order is placed. `at` is an instant in milliseconds since the epoch. */
export interface Draft {
  readonly at: number;
  readonly amount: number;
  readonly items: string;
  readonly quantity: number;
  readonly kind: string;
  readonly mediaCode: string;
  readonly memberId: string | null;
  readonly memberSince: number | null;
  readonly coupon: string | null;
  readonly email: string;
  readonly buyer: Party;
  readonly delivery: Party;
  readonly payment: Payment;
  readonly ip: string;
  readonly cookieId: string | null;
  readonly deviceId: string | null;
  readonly userAgent: string | null;
  readonly pattern: Pattern | null;
  /** Groups orders of one planted group, e.g. one burst; null for ordinary orders. */
  readonly group: string | null;
  /** Whoever the order form is about, however it is written; no column tells. */
  readonly who: Who;
}

/** An order of the export: the draft, its number and what happened afterwards. */
export interface ShopOrder extends Draft {
  readonly id: string;
  readonly settleStatus: string;
  readonly shippedAt: number | null;
  /** What the screening of the time said; null where it was not run (later deliveries of a subscription). */
  readonly recordedResult: 'OK' | 'REVIEW' | 'HOLD' | 'NG' | null;
}

/** One line of the payment company's chargeback list; `reportedAt` is a day (midnight in Japan). */
export interface Chargeback {
  readonly orderId: string;
  readonly reportedAt: number;
  readonly reason: string;
  readonly brand: Brand;
  readonly amount: number;
  readonly family: 'fraud' | 'consumer';
  readonly status: '受付' | '確定' | '取下げ' | '勝訴';
}

/** Why a planted line cannot become an order. */
export type RejectReason = 'time' | 'amount' | 'duplicate-id' | 'missing-id';

/** A planted unreadable line: the cells that differ from the accepted order it is a copy of. */
export interface RejectedLine {
  readonly reason: RejectReason;
  /** The line stands right after this order in the file. */
  readonly afterId: string;
  readonly copyOf: string;
  readonly orderNumber: string;
  readonly orderedAt?: string;
  readonly amount?: string;
}

/** What is planted in an order; ordinary orders have no entry. */
export interface TruthEntry {
  readonly pattern: Pattern;
  readonly group: string;
  readonly fraud: boolean;
}

/** A whole generated shop. Orders are in order of time; chargebacks in order of report. */
export interface Shop {
  readonly seed: number;
  /** End of the export (exclusive) in milliseconds: nothing later is known. */
  readonly asOf: number;
  readonly orders: readonly ShopOrder[];
  readonly chargebacks: readonly Chargeback[];
  readonly rejected: readonly RejectedLine[];
  readonly truth: Readonly<Record<string, TruthEntry>>;
}

const frauds: ReadonlySet<string> = new Set(fraudPatterns);

/** Whether the pattern is fraud or abuse, as opposed to a harmless look-alike. */
export function isFraud(pattern: Pattern): pattern is FraudPattern {
  return frauds.has(pattern);
}
