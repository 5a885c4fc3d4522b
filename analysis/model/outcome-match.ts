import { z } from 'zod';

/**
 * The keys an outcome is joined to its order by, in the order they are asked: the first that finds exactly one order
 * decides; one that finds several leaves candidates, which later keys may narrow. `order-id-written` is the order id written
 * otherwise: in wide or small letters, or without the zeros a spreadsheet takes from the head of a number.
 */
export const matchKeys = ['order-id', 'transaction-id', 'order-id-written', 'approval', 'amount'] as const;
export type MatchKey = (typeof matchKeys)[number];

/** What joined an outcome to its order: a key, or a person who picked it. */
export const matchedByKinds = [...matchKeys, 'hand'] as const;
export type MatchedBy = (typeof matchedByKinds)[number];

/**
 * Days in the project's zone an order may lie before and after the purchase date a list gives: sales are often dated by
 * the day they were shipped and posted, a clock abroad may be a day behind.
 */
export const purchaseWindow = { before: 7, after: 1 } as const;

/** Below this share of outcomes with their order, by count or by amount, recall is not to be trusted. */
export const enoughMatched = 0.95;

/** How many outcomes are joined to an order, of how many; amounts in minor units of the project's currency. */
export interface MatchedShare {
  readonly matched: number;
  readonly rows: number;
  readonly amountMatched: number;
  readonly amount: number;
}

/** What of a candidate order agrees with the outcome. */
export const agreements = ['order-id', 'transaction-id', 'approval', 'date', 'amount', 'card'] as const;
export type Agreement = (typeof agreements)[number];

/** An order an outcome may belong to. Times epoch ms, amounts minor units; persons are masked. */
export interface OutcomeCandidate {
  readonly orderId: string;
  readonly orderedAt: number;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly transactionId: string | null;
  readonly approvalNumber: string | null;
  /** `411111******1111`, as far as it is known. */
  readonly card: string | null;
  readonly buyer: string | null;
  readonly agrees: readonly Agreement[];
}

/** An outcome without an order of its own, or with one a person picked. */
export interface OpenOutcome {
  /** Line in its file. */
  readonly line: number;
  readonly state: 'several' | 'unmatched' | 'hand';
  readonly kind: string;
  readonly reportedAt: number | null;
  readonly purchasedAt: number | null;
  readonly amount: number | null;
  readonly currency: string;
  readonly reason: string | null;
  readonly orderId: string | null;
  readonly transactionId: string | null;
  readonly approvalNumber: string | null;
  readonly card: string | null;
  /** Where a person decided: when (epoch ms), and for which order; null for none of them. */
  readonly decided: { readonly at: number; readonly orderId: string | null } | null;
  /** The likeliest of the `found` orders it may belong to. */
  readonly candidates: readonly OutcomeCandidate[];
  readonly found: number;
}

/** A page of a file's outcomes to look at, those with several candidates first. */
export interface OpenOutcomes {
  readonly total: number;
  readonly rows: readonly OpenOutcome[];
}

/** What a person says of an outcome: this order, none of them, or undecided again. */
export const outcomeChoiceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('order'), orderId: z.string().min(1).max(500) }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('undo') }),
]);
export type OutcomeChoice = z.infer<typeof outcomeChoiceSchema>;
