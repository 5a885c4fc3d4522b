import { z } from 'zod';
import { linkColumn } from './identity.ts';
import type { ScreeningResult } from './ruleset.ts';
import type { OutcomeState } from './target.ts';

/** What orders may share in the link graph. Unlike what links entities, an address alone and an IP address are among them. */
export const graphKinds = ['member', 'card', 'email', 'phone', 'address', 'device', 'cookie', 'ip'] as const;
export type GraphKind = (typeof graphKinds)[number];

/** The columns whose values are of a kind, of those that orders have: one value in any of them is the same key. */
export function graphColumns(kind: GraphKind, stored: ReadonlySet<string>): readonly string[] {
  const having = (...names: readonly string[]): readonly string[] => names.filter((name) => stored.has(name));
  switch (kind) {
    case 'phone':
      return having('phone_key', 'delivery_phone_key');
    case 'address':
      return having('buyer_address_key', 'delivery_address_key');
    case 'ip':
      return having('ip_key', 'ip_address').slice(0, 1);
    default: {
      const column = linkColumn(kind, stored);
      return column === null ? [] : [column];
    }
  }
}

/** Nodes of one answer at most, and orders that one key brings. */
export const mostNodes = 500;
export const mostPerKey = 200;

const seq = z.int().nonnegative();
/** A key by an order that has it, and in which column: its value is personal and never asked for. */
const keyRef = z.strictObject({ column: z.string().max(100), seq });
export type KeyRef = z.infer<typeof keyRef>;
export const refText = ({ column, seq: order }: KeyRef): string => `${column}:${order}`;

export const graphQuestionSchema = z.strictObject({
  /** The order it begins with; with `entity` all orders of its entity. */
  seq,
  entity: z.boolean(),
  kinds: z.array(z.enum(graphKinds)).max(graphKinds.length),
  /** Orders whose keys are shown too, in the order in which they were expanded, and hubs whose orders are. */
  orders: z.array(seq).max(mostNodes),
  keys: z.array(keyRef).max(mostNodes),
  nodes: z.int().min(2).max(mostNodes),
  perKey: z.int().min(1).max(mostPerKey),
});
export type GraphQuestion = z.infer<typeof graphQuestionSchema>;

/** Money in minor units of `currency`, time in epoch ms. */
export interface GraphOrder {
  readonly seq: number;
  readonly orderId: string;
  /** The same as it leaves the machine with personal data hidden. */
  readonly mask: string;
  readonly time: number;
  readonly amount: number | null;
  readonly currency: string | null;
  /** What the screening of that time said; null where nothing was recorded. */
  readonly result: ScreeningResult | null;
  /** How it ended, as the project judges: in hindsight. */
  readonly state: OutcomeState;
  /** Whether its own keys are in the graph. */
  readonly expanded: boolean;
}

export interface GraphKey extends KeyRef {
  readonly id: string;
  readonly kind: GraphKind;
  readonly value: string;
  readonly mask: string;
  /** Orders of the whole history that have it, and the persons who placed them. */
  readonly orders: number;
  readonly persons: number;
  /** So many persons share it that it tells none apart: it brings no orders unless it is asked for. */
  readonly hub: boolean;
  /** Whether it brought its orders, those nearest in time first. */
  readonly opened: boolean;
}

/** An order has the value of a key in these columns. */
export interface GraphEdge {
  readonly order: number;
  readonly key: string;
  readonly columns: readonly string[];
}

/** Orders and what they share; the orders begun with come first. */
export interface OrderGraph {
  readonly orders: readonly GraphOrder[];
  readonly keys: readonly GraphKey[];
  readonly edges: readonly GraphEdge[];
  /** What stands outside: orders that have a key of the graph, shared keys of expanded orders, and orders to be expanded that found no room. */
  readonly outside: { readonly orders: number; readonly keys: number; readonly expanded: number };
  /** Whether no more orders can be expanded. */
  readonly full: boolean;
  /** More persons than this make a key a hub. */
  readonly hubPersons: number;
}
