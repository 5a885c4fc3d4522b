import { availableParallelism, totalmem } from 'node:os';
import { bytesPerRow, openVelocity, type Batch, type VelocityRun } from '../../kernels/velocity/run.ts';
import { Refused, type Refusal } from '../../kernels/velocity/shapes.ts';
import type { Connection } from '../../store/connection.ts';
import { computeGroup, refuseUnknown, type FeatureGroup, type FeatureMaker } from '../../store/features/compute.ts';
import { areKeysHashed, type FeatureGround } from '../../store/features/facts.ts';
import { id, sql } from '../../store/sql.ts';
import { eachWide, makeWideTable, openWideAppender } from '../../store/wide-rows.ts';
import { isForLoops, wideTypeOf } from './loops.ts';
import { hashedValues, streamName, streamOf, type FeatureStream, type Slice } from './stream.ts';

/** More threads only wait for memory. */
const mostThreads = 8;

export interface MakerOptions {
  /** Orders from which on the loops are worth starting. */
  readonly fromOrders?: number;
  /** Bytes that the threads may hold; a quarter of the machine’s memory where nobody says otherwise. */
  readonly memory?: number;
  readonly threads?: number;
  /** Told why groups are left to windows of DuckDB. */
  readonly onRefused?: (why: Refusal) => void;
}

/**
 * Features by the loops of ../../kernels where they do them, with more orders than some, keys that their hashes tell apart
 * and memory enough; else by windows of DuckDB. The tables are the same.
 */
export function featureMaker({
  fromOrders = 50_000,
  memory = Math.min(totalmem() / 4, 2 ** 32),
  threads = Math.min(mostThreads, availableParallelism()),
  onRefused = () => undefined,
}: MakerOptions = {}): FeatureMaker {
  return {
    wayOf: (planned) => (isForLoops(planned) ? 'loops' : 'windows'),
    batchOf: (group) => (isForLoops(group.features[0]) ? streamName(group) : group.table),
    make: async (db, groups, ground, done) => {
      const byWindows = async (group: FeatureGroup): Promise<void> => {
        await computeGroup(db, group, ground);
        done();
      };
      const rows = await rowsOf(db, groups);
      const ready: FeatureGroup[] = [];
      for (const group of groups)
        if (rows >= fromOrders && (await areTold(db, group, ground))) ready.push(group);
        else await byWindows(group);
      for (let left = ready; left.length > 0;) {
        const [first, ...others] = left;
        if (first === undefined) break;
        left = await makeSome(
          db,
          [first, ...others],
          ground,
          { rows, memory, threads },
          { done, byWindows, onRefused },
        );
      }
    },
  };
}

interface Room {
  readonly rows: number;
  readonly memory: number;
  readonly threads: number;
}

interface Told {
  readonly done: () => void;
  readonly onRefused: (why: Refusal) => void;
  readonly byWindows: (group: FeatureGroup) => Promise<void>;
}

async function rowsOf(db: Connection, [group]: readonly FeatureGroup[]): Promise<number> {
  const on = group?.features[0].checked.feature.on ?? 'orders';
  const events = on === 'orders' ? sql`0` : sql`(SELECT count(*) FROM events WHERE kind = ${on})`;
  const row = await db.first(sql`SELECT (SELECT count(*) FROM order_rows) + ${events} AS n`);
  return Number(row?.['n'] ?? 0);
}

/** Whether the loops can tell the keys and values of a group apart, and say what is asked. */
async function areTold(db: Connection, group: FeatureGroup, ground: FeatureGround): Promise<boolean> {
  if (!group.features.every(isForLoops)) return false;
  if (!(await areKeysHashed(db, group.features[0], ground))) return false;
  for (const values of hashedValues(group)) if (!(await ground.hashed(db, values, [id('k0')]))) return false;
  return true;
}

