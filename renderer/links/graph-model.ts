import type { GraphEdge, GraphKey, GraphOrder, OrderGraph } from '../../analysis/model/order-graph.ts';

/** What of a graph is on screen. */
export interface Shown {
  readonly orders: readonly GraphOrder[];
  readonly keys: readonly GraphKey[];
  readonly edges: readonly GraphEdge[];
}

export interface ShownAsked {
  /** Epoch ms: nothing later is shown; null shows all. */
  readonly until: number | null;
  readonly hideHubs: boolean;
}

/** Orders up to a time, the keys that they have and the edges between them; orders that only a hidden hub brought are hidden too. */
export function shownOf(graph: OrderGraph, { until, hideHubs }: ShownAsked): Shown {
  const hidden = new Set(graph.keys.filter(({ hub }) => hideHubs && hub).map(({ id }) => id));
  const open = graph.edges.filter(({ key }) => !hidden.has(key));
  const tied = new Set(open.map(({ order }) => order));
  const orders = graph.orders.filter(
    ({ seq, time, expanded }) => (until === null || time <= until) && (expanded || tied.has(seq)),
  );
  const seqs = new Set(orders.map(({ seq }) => seq));
  const edges = open.filter(({ order }) => seqs.has(order));
  const had = new Set(edges.map(({ key }) => key));
  return { orders, keys: graph.keys.filter(({ id }) => had.has(id)), edges };
}

/** How many keys each order has and how many orders each key, among what is shown. */
export function degrees({ edges }: Shown): {
  readonly ofOrder: Map<number, number>;
  readonly ofKey: Map<string, number>;
} {
  const ofOrder = new Map<number, number>();
  const ofKey = new Map<string, number>();
  for (const { order, key } of edges) {
    ofOrder.set(order, (ofOrder.get(order) ?? 0) + 1);
    ofKey.set(key, (ofKey.get(key) ?? 0) + 1);
  }
  return { ofOrder, ofKey };
}

/** The times of its orders, each once, the earliest first: the steps of a walk in time. */
export const timesOf = ({ orders }: Shown): readonly number[] =>
  [...new Set(orders.map(({ time }) => time))].sort((a, b) => a - b);

/** An order or a key as one name, in the picture and where it is selected. */
export const orderNode = (seq: number): string => `order ${seq}`;
export const keyNode = (id: string): string => `key ${id}`;
