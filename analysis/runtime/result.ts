import type { Cause } from './causes.ts';
import type { Similar } from './similars.ts';
import type { RuntimeScores, Screened } from './package.ts';

/** A rule that fired, as production names it. */
export interface FiredRule extends RuntimeScores {
  readonly code: string;
  readonly description: string;
  readonly touchpoint: string | null;
  readonly fired: true;
  /** An exception keeps it from counting. */
  readonly snoozed?: true;
}

/** What a screening says of an order, in the words of O-PLUX. */
export interface RuntimeResult {
  readonly event_id: string;
  readonly model_id: string;
  readonly aaresult: { readonly result: Screened };
  /** Sums over the rules that count. */
  readonly score: RuntimeScores;
  readonly rules: readonly FiredRule[];
  /** The group that decided, such as `優先度3_OK_ルール単発`; null where none did. */
  readonly rule_group: string | null;
  /** Earlier orders of the same keys, the latest first; empty where features count by none, or none were asked for. */
  readonly similars: readonly Similar[];
  /** What decided: `rule:CODE`, the group's name, `scores:ok+ng`, `allow:1`, `default`. */
  readonly by: string;
  /** Rules that were neither true nor false, with what kept them from it. */
  readonly unevaluable: readonly { readonly code: string; readonly causes: readonly Cause[] }[];
  /** Values of features; null where there is none, instants in UTC. */
  readonly features: Readonly<Record<string, number | string | null>>;
}
