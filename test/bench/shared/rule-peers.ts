import type { Overlap } from '../../../analysis/kernels/matrix/shapes.ts';
import { compare, hashOf, notMeasured, report, type Contender } from './measure.ts';
import { PeerFailed, PeerProcess, pythonOf, type Peer, type PeerAsk } from './python-peers.ts';

/** At most so much of the time of a peer, asked of so many orders and rules. */
const goals: Readonly<Record<PeerAsk['ask'], Partial<Record<Peer, number>> & { readonly orders: number }>> = {
  hits: { iguanas: 1 / 15, polars: 1 / 8, orders: 10_000_000 },
  amounts: { iguanas: 1 / 12, orders: 10_000_000 },
  overlap: { iguanas: 1 / 100, orders: 1_000_000 },
};
const goalRules = 500;

export interface PeerGround extends PeerAsk {
  readonly python: string;
  readonly orders: number;
  readonly size: string;
  readonly rounds: number;
}

const told = {
  hits: 'hits, bad and good',
  amounts: 'with amounts, the matrix with weeks, unique, in order and decisions besides',
  overlap: 'overlap',
} as const;

/** The matrix and a peer by turns on the same rows; their answers must be the same. A peer that fails is not measured. */
export async function comparePeers(
  { python, orders, size, rounds, ...ask }: PeerGround,
  matrix: Contender,
): Promise<void> {
  const name = `${told[ask.ask]}, ${size}, ${ask.peer}`;
  try {
    const { peer, version } = await PeerProcess.start(pythonOf(python), 'rules.py', ask);
    try {
      const theirs = {
        name: `${ask.peer} ${version}`,
        run: async () => {
          const { ms, answer } = await peer.run();
          return { ms, answer: hashOf(answer) };
        },
      };
      const found = await compare(matrix, theirs, rounds);
      const goal = goals[ask.ask];
      const judged = orders >= goal.orders && ask.rules.length >= goalRules;
      report(`${name} ${version}`, found, judged ? (goal[ask.peer] ?? null) : null);
    } finally {
      peer.end();
    }
  } catch (error) {
    if (!(error instanceof PeerFailed)) throw error;
    notMeasured(name, error.message);
  }
}

/** A correlation above this makes the later one of two rules leave. */
const mostAlike = 0.95;

/**
 * Places of the rules that a filter of correlated rules keeps, by Pearson's correlation of what they hit, as it follows from how
 * many rows each hits and every two share; the first of two is the more important one.
 */
export function keptOf({ pairs }: Overlap, rules: number, rows: number): number[] {
  const shared = (a: number, b: number): number => pairs[a * rules + b] ?? 0;
  const spread = (a: number): number => shared(a, a) * (rows - shared(a, a));
  const gone = new Set<number>();
  for (let a = 0; a < rules; a += 1) {
    if (gone.has(a)) continue;
    for (let b = a + 1; b < rules; b += 1) {
      const alike = (rows * shared(a, b) - shared(a, a) * shared(b, b)) / Math.sqrt(spread(a) * spread(b));
      if (Math.abs(alike) > mostAlike) gone.add(b);
    }
  }
  return Array.from({ length: rules }, (_, place) => place).filter((place) => !gone.has(place));
}
