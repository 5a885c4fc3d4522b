import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkException, DerivedInputs, type CheckedRule } from '../expression/index.ts';
import { canonicalJson, canonicalText } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Certificate } from '../model/package-certificate.ts';
import type { ListsFile, Vector, VectorsFile } from '../model/package.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { duckdbVersion } from '../store/duckdb-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { celFileOf } from './cel-file.ts';
import { certificateOf } from './certificate.ts';
import { withDerived } from './derived-values.ts';
import { shippedOptions, termsOf } from './duckdb-text.ts';
import { celProof, certified, proofOf, refuseMismatches, type Difference, type EngineProof } from './engine-proof.ts';
import { expectedDecisions } from './expected-decisions.ts';
import { exceptionCounts, exportedExceptions, type Replacing } from './exported-exceptions.ts';
import { featureCases, featureSqlProof } from './feature-cases.ts';
import { sqlDifferences } from './feature-sql.ts';
import { keptDomains, type PublicDomains } from './kept-domains.ts';
import { computable, inputsOf, opluxOf } from './oplux-file.ts';
import { packageFiles } from '../model/package.ts';
import { contentTexts, sha256, writeContents, writeManifest, type PackageFile } from './package-files.ts';
import { factsOf, manifestHead } from './package-manifest.ts';
import { sourceOf, type Source } from './package-rules.ts';
import { vectorsOf, type Leaving } from './package-vectors.ts';
import { proveHistory, type HistoryWatch } from './prove-history.ts';
import { madeDocuments, madeTargetsInTurn, notProven, proven, proveTargets, type MadeTarget } from './prove-targets.ts';
import { allListed } from './replay-history.ts';
import { replayInTurns, type ProofOptions } from './replay-in-turns.ts';
import { proveListCases } from './list-cases.ts';
import { queryDifferences } from './query-proof.ts';
import { literalsOf } from './rule-literals.ts';
import { proveRuntime } from './runtime-vectors.ts';
import { saltsOf } from './surrogate.ts';
import { withLists } from './used-lists.ts';

export interface BuiltPackage {
  readonly folder: string;
  readonly name: string;
  readonly vectors: VectorsFile;
  readonly exceptions: { readonly total: number; readonly surrogates: number };
  readonly certificate: Certificate;
  readonly files: readonly PackageFile[];
}

/** What a person may say of a package beside its rule set. */
export interface PackageOptions {
  /** ISO instant of its making; without one the same project and rule set make the same bytes whenever asked. */
  readonly createdAt?: string;
  /** Personal values stay as they are, and the manifest says so. */
  readonly rawValues?: boolean;
}

/** Folder name of a rule set's package: model and the first digits of its hash, so that a changed rule set never hides under the same name. */
export function packageName(ruleSet: RuleSet): string {
  const model = ruleSet.modelId.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return `${model}-${sha256(canonicalJson(ruleSet)).slice(0, 8)}.shinsapkg`;
}

/**
 * Writes the package of a rule set into a new folder of staging. First the reference runtime must say of every order of the
 * history, event by event, what the tested engine says. Vectors come from the project's orders, identities replaced; what
 * they must give is computed by DuckDB with the backtest's own predicates on the records as written, and every engine of the
 * targets, the runtime and the SQL that is shipped must agree on every one. Throws 'rule-invalid' or 'ruleset-invalid' when
 * the rules do not check, 'runtime-refused' when the runtime cannot read them, and 'package-mismatch' rather than leave a
 * package that is not proven.
 */
