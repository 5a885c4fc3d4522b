import { z } from 'zod';
import type { ColumnClause } from './column-clause.ts';
import { identityKinds, switchableSteps, type IdentityKind, type IdentityStepName } from './identity.ts';

/** Every step that can be left out of the keys of some kind. */
const switchable = [...new Set(identityKinds.flatMap((kind) => switchableSteps[kind]))];

export const withoutSchema = z.array(z.enum(switchable)).max(switchable.length);

/** What is asked of a key column with steps left out; whether they are steps of its kind is checked when it is answered. */
export const withoutQuestion = z.strictObject({
  /** A key column of the project. */
  column: z.string(),
  without: withoutSchema.min(1),
  /** So many earlier orders with the same key are a velocity hit. */
  hits: z.int().min(1).max(1000),
  /** Minor units of the project's currency. */
  limit: z.int().min(0).max(1e12),
});
export type WithoutQuestion = z.infer<typeof withoutQuestion>;

/** Earlier orders are counted in [t − window, t); `all` has no beginning. */
export const velocityWindows = ['day', 'week', 'all'] as const;
export type VelocityWindow = (typeof velocityWindows)[number];

/** Hours of a window; null has no beginning. */
export const windowHours: Readonly<Record<VelocityWindow, number | null>> = { day: 24, week: 7 * 24, all: null };

/** Amounts of a key are added up over so many days for a limit. */
export const limitDays = 30;

/** What a person knows of pay-later limits: 55,000 yen per person at most providers. */
export const usualLimit = 55_000;
export const usualHits = 3;

/** Some orders, and the condition that finds them: null where there are none, or more than a condition may name. */
export interface OrdersBehind {
  readonly orders: number;
  readonly clause: ColumnClause | null;
}

/** Orders that are hit with all steps, and without those left out. */
export interface VelocityChange {
  readonly window: VelocityWindow;
  readonly now: number;
  readonly then: number;
  readonly lost: OrdersBehind;
  readonly gained: OrdersBehind;
}

/** A key that falls apart. */
export interface KeyApart {
  readonly key: string;
  readonly orders: number;
  /** Keys it becomes. */
  readonly keys: number;
  /** Its values as written, the most frequent first; `more` are not told. */
  readonly values: readonly { readonly written: string; readonly then: string; readonly orders: number }[];
  readonly more: number;
}

/** What leaving steps out does to a project's keys of one column: figures of orders with a key that may be trusted. */
export interface WithoutReport {
  readonly column: string;
  readonly kind: IdentityKind;
  readonly without: readonly IdentityStepName[];
  readonly orders: number;
  /** Orders of the project, with and without a key. */
  readonly allOrders: number;
  /** Epoch ms of the first and the last order with a key; null when there is none. */
  readonly from: number | null;
  readonly to: number | null;
  readonly values: number;
  readonly keysNow: number;
  readonly keysThen: number;
  /** Keys now that are several then, and their orders. */
  readonly apart: {
    readonly keys: number;
    readonly orders: number;
    /** The ones with most orders. */
    readonly examples: readonly KeyApart[];
  };
  /** Keys then that are several now: a step left out also told places apart. */
  readonly joined: number;
  readonly hits: number;
  readonly velocity: readonly VelocityChange[];
  /**
   * Keys with an order that, with the earlier ones of the key in [t − 30 days, t), comes to more than `amount`, and such
   * orders; orders in the project's currency only.
   */
  readonly limit: {
    readonly amount: number;
    readonly currency: string;
    readonly keysNow: number;
    readonly keysThen: number;
    readonly now: number;
    readonly then: number;
    readonly lost: OrdersBehind;
    readonly gained: OrdersBehind;
  };
}
