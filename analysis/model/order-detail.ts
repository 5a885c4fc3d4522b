import type { OrderEvent } from './events.ts';
import type { OrderLine } from './order-lines.ts';

/** Everything the project holds of one order. Times epoch ms, amounts minor units of the order's currency. */
export interface OrderDetail {
  readonly order: Readonly<Record<string, string | number | boolean | null>>;
  readonly state: string;
  readonly outcomes: readonly {
    readonly kind: string;
    readonly reportedAt: number | null;
    readonly amount: number | null;
    readonly reason: string | null;
    readonly family: string | null;
    readonly source: string;
    /** Of an overdue bill. */
    readonly daysPastDue: number | null;
    /** When a bill is due; epoch ms. */
    readonly dueAt: number | null;
    /** Beyond the kind, as the file writes it. */
    readonly detail: string | null;
    /** Another list tells the same. */
    readonly repeats: boolean;
    /** Who bears a chargeback by 3-D Secure; null where nobody can tell. */
    readonly liability: 'issuer' | 'shop' | null;
  }[];
  /** In their order; empty where none are known. */
  readonly lines: readonly OrderLine[];
  /** Oldest first. */
  readonly events: readonly OrderEvent[];
}
