import { useState } from 'react';
import {
  graphKinds,
  refText,
  type GraphKind,
  type GraphQuestion,
  type KeyRef,
} from '../../analysis/model/order-graph.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { OrderGraph } from '../../analysis/model/order-graph.ts';
import { useLatest, type Latest } from '../state/request.ts';
import type { LinksStart } from './open-links.ts';

/** Of all that a key has, so many orders are brought at once: a ring stays whole, and a hub does not cover it. */
const perKey = 50;
const nodes = 500;

/** Kinds that tell of persons; many strangers have one IP address. */
const usualKinds = graphKinds.filter((kind) => kind !== 'ip');

interface Grown {
  readonly kinds: readonly GraphKind[];
  readonly orders: readonly number[];
  readonly keys: readonly KeyRef[];
  readonly attempt: number;
  readonly stopped: boolean;
}

export interface GrowingGraph {
  readonly answer: Latest<OrderGraph>;
  readonly kinds: readonly GraphKind[];
  readonly setKinds: (kinds: readonly GraphKind[]) => void;
  readonly expandOrders: (seqs: readonly number[]) => void;
  readonly expandKey: (key: KeyRef) => void;
  readonly reset: () => void;
  readonly grown: boolean;
  /** Ends the question under way; `again` asks it once more. */
  readonly stop: () => void;
  readonly stopped: boolean;
  readonly again: () => void;
}

/** A link graph that grows as its nodes are expanded. */
export function useGraph(start: LinksStart, info: ProjectInfo): GrowingGraph {
  const [grown, setGrown] = useState<Grown>({ kinds: usualKinds, orders: [], keys: [], attempt: 0, stopped: false });
  const { kinds, orders, keys, attempt, stopped } = grown;
  const question: GraphQuestion = { ...start, kinds: [...kinds], orders: [...orders], keys: [...keys], nodes, perKey };
  const answer = useLatest(
    'identity.graph',
    stopped ? null : question,
    `${info.dataVersion} ${attempt} ${stopped} ${JSON.stringify(question)}`,
  );
  const change = (next: Partial<Grown>) => setGrown({ ...grown, stopped: false, ...next });
  return {
    answer,
    kinds,
    setKinds: (next) => change({ kinds: next }),
    expandOrders: (seqs) => change({ orders: [...new Set([...orders, ...seqs])].slice(0, nodes) }),
    expandKey: ({ column, seq }) => {
      const key = { column, seq };
      if (!keys.some((one) => refText(one) === refText(key))) change({ keys: [...keys, key].slice(0, nodes) });
    },
    reset: () => change({ orders: [], keys: [] }),
    grown: orders.length > 0 || keys.length > 0,
    stop: () => setGrown({ ...grown, stopped: true }),
    stopped,
    again: () => change({ attempt: attempt + 1 }),
  };
}
