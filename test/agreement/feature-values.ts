import { featureMaker } from '../../analysis/features/index.ts';
import type { Scope } from '../../analysis/expression/index.ts';
import { eachEvent } from '../../analysis/export/history.ts';
import type { EngineProof } from '../../analysis/export/engine-proof.ts';
import { featuresRead, shippedScope, type ReadFeature } from '../../analysis/export/read-features.ts';
import { allListed, typesOf } from '../../analysis/export/replay-history.ts';
import { openRuntime } from '../../analysis/export/open-runtime.ts';
import { runtimeLists } from '../../analysis/export/runtime-lists.ts';
import { velocityPath, type Feature } from '../../analysis/model/features.ts';
import type { VectorValue } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { windowsOnly } from '../../analysis/store/features/compute.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { fraudWithin30Days, inOrder, openHistory, type History } from '../backtest/history.ts';
import { computed } from '../features/computed.ts';
import { custom, listed, load } from '../features/histories.ts';
import type { Batch } from './batches.ts';

/** Projects whose features are made as windows of DuckDB and by loops over numbers. */
export interface Histories {
  readonly windows: History;
  readonly loops: History;
}

export async function openHistories(): Promise<Histories> {
  const opened = async (features: typeof windowsOnly): Promise<History> => {
    const history = await openHistory({ target: fraudWithin30Days, custom, features });
    await history.write(...listed);
    return history;
  };
  const loops = featureMaker({ fromOrders: 0, threads: 1, onRefused: refused });
  return { windows: await opened(windowsOnly), loops: await opened(loops) };
}

const refused = (why: string): never => {
  throw new Error(`the loops refuse: ${why}`);
};

export async function closeHistories({ windows, loops }: Histories): Promise<void> {
  await windows.close();
  await loops.close();
}

/** What features of a batch say of its orders. */
export interface FeatureValues {
  /** Features as packages have them. */
  readonly read: readonly ReadFeature[];
  /** Values of an order by path, of those that are there; instants as ISO texts. */
  readonly of: (event: string) => Readonly<Record<string, VectorValue>>;
  /** What the reference runtime says of them, event by event. */
  readonly proofs: readonly EngineProof[];
}

/** `replayed` gives the features that the runtime is told: others where a difference is planted. */
export type Replayed = (features: readonly Feature[]) => readonly Feature[];

type Values = readonly (readonly (number | null)[])[];

/** The runtime's name where its features are held against those of one way to make them. */
export const featureEngine = (way: Batch['way']): string => `shinsa-runtime's features beside ${way}`;

/** Of rule sets without features nothing is computed. */
export async function featureValues(
  histories: Histories,
  { ruleSet, orders, facts, events, way }: Batch,
  replayed: Replayed,
): Promise<FeatureValues> {
  const { features = [], currency, timezone } = ruleSet;
  if (features.length === 0) return { read: [], of: () => ({}), proofs: [] };
  const rows = orders.map(({ placed }) => placed);
  const history = histories[way];
  await load(history, rows, facts, events);
  const expected = await computed(history.project, features, { currency, timezone });
  const read = readOf(features, ruleSet, await history.project.scope(currency, timezone));
  const got = await replayedBy(history.project, ruleSet, replayed(features));
  const ids = inOrder(rows).map(({ event_id }) => event_id);
  const places = new Map(ids.map((id, seq) => [id, seq]));
  const proof = proofOf(featureEngine(way), features, ids, expected, got);
  return { read, proofs: [proof], of: (event) => valuesAt(read, expected, places.get(event) ?? -1) };
}

function readOf(features: readonly Feature[], ruleSet: RuleSet, scope: Scope): ReadFeature[] {
  const shipped = shippedScope(scope, ruleSet);
  const fields = features.flatMap(({ id }) => shipped.fields.get(velocityPath(id)) ?? []);
  if (fields.length < features.length) throw new Error('a feature does not check');
  return featuresRead(fields, ruleSet, shipped);
}

function valuesAt(read: readonly ReadFeature[], expected: Values, seq: number): Record<string, VectorValue> {
  return Object.fromEntries(
    read.flatMap(({ checked: { feature, type } }, at): [string, VectorValue][] => {
      const value = expected[at]?.[seq] ?? null;
      if (value === null) return [];
      return [[velocityPath(feature.id), type === 'timestamp' ? new Date(value / 1000).toISOString() : value]];
    }),
  );
}

/** What the reference runtime says of features on a project's history, by feature and order. */
async function replayedBy(project: ProjectHandle, ruleSet: RuleSet, features: readonly Feature[]): Promise<Values> {
  const bare: RuleSet = { ...ruleSet, rules: [], groups: [], exceptions: [], features: [...features] };
  const values = features.map((): (number | null)[] => []);
  await project.read({}, async (db) => {
    const scope = await project.scope(ruleSet.currency, ruleSet.timezone, features);
    const asked = allListed(scope).map(({ list }) => list);
    const runtime = openRuntime({
      ...{ ruleSet: bare, lists: await runtimeLists(db, asked, null), fields: Object.fromEntries(typesOf(scope)) },
    });
    await eachEvent(project, db, { ruleSet: bare, runtime }, (event) => {
      const found = runtime.evaluate(event);
      found?.features.forEach((value, at) => values[at]?.push(Number.isNaN(value) ? null : value));
    });
  });
  return values;
}

function proofOf(
  engine: string,
  features: readonly Feature[],
  ids: readonly string[],
  expected: Values,
  got: Values,
): EngineProof {
  const differing = features.flatMap(({ id: name }, at) =>
    ids.flatMap((vector, seq) => {
      const [one, other] = [expected[at]?.[seq] ?? null, got[at]?.[seq] ?? null];
      return one === other ? [] : [{ vector, rule: velocityPath(name), expected: String(one), got: String(other) }];
    }),
  );
  return {
    ...{ engine, version: '', target: 'features', file: '', vectors: ids.length },
    ...{ compared: features.length * ids.length, derived: 0, outside: 0 },
    ...{ mismatches: differing.length, first: differing[0] ?? null },
  };
}
