/** When what of an order is to be paid, and what follows where it is not. Dates are those of the shop. */
export interface Schedule {
  /** When the invoice, or the statement, is issued. */
  readonly invoicedOn: string;
  readonly dues: readonly Due[];
  readonly steps: readonly Step[];
}

export interface Due {
  readonly dueOn: string;
  /** Minor units; those of all dues add up to the order. */
  readonly amount: number;
}

/** Of the first due: what happens so many days past it as long as nothing is paid. */
export interface Step {
  readonly on: string;
  readonly dpd: number;
  readonly what: 'reminder' | 'stop-credit' | 'assign' | 'legal' | 'write-off';
  /** Place among the reminders. */
  readonly reminder?: number;
  /** What the buyer is charged for it, within the cap on fees; minor units. */
  readonly fee: number;
  /** What it costs; minor units. */
  readonly cost: number;
}
