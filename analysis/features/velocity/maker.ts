import { availableParallelism } from 'node:os';
import { canRunVelocity } from '../../kernels/velocity/kernel.ts';
import { bytesOf, openVelocity, type CodedValues, type VelocityRun } from '../../kernels/velocity/run.ts';
import { Refused, type Refusal } from '../../kernels/velocity/shapes.ts';
import type { SlowerWhy } from '../../model/backtest.ts';
import { columnPlace } from '../../store/column-names.ts';
import type { Connection } from '../../store/connection.ts';
import { computeGroup, refuseUnknown, type FeatureGroup, type FeatureMaker } from '../../store/features/compute.ts';
import { areKeysHashed, type FeatureGround } from '../../store/features/facts.ts';
import { id, sql } from '../../store/sql.ts';
import { untilWhole } from '../../store/streamed.ts';
import { eachWide } from '../../store/wide-rows.ts';
import { featureFiles } from './feature-files.ts';
import { isForLoops } from './loops.ts';
import { hashedValues, streamName, streamOf, type FeatureStream } from './stream.ts';
import { writeFeatures } from './write-features.ts';

/** More threads only wait for memory. */
const mostThreads = 8;

export interface MakerOptions {
  /** Orders from which on the loops are worth starting. */
  readonly fromOrders?: number;
  /** Bytes that the threads may hold, where it is not what the project says. */
  readonly memory?: number;
  readonly threads?: number;
  /** Told why groups are left to windows of DuckDB. */
  readonly onRefused?: (why: Refusal) => void;
}

/**
 * Features by the loops of ../../kernels where they do them, into columns of codes, with more orders than some, keys that their
 * hashes tell apart and memory enough; else by windows of DuckDB, into tables. The values are the same.
 */
export function featureMaker({
  fromOrders = 50_000,
  memory,
  threads = Math.min(mostThreads, availableParallelism()),
  onRefused = () => undefined,
}: MakerOptions = {}): FeatureMaker {
  let slow: SlowerWhy | null = null;
  return {
    slowed: () => slow,
    files: featureFiles,
    wayOf: (planned) => (isForLoops(planned) ? 'loops' : 'windows'),
    batchOf: (group) => (isForLoops(group.features[0]) ? streamName(group) : group.table),
    make: async (db, groups, ground, place, done) => {
      const byWindows = async (group: FeatureGroup): Promise<void> => {
        await computeGroup(db, group, ground);
        done();
      };
      const { rows, orders } = await sizeOf(db, groups);
      const ready: FeatureGroup[] = [];
      for (const group of groups)
        if (rows >= fromOrders && (await areTold(db, group, ground))) ready.push(group);
        else await byWindows(group);
      const work: Work = { db, ground, ...place, rows, orders, threads, ...(memory === undefined ? {} : { memory }) };
      for (let left: readonly FeatureGroup[] = ready; ;) {
        const [first, ...others] = left;
        if (first === undefined) break;
        const { some, refused } = await makeSome(work, [first, ...others]);
        if (refused !== undefined) onRefused(refused);
        // What does not fit the loops at all is no slower here than elsewhere.
        if (!canRunVelocity()) slow = 'simd';
        else if (refused === 'memory') slow = 'memory';
        for (const group of left.slice(0, some)) await (refused === undefined ? done() : byWindows(group));
        left = left.slice(some);
      }
    },
  };
}

interface Work {
  readonly db: Connection;
  readonly ground: FeatureGround;
  readonly folder: string;
  /** About how many rows there are, and how many orders. */
  readonly rows: number;
  readonly orders: number;
  readonly memory: number;
  readonly threads: number;
}

type Groups = readonly [FeatureGroup, ...FeatureGroup[]];

async function sizeOf(
  db: Connection,
  [group]: readonly FeatureGroup[],
): Promise<{ readonly rows: number; readonly orders: number }> {
  const on = group?.features[0].checked.feature.on ?? 'orders';
  const events = on === 'orders' ? sql`0` : sql`(SELECT count(*) FROM events WHERE kind = ${on})`;
  const row = await db.first(sql`SELECT (SELECT count(*) FROM order_rows) AS orders, ${events} AS events`);
  const orders = Number(row?.['orders'] ?? 0);
  return { orders, rows: orders + Number(row?.['events'] ?? 0) };
}

/** Whether the loops can tell the keys and values of a group apart, and say what is asked. */
async function areTold(db: Connection, group: FeatureGroup, ground: FeatureGround): Promise<boolean> {
  if (!group.features.every(isForLoops)) return false;
  if (!(await areKeysHashed(db, group.features[0], ground))) return false;
  for (const values of hashedValues(group)) if (!(await ground.hashed(db, values, [id('k0')]))) return false;
  return true;
}

/** Computes as many of the groups as there is room for, and answers how many, and what was refused of them. */
async function makeSome(
  work: Work,
  groups: Groups,
  most = groups.length,
): Promise<{ readonly some: number; readonly refused: Refusal | undefined }> {
  const { db, ground, memory, rows, orders } = work;
  const [first, ...others] = groups;
  await refuseUnknown(db, first.features[0], ground);
  for (let some = most; ; some = Math.ceil(some / 2)) {
    const mine: Groups = [first, ...others.slice(0, some - 1)];
    const stream = await streamOf(db, mine, ground);
    try {
      const fits = bytesOf(stream.plan, rows, orders) <= memory;
      if (some > 1 && !fits) continue;
      const refused = fits ? await runAll(work, stream, mine) : 'memory';
      // What one group asks must not be refused to the others.
      if (refused === undefined || some === 1) return { some, refused };
    } finally {
      await stream.drop();
    }
  }
}

/** Computes all, in the order of the orders if need be; what was refused otherwise. */
async function runAll(work: Work, stream: FeatureStream, groups: Groups): Promise<Refusal | undefined> {
  const run = (ordered: boolean): Promise<Refusal | undefined> =>
    untilWhole(() => runOnce(work, stream, groups, ordered));
  const refused = await run(stream.sorts);
  return refused === 'unordered' && !stream.sorts ? run(true) : refused;
}

async function runOnce(
  { db, folder, orders, threads, memory }: Work,
  stream: FeatureStream,
  groups: Groups,
  ordered: boolean,
): Promise<Refusal | undefined> {
  const run = openVelocity(stream.plan, { asked: orders, threads, memory });
  if (run === null) return 'unfit';
  try {
    await eachWide(db, stream.query(ordered), (columns, rows) => run.take(columns, rows));
    await keepAll(db, run, groups, folder);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.why;
    throw error;
  } finally {
    await run.close();
  }
}

/** One group is written while the next is computed. */
async function keepAll(db: Connection, run: VelocityRun, groups: Groups, folder: string): Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for (const [index, { names }] of groups.entries()) {
      const found = await db.unlessCancelled(run.answers(index, writing));
      const columns = names.flatMap((name, f) => columnOf(folder, name, found[f]));
      writing = writeFeatures(db, columns);
      writing.catch(() => undefined);
    }
  } finally {
    await Promise.allSettled([writing]);
  }
  await writing;
}

const columnOf = (folder: string, name: string, values: CodedValues | undefined): Parameters<typeof writeFeatures>[1] =>
  values === undefined ? [] : [{ ...columnPlace(folder, name), values }];
