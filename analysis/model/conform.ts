import type { RuntimeScores } from './emulation.ts';
import type { StandIns } from './stand-ins.ts';
import type { ScreeningResult } from './screening.ts';

/**
 * Why what production recorded of an order is not what the package says, the first that holds. Of a rule that fired in one of the
 * two only: `input`: the event lacks a field that it reads; `list`: it fires as recorded were the order's values on its lists,
 * or not on them; `normalisation`: it does were texts compared folded, or by their keys; `missing`: the package has no such rule;
 * else `logic`. The order's cause is `logic` where any rule's is, then `missing`. Where the rules agree: `score`: the sums differ, or the result does where sums decide; `policy`: the
 * group or the result differs. `untold`: the record does not tell its rules, and the result alone has no cause.
 */
export const conformCauses = [
  'input',
  'list',
  'normalisation',
  'score',
  'policy',
  'missing',
  'logic',
  'untold',
] as const;
export type ConformCause = (typeof conformCauses)[number];

/** What is compared, each only where the record tells it. */
export const conformParts = ['result', 'rules', 'score', 'group'] as const;
export type ConformPart = (typeof conformParts)[number];

/** A screening as one side tells it; null for what it does not tell. */
export interface ToldScreening {
  readonly result: ScreeningResult | null;
  readonly score: RuntimeScores | null;
  /** `none`: no group decided. */
  readonly group: string | null;
}

/** A rule that fired in one of the two only. `detail`: the absent fields, or the lists. */
export interface RuleDifference {
  readonly code: string;
  readonly fired: 'recorded' | 'replayed';
  readonly cause: 'input' | 'list' | 'normalisation' | 'missing' | 'logic';
  readonly detail: readonly string[];
}

/** An order on which the two differ, field by field; personal values replaced, equal ones by equal ones. */
export interface ConformDifference {
  /** The order's place among those replayed, from 1. */
  readonly place: number;
  readonly orderId: string;
  /** Instant, ISO. */
  readonly at: string;
  readonly recorded: ToldScreening;
  readonly replayed: ToldScreening;
  readonly rules: readonly RuleDifference[];
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface CauseCount {
  readonly cause: ConformCause;
  readonly orders: number;
  /** Rules that fired in one of the two only on these orders, by their own cause. */
  readonly rules: readonly { readonly code: string; readonly recorded: number; readonly replayed: number }[];
  /** The first orders of it, by id. */
  readonly orderIds: readonly string[];
  readonly first: ConformDifference | null;
}

/** How far recorded screenings are what a package says. */
export interface ConformReport {
  readonly modelId: string;
  /** Orders replayed, and screenings recorded; `matched`: orders that are both. */
  readonly replayed: number;
  readonly recorded: number;
  readonly matched: number;
  readonly onlyRecorded: number;
  readonly onlyReplayed: number;
  /**
   * Records of an earlier screening than the one of their order that counts; orders left out because two records of one
   * time tell different results; records that hold no result.
   */
  readonly repeated: number;
  readonly contradicting: number;
  readonly unscreened: number;
  /** Events that could not be read. */
  readonly leftOut: number;
  /** What of the package stands for something that this comparison did not have. */
  readonly standIns: StandIns;
  /** Rules that read what none of the orders told (paths), or stand on a field of production that no project has (touchpoints). */
  readonly unreproduced: readonly { readonly code: string; readonly inputs: readonly string[] }[];
  readonly agreeing: number;
  readonly differing: number;
  /** Orders of which the record tells a part, and those on which it differs. */
  readonly parts: Readonly<Record<ConformPart, { readonly told: number; readonly differing: number }>>;
  /** Orders by the result that was recorded and the one replayed, where the record tells a result; those that are none left out. */
  readonly crossed: readonly ResultsCrossed[];
  readonly causes: readonly CauseCount[];
}

export interface ResultsCrossed {
  readonly recorded: ScreeningResult;
  readonly replayed: ScreeningResult;
  readonly orders: number;
}

/** Orders of a cause, or of a change, that are named. */
export const mostNamedOrders = 1000;
