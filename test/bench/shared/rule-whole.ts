import { median, notMeasured, verdictOf } from './measure.ts';
import { inProcess, middle, wholeAnswer, type Once } from './once.ts';
import { PeerFailed, wholePeer, type Peer } from './python-peers.ts';
import { inventedParts } from './rule-orders.ts';

export interface WholeGround {
  readonly entry: string;
  readonly path: string;
  readonly cacheDir: string;
  readonly budget: string | undefined;
  readonly python: string;
  readonly peers: readonly Peer[];
  readonly rows: string;
  readonly orders: number;
  readonly rounds: number;
  readonly ruleCount: number;
  /** Whether DuckDB, rule by rule, is asked too. */
  readonly duckdb: boolean;
}

/** At most so much of the time and of the memory of a peer, asked of so many orders and rules. */
const goals: Partial<Record<Peer, { readonly time: number; readonly peak?: number }>> = {
  iguanas: { time: 1 / 8, peak: 1 / 4 },
  polars: { time: 1 / 6 },
};
const [goalOrders, goalRules] = [10_000_000, 500];
/** So many orders by so many rules take at most so many KiB. */
const large = { orders: 50_000_000, rules: 100, peak: 4 * 1024 * 1024 };

/**
 * Everybody from the start of a process to its end, by turns: we from our files, DuckDB from the project, others from Parquet.
 * All must say the same. A peer that fails is told and not asked again.
 */
export async function measureWhole(ground: WholeGround): Promise<void> {
  const { entry, path, cacheDir, budget, python, rows, orders, rounds, ruleCount } = ground;
  const own = { path, cacheDir, rules: ruleCount, budget };
  const size = `whole process, ${orders.toLocaleString('en')} orders × ${ruleCount} rules`;
  const rules = inventedParts(ruleCount);
  const times = new Map<string, Once[]>();
  const failed = new Set<Peer>();
  const add = (name: string, once: Once): void => void times.set(name, [...(times.get(name) ?? []), once]);
  for (let round = 0; round < rounds; round += 1) {
    add('matrix', await inProcess(entry, { role: 'whole', ...own }));
    if (ground.duckdb) add('DuckDB, one query per rule', await inProcess(entry, { role: 'duckdb', ...own }));
    for (const peer of ground.peers) {
      if (failed.has(peer)) continue;
      try {
        const { answer, ...found } = await wholePeer(python, { peer, rows, rules, ask: 'amounts' });
        add(peer, { ...found, answer: wholeAnswer(answer.map(([bad, amount, good]) => [bad, amount, good])) });
      } catch (error) {
        if (!(error instanceof PeerFailed)) throw error;
        failed.add(peer);
        times.delete(peer);
        notMeasured(`${size}, ${peer}`, error.message);
      }
    }
  }
  console.log(`${size}, ${rounds} rounds by turns:`);
  for (const [name, of] of times) console.log(`  ${name}: ${middle(of)}; answer ${of[0]?.answer ?? ''}`);
  const answers = new Set([...times.values()].flat().map(({ answer }) => answer));
  if (answers.size !== 1) throw new Error(`they answer differently: ${[...answers].join(', ')}`);
  const ours = times.get('matrix') ?? [];
  for (const peer of ground.peers) judge(ground, peer, ours, times.get(peer));
  if (orders >= large.orders && ruleCount >= large.rules) {
    const peak = peakOf(ours);
    console.log(
      `  peak memory of at most ${large.peak / 1024} MiB ${peak === null ? 'not measured' : kept(peak <= large.peak)}`,
    );
  }
}

function judge({ orders, ruleCount }: WholeGround, peer: Peer, ours: readonly Once[], theirs?: readonly Once[]): void {
  const goal = goals[peer];
  if (theirs === undefined || goal === undefined) return;
  const judged = orders >= goalOrders && ruleCount >= goalRules;
  const verdict = (ratio: number | null, limit: number | undefined): string => {
    if (ratio === null) return 'not measured';
    const told = `${ratio.toFixed(3)}x`;
    return limit === undefined || !judged ? told : `${told} of at most ${limit.toFixed(3)}x ${kept(ratio <= limit)}`;
  };
  const [mine, other] = [peakOf(ours), peakOf(theirs)];
  const time = median(ours.map(({ ms }) => ms)) / median(theirs.map(({ ms }) => ms));
  const memory = mine === null || other === null ? null : mine / other;
  console.log(`  against ${peer}: time ${verdict(time, goal.time)}, peak memory ${verdict(memory, goal.peak)}`);
}

/** A missed goal makes the process end with 1. */
function kept(is: boolean): string {
  if (!is) process.exitCode = 1;
  return verdictOf(is);
}

const peakOf = (of: readonly Once[]): number | null =>
  of.some(({ peak }) => peak === null) ? null : Math.max(...of.map(({ peak }) => peak ?? 0));
