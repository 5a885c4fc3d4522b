/** What the outcomes of a project say, as known at its as-of day. Money minor units of its currency. */

/** What speaks against itself in the outcomes of an order. Texts are in the catalogues. */
export const conflictCodes = [
  'bad-and-good',
  'reversal-alone',
  'reversed-more',
  'charged-more',
  'families-differ',
  'reviews-differ',
  'liability-differs',
] as const;
export type ConflictCode = (typeof conflictCodes)[number];

/** Orders that outcomes speak of: by kind, by file, in conflict, or by what became of a chargeback. */
export const toldOrders = [
  'kind',
  'repeats',
  'file',
  'conflict',
  'charged',
  'reversed',
  'remaining',
  'shifted',
  'realised',
  'unexplained',
] as const;
export type ToldOrders = (typeof toldOrders)[number];

/** An order whose outcomes do not agree, with all of them, oldest first. Times epoch ms. */
export interface OutcomeConflict {
  readonly code: ConflictCode;
  readonly orderId: string;
  /** The order's number in the project. */
  readonly seq: number;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly facts: readonly {
    readonly kind: string;
    readonly reportedAt: number | null;
    readonly amount: number | null;
    readonly family: string | null;
    /** The file that tells it, and the line. */
    readonly fileName: string;
    readonly line: number;
  }[];
}

/**
 * Orders charged back: `charged` = `reversed` + `remaining`; `shifted` of the remaining is borne by the issuer and
 * `realised` (被害額) by the shop. What several lists tell counts once; a chargeback without an amount is of its whole order.
 */
export interface ChargebackTotals {
  readonly orders: number;
  readonly charged: number;
  readonly reversed: number;
  /** Orders of which something stays charged back. */
  readonly remainingOrders: number;
  readonly remaining: number;
  readonly shiftedOrders: number;
  readonly shifted: number;
  readonly realised: number;
  /**
   * Of the remaining ones those without a reason of a known family: nobody knows whether they are fraud, and targets of fraud
   * count them as such.
   */
  readonly unexplainedOrders: number;
}

export interface OutcomeOverview {
  /** Rows of every kind, the orders they are of (rows without an order aside), and the sum of the amounts they tell. */
  readonly kinds: readonly {
    readonly kind: string;
    readonly rows: number;
    readonly orders: number;
    /** Rows without an order of their own. */
    readonly open: number;
    /** Null where no row tells one. */
    readonly amount: number | null;
    /** Rows that another list tells already. */
    readonly repeats: number;
  }[];
  readonly chargebacks: ChargebackTotals;
  /** How many orders each conflict has, those with one first. */
  readonly conflictCounts: readonly { readonly code: ConflictCode; readonly orders: number }[];
  /** The first of them, by code and order. */
  readonly conflicts: readonly OutcomeConflict[];
}