export async function buildPackage(
  project: ProjectHandle,
  db: Connection,
  given: RuleSet,
  options: PackageOptions,
  watch: ProofOptions & HistoryWatch & { readonly publicDomains?: PublicDomains },
): Promise<BuiltPackage> {
  const rawValues = options.rawValues === true;
  const source = await sourceOf(project, db, given);
  const { entries, rows, features, info } = source;
  // Whoever computes a feature needs the lists it asks, whichever rule reads it.
  const asked = [...source.asked, ...allListed(source.scope)];
  const leavingLists = { raw: rawValues, secret: project.surrogateKey };
  const { ruleSet: whole, lists } = await withLists(db, given, asked, info.lists, leavingLists);
  const history = await proveHistory(project, db, given, lists, watch);
  const data = await project.contentHash(db, rows.revision);
  const salt = saltsOf(project.surrogateKey, whole, data);
  const isPublic = keptDomains(lists, await watch.publicDomains?.());
  const leaving = leavingOf(whole, source, { salt, isPublic }, rawValues);
  const { ruleSet, exceptions } = leaving;
  const derived = new DerivedInputs();
  const facts = factsOf(ruleSet, info);
  const input = { ruleSet, entries, exceptions, features, lists, facts, derived };
  const run = await madeTargetsInTurn(input, { signal: watch.signal });
  const cases = featureCases(ruleSet, features);
  const { vectors: own, unreached } = await vectorsOf(db, leaving, source, lists, watch);
  const drawn = await withDerived(db, own, source, derived.all());
  const vectors = cases.length === 0 ? drawn : { ...drawn, featureCases: cases };
  const duckdb = await duckdbVersion(db);
  const spill = dirname(project.stagingPath('features'));
  const proofs = await proveVectors(
    db,
    leaving,
    source,
    { made: run, vectors, lists, duckdb, rawValues, spill },
    watch,
  );
  const engines = [history, ...certified(proofs)];
  const open = notProven(namedOf(run), proofs);
  const made = [...run, ...madeDocuments(input, { engines, notProven: open })];
  const inputs = inputsOf(
    [...entries.map(({ checked }) => checked), ...exceptions],
    computable(source.scope),
    leaving.personal,
  );
  const texts = new Map(
    contentTexts(
      { ruleSet, vectors, lists },
      opluxOf(ruleSet, { features: computable(source.scope), inputs, lists }),
      made.flatMap(({ files }) => files),
    ),
  );
  const createdAt = options.createdAt ?? null;
  const targets = proven(namedOf(made), proofs);
  const head = manifestHead({ ruleSet, features, info, data, vectors, duckdb, createdAt, rawValues, targets });
  const vectorsHash = sha256(texts.get(packageFiles.vectors) ?? '');
  const certificate = certificateOf(head, { ruleSet, vectors, vectorsHash, engines, notProven: open, unreached });
  texts.set(packageFiles.certificate, canonicalText(certificate));
  const name = packageName(ruleSet);
  // Orders, outcomes and lists are still those that all this was read of.
  if ((await project.info()).dataVersion !== info.dataVersion) throw new ShinsaError('view-gone');
  const folder = project.stagingPath(name);
  try {
    const files = writeContents(folder, texts);
    writeManifest(folder, { ...head, files });
    return { folder, name, vectors, exceptions: exceptionCounts(ruleSet), certificate, files };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const namedOf = (made: readonly MadeTarget[]) =>
  made.map(({ id, files }) => ({ id, files: files.map(({ name }) => name) }));

interface Provable {
  readonly made: readonly MadeTarget[];
  readonly vectors: VectorsFile;
  readonly lists: ListsFile | null;
  readonly duckdb: string;
  readonly rawValues: boolean;
  /** A folder for what DuckDB spills. */
  readonly spill: string;
}

/** Every engine on every vector; the first that says otherwise is 'package-mismatch'. */
async function proveVectors(
  db: Connection,
  { ruleSet, exceptions }: Leaving,
  source: Source,
  { made, vectors, lists, duckdb, rawValues, spill }: Provable,
  watch: ProofOptions,
): Promise<EngineProof[]> {
  const { entries, features } = source;
  const cases = vectors.featureCases ?? [];
  const cel = celFileOf(ruleSet, entries, exceptions);
  const first = celProof(await replayInTurns(cel, vectors, ruleSet, watch), { ruleSet, vectors }, entries);
  refuseMismatches([first], vectors, rawValues);
  const shipped = proofOf(
    { engine: 'duckdb', version: duckdb, target: 'duckdb', file: packageFiles.duckdb },
    ruleSet,
    vectors,
    [
      ...(await shippedDifferences(db, ruleSet, exceptions, source, vectors.vectors)),
      ...(await queryDifferences(queryOf(made), ruleSet, source, vectors.vectors, {
        folder: spill,
        signal: watch.signal,
      })),
    ],
  );
  const codes = entries.map(({ code }) => code);
  const others = await proveTargets(made, vectors, codes, watch.ask, watch.signal);
  const onLists = proveListCases(lists, vectors.listCases ?? []);
  const runtime = proveRuntime(ruleSet, vectors);
  const onFeatures = featureSqlProof(
    duckdb,
    features,
    cases,
    await sqlDifferences(features, cases, spill, { signal: watch.signal, done: watch.tried }),
  );
  const proofs = [first, shipped, runtime, ...(onLists === null ? [] : [onLists]), ...others, ...onFeatures];
  refuseMismatches(proofs, vectors, rawValues);
  return proofs;
}

function leavingOf(whole: RuleSet, source: Source, replacing: Replacing, rawValues: boolean): Leaving {
  const { entries, exceptions, scope, info } = source;
  const personal = rawValues ? new Set<string>() : personalColumns(info);
  if (rawValues) return { whole, ruleSet: whole, replaced: new Map(), exceptions, personal, ...replacing };
  const named = literalsOf(entries.map(({ checked }) => checked));
  const { ruleSet, replaced } = exportedExceptions(whole, exceptions, personal, named, replacing);
  const leaving = (ruleSet.exceptions ?? []).flatMap((exception): CheckedRule[] => {
    const checked = checkException(exception, scope);
    return checked.ok ? [checked] : [];
  });
  return { whole, ruleSet, replaced, exceptions: leaving, personal, ...replacing };
}

const personalColumns = (info: ProjectInfo): Set<string> =>
  new Set(info.columns.filter((column) => column.pii !== 'none').map((column) => column.name));

/** The query as it leaves. */
const queryOf = (made: readonly MadeTarget[]): string =>
  made.flatMap(({ files }) => files).find(({ name }) => name === packageFiles.duckdb)?.text ?? '';

/** The SQL that is shipped is printed without knowing the project: where it does not say of a vector what the vector says. */
async function shippedDifferences(
  db: Connection,
  ruleSet: RuleSet,
  exceptions: readonly CheckedRule[],
  { entries, fields, asked }: Source,
  vectors: readonly Vector[],
): Promise<Difference[]> {
  const terms = termsOf(ruleSet, entries, exceptions, shippedOptions);
  const said = await expectedDecisions(db, ruleSet.currency, { fields, asked }, vectors, terms);
  return vectors.flatMap((vector, n) => {
    const [expected, got] = [answersOf(vector), answersOf(said[n])];
    return expected === got ? [] : [{ vector: vector.id, rule: null, expected, got }];
  });
}

const answersOf = (vector: Vector | undefined): string =>
  canonicalJson([vector?.fired, vector?.unevaluable, vector?.exceptions, vector?.result, vector?.by]);
