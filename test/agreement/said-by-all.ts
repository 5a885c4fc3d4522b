import { celEnv, parse, plan, type CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  check,
  checkException,
  DerivedInputs,
  isList,
  listedColumnOf,
  listedIn,
  type CheckedRule,
  type RecordList,
  type RecordValue,
  type ScopeField,
} from '../../analysis/expression/index.ts';
import { bindingsOf } from '../../analysis/export/cel-bindings.ts';
import { celFileOf, type CheckedEntry } from '../../analysis/export/cel-file.ts';
import { sumOfInts } from '../../analysis/export/cel-sum.ts';
import { zonedTimeParts } from '../../analysis/export/cel-time.ts';
import { withDerived } from '../../analysis/export/derived-values.ts';
import { termsOf } from '../../analysis/export/duckdb-text.ts';
import type { AskEngine } from '../../analysis/export/engines/ask-engine.ts';
import type { EngineProof } from '../../analysis/export/engine-proof.ts';
import { expectedDecisions } from '../../analysis/export/expected-decisions.ts';
import { madeTargets, proveTargets } from '../../analysis/export/prove-targets.ts';
import { proveRuntime } from '../../analysis/export/runtime-vectors.ts';
import type { VectorRecord } from '../../analysis/export/vector-records.ts';
import type { ReadFeature } from '../../analysis/export/read-features.ts';
import { featuresNamed, velocityPath } from '../../analysis/model/features.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { CelFile, Vector, VectorsFile, VectorValue } from '../../analysis/model/package.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { clickhouseProof } from '../clickhouse/vectors.ts';
import type { Clickhouse } from '../clickhouse/engine.ts';
import { fields, isOn, lists, scope } from '../expression/generated.ts';
import type { Batch, BatchOrder } from './batches.ts';
import { featureValues, type FeatureValues, type Histories, type Replayed } from './feature-values.ts';
import { askHere } from '../export/here.ts';

/** What DuckDB says of a batch, and every engine that is held against it. */
export interface Said {
  readonly vectors: readonly Vector[];
  readonly codes: readonly string[];
  /** How many answers of rules that read features each engine was asked. */
  readonly reading: number;
  readonly proofs: readonly EngineProof[];
}

const facts = { hash: '0'.repeat(64), orders: 0, from: null, to: null, asOf: null };

/** Lists as rule sets tell of them. */
const told = lists.map(({ id, match }) => ({
  ...{ id, match, names: { ja: id, en: id } },
  ...{ snapshotAt: null, entries: 0, contentHash: facts.hash },
}));

/** Where features are computed and records are decided. */
export interface Places {
  readonly project: OpenProject;
  readonly histories: Histories;
  /** Null where this machine has none. */
  readonly clickhouse: Clickhouse | null;
}

/** Who is asked: `ask` the engines that are not ours, `replayed` what the runtime is told of features. */
export interface Asking {
  readonly ask: AskEngine;
  readonly replayed: Replayed;
}

/** Rules whose text is too complex for the check, or that read a feature that is not there, are left out. */
export async function saidByAll(
  { project, histories, clickhouse }: Places,
  batch: Batch,
  { ask = askHere, replayed = (features) => features }: Partial<Asking> = {},
): Promise<Said> {
  const velocity = await featureValues(histories, batch, replayed);
  const given = { ...batch.ruleSet, lists: told };
  const read = [...fields, ...velocity.read.map(fieldOf)];
  const readable = { ...scope, fields: new Map(read.map((one) => [one.path, one])) };
  const entries = given.rules.flatMap(({ code, when }): CheckedEntry[] => {
    const checked = check(when, readable);
    return checked.ok ? [{ code, checked }] : [];
  });
  if (entries.length === 0) return { vectors: [], codes: [], reading: 0, proofs: velocity.proofs };
  const codes = entries.map(({ code }) => code);
  const ruleSet = { ...given, rules: given.rules.filter(({ code }) => codes.includes(code)) };
  const records = batch.orders.map((order) => recordOf(order, velocity));
  const { vectors, proofs } = await decided(
    { project, clickhouse },
    { ruleSet, entries, records, read, features: velocity.read },
    ask,
  );
  const readers = ruleSet.rules.filter(({ when }) => featuresNamed(when, ruleSet.features).length > 0);
  return { vectors, codes, reading: readers.length * vectors.length, proofs: [...velocity.proofs, ...proofs] };
}

