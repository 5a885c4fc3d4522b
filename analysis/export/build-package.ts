import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import {
  checkException,
  currencyPath,
  DerivedInputs,
  listedColumnOf,
  listedByFeatures,
  listedIn,
  type CheckedRule,
  type DuckdbOptions,
  type ListedTerm,
  type Scope,
  type ScopeField,
} from '../expression/index.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { EngineProof, Manifest, Vector, VectorsFile } from '../model/package.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from '../store/connection.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { duckdbVersion } from '../store/duckdb-version.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle, WorkingTable } from '../store/project-handle.ts';
import { celFileOf, type CheckedEntry } from './cel-file.ts';
import { evaluatorName, firstEvaluator } from './evaluator-name.ts';
import { askHere, type AskEngine } from './engines/ask-engine.ts';
import { withDerived } from './derived-values.ts';
import { shippedOptions, termsOf } from './duckdb-text.ts';
import { expectedDecisions } from './expected-decisions.ts';
import { exportedExceptions } from './exported-exceptions.ts';
import { packageFiles, sha256, writeContents, writeManifest, type PackageFile } from './package-files.ts';
import {
  featuresRead,
  personalFeatures,
  rowsWithFeatures,
  shippedScope,
  usedFeature,
  type ReadFeature,
} from './read-features.ts';
import { replacedRecords } from './replaced-records.ts';
import { agreed, engineMismatch, madeTargets, proven, proveTargets, unproven } from './prove-targets.ts';
import type { RuleSetFacts } from './targets/target.ts';
import { itemsRead } from './vector-lines.ts';
import { rowsBehindVectors, type DrawnRow } from './rows-behind-vectors.ts';
import { literalsOf } from './rule-literals.ts';
import { withLists } from './used-lists.ts';
import { Surrogates } from './surrogate.ts';
import { exceptionRecords } from './vector-exceptions.ts';
import { agrees } from './vector-lists.ts';
import { drawnRecords, variedRecords, type VectorRecord } from './vector-records.ts';

export interface BuiltPackage {
  readonly folder: string;
  readonly name: string;
  readonly vectors: VectorsFile;
  readonly exceptions: { readonly total: number; readonly surrogates: number };
  /** What the engines of the targets said of the vectors. */
  readonly engines: readonly EngineProof[];
  /** Files of formats that no engine here runs. */
  readonly unproven: readonly string[];
  readonly files: readonly PackageFile[];
}

/** Folder name of a rule set's package: model and the first digits of its hash, so that a changed rule set never hides under the same name. */
export function packageName(ruleSet: RuleSet): string {
  const model = ruleSet.modelId.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return `${model}-${sha256(canonicalJson(ruleSet)).slice(0, 8)}.shinsapkg`;
}

/**
 * Writes the package of a rule set into a new folder of staging. Vectors come from the project's orders, identities
 * replaced; what they must give is computed by DuckDB with the backtest's own predicates on the records as written, and
 * an evaluator that shares no code with it must agree on every one, as must the SQL that is shipped. Throws
 * 'rule-invalid' or 'ruleset-invalid' when
 * the rules do not check and 'package-mismatch' rather than leave a package that is not proven.
 */
