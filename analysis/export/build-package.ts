import { rmSync } from 'node:fs';
import { checkException, type CheckedRule } from '../expression/index.ts';
import { canonicalJson, canonicalText } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import type { Vector, VectorsFile } from '../model/package.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { duckdbVersion } from '../store/duckdb-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { celFileOf } from './cel-file.ts';
import type { ReplayMismatch } from './cel-replay.ts';
import { certificateOf, comparedOn } from './certificate.ts';
import { duckdbText, shippedOptions, termsOf } from './duckdb-text.ts';
import { celEngine } from './evaluator-name.ts';
import { expectedDecisions } from './expected-decisions.ts';
import { exceptionCounts, exportedExceptions } from './exported-exceptions.ts';
import { computable, inputsOf, opluxOf } from './oplux-file.ts';
import { packageFiles } from '../model/package.ts';
import { contentTexts, sha256, writeContents, writeManifest, type PackageFile } from './package-files.ts';
import { manifestHead } from './package-manifest.ts';
import { sourceOf, type Source } from './package-rules.ts';
import { vectorsOf, type Leaving } from './package-vectors.ts';
import { replayInTurns, type ProofWatch } from './replay-in-turns.ts';
import { literalsOf } from './rule-literals.ts';
import { saltsOf, type Salt } from './surrogate.ts';
import { withLists } from './used-lists.ts';

export interface BuiltPackage {
  readonly folder: string;
  readonly name: string;
  readonly vectors: VectorsFile;
  readonly exceptions: { readonly total: number; readonly surrogates: number };
  readonly engines: readonly ProvenEngine[];
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
  options: PackageOptions = {},
  watch: ProofWatch = {},
): Promise<BuiltPackage> {
  const rawValues = options.rawValues === true;
  const source = await sourceOf(project, db, given);
  const { entries, rows, features, info } = source;
  const data = await project.contentHash(db, rows.revision);
  const asked = [...source.asked, ...source.askedByFeatures];
  const { ruleSet: whole, lists } = await withLists(db, given, asked, info.lists, rawValues);
  const salt = saltsOf(project.surrogateKey, `${sha256(canonicalJson(whole))}\n${data}`);
  const leaving = leavingOf(whole, source, salt, rawValues);
  const { ruleSet, exceptions } = leaving;
  const vectors = await vectorsOf(db, leaving, source, lists);
  const cel = celFileOf(ruleSet, entries, exceptions);
  refuseMismatches(await replayInTurns(cel, vectors, ruleSet, watch), vectors, rawValues);
  await proveShipped(db, ruleSet, exceptions, source, vectors.vectors);
  const duckdb = await duckdbVersion(db);
  const compared = comparedOn(ruleSet, vectors);
  const engines: ProvenEngine[] = [
    { ...celEngine, subject: 'vectors', compared, mismatches: 0 },
    { engine: 'duckdb', version: duckdb, subject: 'vectors', compared, mismatches: 0 },
  ];
  const inputs = inputsOf(
    [...entries.map(({ checked }) => checked), ...exceptions],
    computable(source.scope),
    leaving.personal,
  );
  const texts = new Map(
    contentTexts(
      { ruleSet, cel, vectors, lists },
      opluxOf(ruleSet, computable(source.scope), inputs, rawValues),
      duckdbText(ruleSet, entries, exceptions, features),
    ),
  );
  const createdAt = options.createdAt ?? null;
  const head = manifestHead({ ruleSet, features, info, data, vectors, duckdb, createdAt, rawValues });
  const vectorsHash = sha256(texts.get(packageFiles.vectors) ?? '');
  texts.set(packageFiles.certificate, canonicalText(certificateOf(head, { ruleSet, vectors, vectorsHash, engines })));
  const name = packageName(ruleSet);
  const folder = project.stagingPath(name);
  try {
    const files = writeContents(folder, texts);
    writeManifest(folder, { ...head, files });
    return { folder, name, vectors, exceptions: exceptionCounts(ruleSet), engines, files };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Throws 'package-mismatch' with the first difference; the record that shows it, unless it holds persons. */
function refuseMismatches(mismatches: readonly ReplayMismatch[], { vectors }: VectorsFile, rawValues: boolean): void {
  const [first] = mismatches;
  if (first === undefined) return;
  const record = vectors.find(({ id }) => id === first.vector)?.record;
  throw new ShinsaError('package-mismatch', {
    count: mismatches.length,
    engine: celEngine.engine,
    vector: first.vector,
    rule: first.rule ?? '',
    expected: first.expected,
    got: first.got,
    ...(rawValues || record === undefined ? {} : { record: canonicalJson(record) }),
  });
}

function leavingOf(whole: RuleSet, source: Source, salt: Salt, rawValues: boolean): Leaving {
  const { entries, exceptions, scope, info } = source;
  const personal = rawValues ? new Set<string>() : personalColumns(info);
  if (rawValues) return { whole, ruleSet: whole, replaced: new Map(), exceptions, personal, salt };
  const named = literalsOf(entries.map(({ checked }) => checked));
  const { ruleSet, replaced } = exportedExceptions(whole, exceptions, personal, named, salt);
  const leaving = (ruleSet.exceptions ?? []).flatMap((exception): CheckedRule[] => {
    const checked = checkException(exception, scope);
    return checked.ok ? [checked] : [];
  });
  return { whole, ruleSet, replaced, exceptions: leaving, personal, salt };
}

const personalColumns = (info: ProjectInfo): Set<string> =>
  new Set(info.columns.filter((column) => column.pii !== 'none').map((column) => column.name));

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
  if (differs !== undefined)
    throw new ShinsaError('package-mismatch', { count: 1, engine: 'duckdb', vector: differs.id, rule: '' });
}

const answersOf = (vector: Vector | undefined): unknown => [
  vector?.fired,
  vector?.unevaluable,
  vector?.exceptions,
  vector?.result,
  vector?.by,
];