interface Deciding {
  readonly ruleSet: RuleSet;
  readonly entries: readonly CheckedEntry[];
  readonly records: readonly VectorRecord[];
  readonly read: readonly ScopeField[];
  readonly features: readonly ReadFeature[];
}

async function decided(
  { project, clickhouse }: Pick<Places, 'project' | 'clickhouse'>,
  { ruleSet, entries, records, read, features }: Deciding,
  ask: AskEngine,
): Promise<Pick<Said, 'vectors' | 'proofs'>> {
  const exceptions = (ruleSet.exceptions ?? []).map((exception): CheckedRule => {
    const checked = checkException(exception, scope);
    if (!checked.ok) throw new Error(`exception of ${exception.field}`);
    return checked;
  });
  const derived = new DerivedInputs();
  const made = madeTargets({ ruleSet, entries, exceptions, features, lists: null, facts, derived });
  const listed = entries.flatMap(({ checked }) => listedIn(checked));
  const asked = [...new Map(listed.map((term) => [listedColumnOf(term), term])).values()];
  const vectors = await project.read({}, async (db): Promise<VectorsFile> => {
    const terms = termsOf(ruleSet, entries, exceptions, { zones: 'database' });
    const said = await expectedDecisions(db, scope.currency, { fields: read, asked }, records, terms);
    const types = Object.fromEntries(read.map(({ path, type }) => [path, type]));
    const file = { format: 'shinsa-vectors', formatVersion: 1, currency: scope.currency, fields: types } as const;
    return withDerived(db, { ...file, vectors: [...said] }, { fields: read, asked }, derived.all());
  });
  const codes = entries.map(({ code }) => code);
  const query = made.find(({ id }) => id === 'clickhouse')?.files[0]?.text ?? '';
  const loaded = { fields: read, asked, currency: scope.currency };
  return {
    vectors: vectors.vectors,
    proofs: [
      ...(await proveTargets(made, vectors, codes, ask)),
      proveRuntime(ruleSet, vectors),
      firstCel(celFileOf(ruleSet, entries, exceptions), vectors),
      ...(clickhouse === null ? [] : [await clickhouseProof(clickhouse, query, vectors.vectors, codes, loaded)]),
    ],
  };
}

const fieldOf = ({ column, checked: { feature, type } }: ReadFeature): ScopeField => ({
  ...{ path: velocityPath(feature.id), type, column },
});

function recordOf({ record, placed }: BatchOrder, velocity: FeatureValues): VectorRecord {
  const texts = [...record.values()].filter((value) => typeof value === 'string');
  return {
    origin: 'drawn',
    record: {
      ...Object.fromEntries([...record].map(([{ path }, value]) => [path, vectorValue(value)])),
      ...velocity.of(placed.event_id),
    },
    lists: Object.fromEntries(lists.map((list) => [list.id, texts.filter((value) => isOn(list, value))])),
  };
}

function vectorValue(value: RecordValue | RecordList): VectorValue {
  if (isList(value))
    return value.map((line) =>
      Object.fromEntries(
        Object.entries(line).map(([name, own]) => [name, typeof own === 'string' ? own : Number(own)]),
      ),
    );
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? Number(value) : value;
}

/** The guarded texts on the evaluator that packages are replayed with; its reading of plain ones is in the agreement of expressions. */
function firstCel(cel: CelFile, { fields: types, vectors }: VectorsFile): EngineProof {
  const env = celEnv({ funcs: [...zonedTimeParts, sumOfInts] });
  const rules = cel.rules.map(({ code, guarded }) => ({ code, asks: plan(env, parse(guarded)) }));
  const differing = vectors.flatMap((vector) => {
    const bindings = bindingsOf(vector, types, timestampFromDate) as Record<string, CelInput>;
    return rules.flatMap(({ code, asks }) => {
      const [expected, got] = [vector.fired.includes(code), asks(bindings)];
      return got === expected ? [] : [{ vector: vector.id, rule: code, expected: String(expected), got: String(got) }];
    });
  });
  return {
    engine: '@bufbuild/cel',
    version: '0.6.1',
    target: 'cel',
    file: 'rules.cel.json',
    vectors: vectors.length,
    compared: vectors.length * rules.length,
    derived: 0,
    outside: 0,
    mismatches: differing.length,
    first: differing[0] ?? null,
  };
}