export async function buildPackage(
  project: ProjectHandle,
  db: Connection,
  given: RuleSet,
  { ask = askHere, signal }: ProofOptions = {},
): Promise<BuiltPackage> {
  const source = await sourceOf(project, db, given);
  const { entries, rows } = source;
  const data = await project.contentHash(db, rows.revision);
  const { ruleSet: whole, lists } = await withLists(
    db,
    given,
    [...source.asked, ...source.askedByFeatures],
    source.info.lists,
  );
  const { ruleSet, replaced, exceptions } = leavingOf(whole, source);
  const expected = await vectorsOf(db, { whole, ruleSet, replaced, exceptions }, source);
  const derived = new DerivedInputs();
  const facts = factsOf(ruleSet, source.info);
  const made = madeTargets({ ruleSet, entries, exceptions, features: source.features, lists, facts, derived });
  const vectors = await withDerived(db, expected, source, derived.all());
  const cel = celFileOf(ruleSet, entries, exceptions);
  // The evaluator is large: only proofs wait for it.
  const { replayVectors } = await import('./cel-replay.ts');
  const mismatches = replayVectors(cel, vectors, ruleSet);
  const first = mismatches[0];
  if (first !== undefined) {
    throw new ShinsaError('package-mismatch', {
      count: mismatches.length,
      vector: first.vector,
      rule: first.rule ?? '',
    });
  }
  await proveShipped(db, ruleSet, exceptions, source, vectors.vectors);
  const others = await proveTargets(made, vectors, codesOf(entries), ask, signal);
  const failed = others.find(({ mismatches }) => mismatches > 0);
  if (failed !== undefined) throw engineMismatch(failed);
  const asked = { vectors: vectors.vectors.length, answers: entries.length + 1 };
  const engines = [
    agreed(...firstEvaluator, { target: 'cel', file: packageFiles.cel, ...asked }),
    agreed('DuckDB', await duckdbVersion(db), { target: 'duckdb', file: packageFiles.duckdb, ...asked }),
    ...others,
  ];
  const name = packageName(ruleSet);
  const folder = joinPath(project.stagingPath(name));
  try {
    const { features, info } = source;
    const files = writeContents(
      folder,
      { ruleSet, vectors, lists },
      made.flatMap((target) => target.files),
    );
    const targets = proven(made, engines);
    writeManifest(folder, await manifestOf(db, { ruleSet, features, info, data, vectors, targets, files }));
    return { folder, name, vectors, exceptions: exceptionCounts(ruleSet), engines, unproven: unproven(made), files };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** How the engines that are not ours are asked: in this process where nothing else is said. */
export interface ProofOptions {
  readonly ask?: AskEngine;
  readonly signal?: AbortSignal;
}

const iso = (time: number): string => new Date(time).toISOString();

function factsOf(ruleSet: RuleSet, { orders, period, maturity, asOf }: ProjectInfo): RuleSetFacts {
  return {
    hash: sha256(canonicalJson(ruleSet)),
    orders,
    from: period === null ? null : iso(period.from),
    to: period === null ? null : iso(period.to),
    asOf: maturity === 'measured' && asOf !== null ? iso(asOf) : null,
  };
}

const codesOf = (entries: readonly CheckedEntry[]): string[] => entries.map(({ code }) => code);

/** The rules checked against the project, and its rows with the columns they read: all of one state of the project. */
interface Source {
  readonly entries: readonly CheckedEntry[];
  /** The exceptions, with their values as they are. */
  readonly exceptions: readonly CheckedRule[];
  readonly scope: Scope;
  readonly fields: readonly ScopeField[];
  /** What they look up on lists. */
  readonly asked: readonly ListedTerm[];
  readonly features: readonly ReadFeature[];
  /** What conditions of features look up on lists: whoever computes them needs the lists too. */
  readonly askedByFeatures: readonly ListedTerm[];
  readonly columns: readonly string[];
  readonly rows: WorkingTable;
  readonly info: ProjectInfo;
}

function sourceOf(project: ProjectHandle, db: Connection, ruleSet: RuleSet): Promise<Source> {
  return ofOneVersion(project, async () => {
    const info = await project.info();
    const scope = shippedScope(await project.scope(ruleSet.currency, ruleSet.timezone), ruleSet);
    const entries = [...checkedRules(ruleSet, scope)].map(([code, checked]) => ({ code, checked }));
    const exceptions = checkedExceptions(ruleSet, scope);
    const fields = fieldsRead([...entries.map(({ checked }) => checked), ...exceptions]);
    const asked = askedOf(entries);
    const features = featuresRead(fields, ruleSet, scope);
    const askedByFeatures = listedByFeatures(
      entries.map(({ checked }) => checked),
      scope,
    );
    const columns = [...new Set([...fields.map((field) => field.column), ...asked.map(listedColumnOf)])];
    const rows = await rowsWithFeatures(project, db, columns, features);
    const own = { entries, exceptions, scope, fields, asked, askedByFeatures, features };
    return { ...own, columns, rows, info, dataVersion: rows.dataVersion };
  });
}

/** A rule set as it is and as it leaves, with the exceptions of the one that leaves. */
interface Leaving {
  readonly whole: RuleSet;
  readonly ruleSet: RuleSet;
  readonly replaced: ReadonlyMap<string, string>;
  readonly exceptions: readonly CheckedRule[];
}

function leavingOf(whole: RuleSet, { entries, exceptions, scope, info }: Source): Omit<Leaving, 'whole'> {
  const named = literalsOf(entries.map(({ checked }) => checked));
  const { ruleSet, replaced } = exportedExceptions(whole, exceptions, personalColumns(info), named);
  const leaving = (ruleSet.exceptions ?? []).flatMap((exception) => {
    const checked = checkException(exception, scope);
    return checked.ok ? [checked] : [];
  });
  return { ruleSet, replaced, exceptions: leaving };
}

const personalColumns = (info: ProjectInfo): Set<string> =>
  new Set(info.columns.filter((column) => column.pii !== 'none').map((column) => column.name));

const exceptionCounts = ({ exceptions = [] }: RuleSet): BuiltPackage['exceptions'] => ({
  total: exceptions.length,
  surrogates: exceptions.filter(({ surrogate }) => surrogate === true).length,
});

/** The project's own way of printing: the times of day its rows hold are not asked of records. */
const testedOptions: DuckdbOptions = {};

async function vectorsOf(
  db: Connection,
  { whole, ruleSet, replaced, exceptions }: Leaving,
  source: Source,
): Promise<VectorsFile> {
  const { entries, fields, asked, info } = source;
  const tested = termsOf(whole, entries, source.exceptions, testedOptions);
  const terms = termsOf(ruleSet, entries, exceptions, testedOptions);
  const predicates = [...tested.rules.map((rule) => rule.predicate), ...tested.exceptions];
  const behind = await rowsBehindVectors(db, source.rows, ruleSet.currency, source.columns, predicates);
  const decided = (records: readonly VectorRecord[], by = terms): Promise<Vector[]> =>
    expectedDecisions(db, ruleSet.currency, { fields, asked }, records, by);
  const personal = personalColumns(info).add(itemsColumn);
  for (const column of personalFeatures(source.features, personal)) personal.add(column);
  const items = itemsRead(entries.map(({ checked }) => checked));
  const named = literalsOf(entries.map((entry) => entry.checked));
  const recordsOf = (rows: readonly DrawnRow[], columns: ReadonlySet<string>): VectorRecord[] =>
    drawnRecords(rows, { fields, asked, items }, columns, new Surrogates(randomBytes(32), named, replaced));
  const plain = recordsOf(behind, new Set());
  const rows = behind.filter((row, index) => agrees(row, plain[index], asked));
  const wanted = await decided(recordsOf(rows, new Set()), tested);
  const drawn = await replacedRecords(wanted, () => recordsOf(rows, personal), decided);
  const bare = bareRecord(entries, ruleSet.currency, asked);
  const excepted = exceptionRecords(ruleSet.exceptions ?? [], await decided(drawn), bare);
  const vectors = await decided([...drawn, ...variations(entries, drawn, bare), ...excepted]);
  return {
    format: 'shinsa-vectors',
    formatVersion: 1,
    currency: ruleSet.currency,
    fields: Object.fromEntries(fields.map((field) => [field.path, field.type])),
    vectors,
  };
}

/** The SQL that is shipped is printed without knowing the project: it must say of every vector what the vector says. */
async function proveShipped(
  db: Connection,
  ruleSet: RuleSet,
  exceptions: readonly CheckedRule[],
  { entries, fields, asked }: Source,
  vectors: readonly Vector[],
): Promise<void> {
  const terms = termsOf(ruleSet, entries, exceptions, shippedOptions);
  const said = await expectedDecisions(db, ruleSet.currency, { fields, asked }, vectors, terms);
  const differs = vectors.find((vector, n) => JSON.stringify(answersOf(vector)) !== JSON.stringify(answersOf(said[n])));
  if (differs !== undefined) throw new ShinsaError('package-mismatch', { count: 1, vector: differs.id, rule: '' });
}

const answersOf = (vector: Vector | undefined): unknown => [
  vector?.fired,
  vector?.unevaluable,
  vector?.exceptions,
  vector?.result,
  vector?.by,
];

function fieldsRead(rules: readonly CheckedRule[]): ScopeField[] {
  const byPath = new Map<string, ScopeField>();
  for (const checked of rules) {
    for (const field of checked.fields) byPath.set(field.path, field);
    if (checked.currencyField !== null) byPath.set(checked.currencyField.path, checked.currencyField);
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What the rules look up on lists, each once. */
function askedOf(entries: readonly CheckedEntry[]): ListedTerm[] {
  const all = entries.flatMap(({ checked }) => listedIn(checked));
  return [...new Map(all.map((term) => [listedColumnOf(term), term])).values()];
}

/** A record without anything but what every record has, where no order could be drawn. */
function bareRecord(entries: readonly CheckedEntry[], currency: string, asked: readonly ListedTerm[]): VectorRecord {
  const reads = entries.some(({ checked }) => checked.currencyField !== null);
  const lists = Object.fromEntries(asked.map(({ list }): [string, string[]] => [list.id, []]));
  return {
    origin: 'drawn',
    record: reads ? { [currencyPath]: currency } : {},
    ...(asked.length === 0 ? {} : { lists }),
  };
}

/** Each rule is varied from an order of its own, so that thresholds are tried in different surroundings. */
function variations(
  entries: readonly CheckedEntry[],
  drawn: readonly VectorRecord[],
  bare: VectorRecord,
): VectorRecord[] {
  return entries.flatMap((entry, index) => {
    const base = drawn[index % Math.max(drawn.length, 1)] ?? bare;
    return variedRecords(entry.checked, base);
  });
}

interface Proven {
  readonly ruleSet: RuleSet;
  readonly features: readonly ReadFeature[];
  readonly info: ProjectInfo;
  /** Hash of the data the vectors were drawn from. */
  readonly data: string;
  readonly vectors: VectorsFile;
  readonly targets: NonNullable<Manifest['targets']>;
  readonly files: readonly PackageFile[];
}

async function manifestOf(
  db: Connection,
  { ruleSet, features, info, data, vectors, targets, files }: Proven,
): Promise<Manifest> {
  const fired = new Set(vectors.vectors.flatMap((vector) => vector.fired));
  const { hash, orders, from, to, asOf } = factsOf(ruleSet, info);
  return {
    format: 'shinsa-package',
    formatVersion: 1,
    name: ruleSet.name,
    modelId: ruleSet.modelId,
    tool: { name: 'shinsa', version: appVersion, duckdb: await duckdbVersion(db) },
    createdAt: new Date().toISOString(),
    ruleSetHash: hash,
    data: { version: data, orders, from, to },
    labels: { target: info.target, asOf },
    replay: {
      evaluator: evaluatorName,
      vectors: vectors.vectors.length,
      mismatches: 0,
      rulesFired: fired.size,
      rules: ruleSet.rules.length,
    },
    ...(ruleSet.exceptions === undefined ? {} : { exceptions: exceptionCounts(ruleSet) }),
    ...(ruleSet.lists === undefined ? {} : { lists: { asOf: 'order', used: ruleSet.lists } }),
    ...(features.length === 0 ? {} : { features: { asOf: 'order', used: features.map(usedFeature) } }),
    targets,
    files: [...files],
  };
}
