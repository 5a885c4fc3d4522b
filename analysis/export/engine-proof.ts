import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import { packageFiles, type Manifest, type VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { ReplayMismatch } from './cel-replay.ts';
import { comparedOn } from './certificate.ts';
import { celEngine } from './evaluator-name.ts';

/** Where an engine said otherwise; `rule` is null for the decision, `exception N` for one of those. */
export interface Difference {
  readonly vector: string;
  readonly rule: string | null;
  readonly expected: string;
  readonly got: string;
}

/** What one engine said of all vectors by a file of the package. */
export interface EngineProof {
  readonly engine: string;
  readonly version: string;
  readonly target: string;
  readonly file: string;
  /** Vectors it answered. */
  readonly vectors: number;
  /** Answers held against those expected: of each rule and exception, and of the decision where the file decides. */
  readonly compared: number;
  /** Answers it has none of: a number that it does not take, a regular expression of another dialect. */
  readonly outside: number;
  readonly mismatches: number;
  readonly first: Difference | null;
}

/** A format as a manifest names it. */
export type PackageTarget = Extract<Manifest, { formatVersion: 2 }>['targets'][number];

type Asked = Pick<EngineProof, 'engine' | 'version' | 'target' | 'file'>;

/** What an engine that was asked of every rule, exception and decision said: `differences` of them. */
export const proofOf = (
  asked: Asked,
  ruleSet: RuleSet,
  vectors: VectorsFile,
  differences: readonly Difference[],
): EngineProof => ({
  ...asked,
  vectors: vectors.vectors.length,
  compared: comparedOn(ruleSet, vectors),
  outside: 0,
  mismatches: differences.length,
  first: differences[0] ?? null,
});

/** What the first evaluator of CEL said. */
export const celProof = (
  mismatches: readonly ReplayMismatch[],
  { ruleSet, vectors }: { readonly ruleSet: RuleSet; readonly vectors: VectorsFile },
): EngineProof => proofOf({ ...celEngine, target: 'cel', file: packageFiles.cel }, ruleSet, vectors, mismatches);

/** An engine as certificates name it; only those that agreed stand in one. */
export const certified = ({ engine, version, file, vectors, compared, outside }: EngineProof): ProvenEngine => ({
  ...{ engine, version, subject: 'vectors', file, records: vectors, compared, outside, mismatches: 0 },
});

/** The first of them that said otherwise. */
export const disproof = (engines: readonly EngineProof[]): EngineProof | null =>
  engines.find(({ mismatches }) => mismatches > 0) ?? null;

/** What a failure tells of it. */
export const differenceParams = ({ engine, mismatches, first }: EngineProof): Record<string, string | number> => ({
  count: mismatches,
  engine,
  vector: first?.vector ?? '',
  rule: first?.rule ?? '',
  expected: first?.expected ?? '',
  got: first?.got ?? '',
});

/** Throws 'package-mismatch' where one said otherwise, with the record that shows it, unless it holds persons. */
export function refuseMismatches(engines: readonly EngineProof[], { vectors }: VectorsFile, rawValues: boolean): void {
  const failed = disproof(engines);
  if (failed === null) return;
  const record = vectors.find(({ id }) => id === failed.first?.vector)?.record;
  const shown = rawValues || record === undefined ? {} : { record: canonicalJson(record) };
  throw new ShinsaError(
    'package-mismatch',
    { ...differenceParams(failed), ...shown },
    { place: { file: failed.file } },
  );
}
