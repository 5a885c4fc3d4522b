/**
 * Orders of one day that are alike in what has been reported of them: the aggregate every estimate of maturity is made
 * from. Only orders of the target's population placed by the as-of day, neither blocked nor excluded.
 */
export interface ReportCount {
  /** Day of the order in the project's zone, as days since 1970-01-01. */
  readonly day: number;
  /** Whether a report known at the as-of day makes them bad. */
  readonly bad: boolean;
  /** Calendar days from the order to the first such report; null where none is known, or none has a date. */
  readonly delay: number | null;
  /** Way to pay, of bad orders only. */
  readonly payment: string | null;
  /** Reason family of a chargeback, else the kind of the report; of bad orders with a date only. */
  readonly family: string | null;
  readonly orders: number;
  /** In minor units of the project's currency. */
  readonly amount: number;
}

/** Bad orders of one day reported after the same delay, seen at an age (calendar days from order to as-of day). */
export interface Observation {
  readonly delay: number;
  /** Reports later than this could not be seen: delay <= age always. */
  readonly age: number;
  readonly orders: number;
}

/** The dated reports among the counts. A report dated before its order counts as reported on the day of the order. */
export function observations(counts: readonly ReportCount[], asOfDay: number): readonly Observation[] {
  return counts.flatMap(({ day, delay, orders }) =>
    delay === null ? [] : [{ delay: Math.max(0, delay), age: asOfDay - day, orders }],
  );
}

export const reportsIn = (observed: readonly Observation[]): number =>
  observed.reduce((total, { orders }) => total + orders, 0);
