import type { Feature } from '../model/features.ts';
import type { z } from 'zod';
import type { FinderId, FinderLack, FinderParams, PatternDraft, PatternFact } from '../model/patterns.ts';
import type { Sql } from '../store/sql.ts';
import type { Ground } from './ground.ts';

/** What a finder found before it is told: the orders of every group, and the rule that asks for such orders. */
export interface Members {
  /**
   * A row per order of a group: `seq`; `s0`, `s1` … what the group shares, in the order of the finder's `shared`; `part`,
   * which tells groups of the same values apart; and a column for each of the finder's `own` facts.
   */
  readonly query: Sql;
  /** The columns of what is shared where the data say which they are; else those of the finder. */
  readonly shared?: readonly string[];
  readonly draft: (shared: readonly string[], amount: { readonly most: number }) => PatternDraft;
}

/** What a finder is, with its limits by name. */
interface Definition<P extends FinderParams> extends Omit<Finder, 'read' | 'find'> {
  readonly limits: z.ZodType<P>;
  /** Null where there is nothing to look at, as no order of the kind. */
  readonly find: (ground: Ground, params: P) => Promise<Members | null>;
}

/** One way to find a pattern (手口). It looks at all orders at once, which no rule may: its draft rule is to be backtested. */
export interface Finder {
  readonly id: FinderId;
  /** Columns without which it cannot look. */
  readonly needs: readonly string[];
  /** Columns it reads where they are there. */
  readonly reads: readonly string[];
  /** Columns whose values the orders of a finding share. */
  readonly shared: readonly string[];
  /** Different values that are counted in a finding. */
  readonly counts: readonly CountedFact[];
  /** Facts that its query tells of a group: the most of its orders. */
  readonly own: readonly PatternFact[];
  /** Something that is no column of orders, without which it cannot look. */
  readonly wants?: FinderLack;
  /** Its limits: those that were chosen, and for the others what they usually are. */
  readonly read: (chosen: unknown) => FinderParams;
  /** By limits that were read. Null where there is nothing to look at, as no order of the kind. */
  readonly find: (ground: Ground, params: FinderParams) => Promise<Members | null>;
}

export const defineFinder = <P extends FinderParams>({ limits, find, ...own }: Definition<P>): Finder => ({
  ...own,
  read: (chosen) => limits.parse(chosen),
  find: (ground, params) => find(ground, limits.parse(params)),
});

/** A pattern of any of these words, small letters, whatever signs they have. */
export const anyOf = (words: readonly string[]): string =>
  words.map((word) => word.toLowerCase().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');

/** Facts that are counts of different values of a column. */
export const countedColumns = {
  names: 'buyer_name_key',
  cards: 'card_token',
  devices: 'device_key',
  homes: 'buyer_address_key',
  addresses: 'delivery_address_key',
  rooms: 'delivery_address_room',
  mails: 'email_key',
  phones: 'phone_key',
  ips: 'ip_address',
} as const satisfies Partial<Record<PatternFact, string>>;
export type CountedFact = keyof typeof countedColumns;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** A feature of a draft rule: different values of a field among earlier orders with the same keys. */
export const distinct = (id: string, of: string, by: string[], window: string, where?: string): Feature => ({
  ...{ id, agg: 'count_distinct' as const, of, by, window },
  ...(where === undefined ? {} : { where }),
});