/** Computes as many of the groups as there is room for, and answers the others. */
async function makeSome(
  db: Connection,
  groups: readonly [FeatureGroup, ...FeatureGroup[]],
  ground: FeatureGround,
  room: Room,
  { done, byWindows, onRefused }: Told,
): Promise<FeatureGroup[]> {
  const [first] = groups;
  await refuseUnknown(db, first.features[0]);
  // Half of it, because a partition is put in order beside the others, and some are larger.
  const fitting = (some: number): Promise<FeatureStream> => streamOf(db, [first, ...groups.slice(1, some)], ground);
  const budget = room.memory / 2;
  let some = groups.length;
  let stream = await fitting(some);
  const bytes = (): number => bytesPerRow(stream.plan) * room.rows;
  if (bytes() > budget && some > 1) {
    some = Math.max(1, Math.floor((some * budget) / bytes()));
    await stream.drop();
    stream = await fitting(some);
  }
  const slices = some === 1 ? Math.ceil(bytes() / budget) : 1;
  const mine = groups.slice(0, some);
  try {
    for (const { features, table } of mine)
      await makeWideTable(db, table, [
        ['seq', 'int'],
        ...features.map((one, f) => [`f${f}`, wideTypeOf(one)] as const),
      ]);
    const refused = await runAll(db, stream, mine, { ...room, slices });
    if (refused === undefined) for (const _ of mine) done();
    else {
      onRefused(refused);
      for (const group of mine) {
        await db.run(sql`DROP TABLE ${id('work', group.table)}`);
        await byWindows(group);
      }
    }
  } finally {
    await stream.drop();
  }
  return groups.slice(some);
}

/** Computes all slices, in the order of the orders if need be; what was refused otherwise. */
async function runAll(
  db: Connection,
  stream: FeatureStream,
  groups: readonly FeatureGroup[],
  room: Room & { readonly slices: number },
): Promise<Refusal | undefined> {
  let ordered = stream.sorts;
  for (let part = 0; part < room.slices; part += 1) {
    const slice = room.slices === 1 ? undefined : { part, of: room.slices };
    const refused = await runOnce(db, stream, groups, { ...room, ordered, slice });
    if (refused === 'unordered' && !ordered) {
      ordered = true;
      part -= 1;
    } else if (refused !== undefined) return refused;
  }
  return undefined;
}

async function runOnce(
  db: Connection,
  stream: FeatureStream,
  groups: readonly FeatureGroup[],
  how: Room & { readonly slices: number; readonly ordered: boolean; readonly slice: Slice | undefined },
): Promise<Refusal | undefined> {
  const { threads, memory } = how;
  const run = openVelocity(stream.plan, { rows: how.rows / how.slices, threads, memory });
  if (run === null) return 'unfit';
  try {
    await give(db, stream.query(how.ordered, how.slice), run);
    for (const [index, group] of groups.entries()) await keep(db, run, index, group);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.why;
    throw error;
  } finally {
    await run.close();
  }
}

async function give(db: Connection, query: Parameters<typeof eachWide>[1], run: VelocityRun): Promise<void> {
  let batch: Batch | undefined;
  let filled = 0;
  await eachWide(db, query, async (columns, rows) => {
    if (batch !== undefined && filled + rows > batch.room) {
      batch.put(filled);
      batch = undefined;
    }
    if (batch === undefined) filled = 0;
    batch ??= await run.batch();
    for (const [index, column] of columns.entries()) batch.columns[index]?.set(column, filled);
    filled += rows;
  });
  batch?.put(filled);
}

async function keep(db: Connection, run: VelocityRun, index: number, { features, table }: FeatureGroup): Promise<void> {
  const appender = await openWideAppender(db, table, ['int', ...features.map(wideTypeOf)]);
  try {
    const answers = run.answers(index);
    for (;;) {
      const next = await db.unlessCancelled(answers.next());
      if (next.done === true) break;
      await appender.append(next.value.columns, next.value.rows);
    }
    appender.end();
  } finally {
    appender.close();
  }
}
