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
import type { CelFile, Vector, VectorsFile, VectorValue } from '../../analysis/model/package.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { fields, isOn, lists, scope, type GeneratedRecord } from '../expression/generated.ts';
import type { Batch } from './batches.ts';
import { askHere } from '../export/here.ts';

/** What DuckDB says of a batch, and every engine that is held against it. */
export interface Said {
  readonly vectors: readonly Vector[];
  readonly codes: readonly string[];
  readonly proofs: readonly EngineProof[];
}

const facts = { hash: '0'.repeat(64), orders: 0, from: null, to: null, asOf: null };

/** Lists as rule sets tell of them. */
const told = lists.map(({ id, match }) => ({
  ...{ id, match, names: { ja: id, en: id } },
  ...{ snapshotAt: null, entries: 0, contentHash: facts.hash },
}));

/** Rules whose text is too complex for the check are left out. `ask` asks the engines that are not ours. */
export async function saidByAll(
  project: OpenProject,
  { ruleSet: given, records }: Batch,
  ask: AskEngine = askHere,
): Promise<Said> {
  const entries = given.rules.flatMap(({ code, when }): CheckedEntry[] => {
    const checked = check(when, scope);
    return checked.ok ? [{ code, checked }] : [];
  });
  const exceptions = (given.exceptions ?? []).map((exception): CheckedRule => {
    const checked = checkException(exception, scope);
    if (!checked.ok) throw new Error(`exception of ${exception.field}`);
    return checked;
  });
  const codes = entries.map(({ code }) => code);
  const ruleSet = { ...given, rules: given.rules.filter(({ code }) => codes.includes(code)) };
  const derived = new DerivedInputs();
  const made = madeTargets({ ruleSet, entries, exceptions, features: [], lists: null, facts, derived });
  const asked = [
    ...new Map(
      entries.flatMap(({ checked }) => listedIn(checked)).map((term) => [listedColumnOf(term), term]),
    ).values(),
  ];
  const vectors = await project.read({}, async (db): Promise<VectorsFile> => {
    const terms = termsOf(ruleSet, entries, exceptions, { zones: 'database' });
    const said = await expectedDecisions(db, scope.currency, { fields, asked }, records.map(recordOf), terms);
    const types = Object.fromEntries(fields.map(({ path, type }) => [path, type]));
    const file = {
      format: 'shinsa-vectors',
      formatVersion: 1,
      currency: scope.currency,
      fields: types,
      vectors: said,
    } as const;
    return withDerived(db, { ...file, vectors: [...said] }, { fields, asked }, derived.all());
  });
  const proofs = await proveTargets(made, vectors, codes, ask);
  return {
    vectors: vectors.vectors,
    codes,
    proofs: [
      ...proofs,
      proveRuntime({ ...ruleSet, lists: told }, vectors),
      firstCel(celFileOf(ruleSet, entries, exceptions), vectors),
    ],
  };
}

function recordOf(record: GeneratedRecord): VectorRecord {
  const texts = [...record.values()].filter((value) => typeof value === 'string');
  return {
    origin: 'drawn',
    record: Object.fromEntries([...record].map(([{ path }, value]) => [path, vectorValue(value)])),
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
