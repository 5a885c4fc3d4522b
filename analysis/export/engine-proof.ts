import { listsRoot } from '../expression/index.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProvenEngine } from '../model/package-certificate.ts';
import { featuresNamed } from '../model/features.ts';
import { packageFiles, type Manifest, type VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { CheckedEntry } from './cel-file.ts';
import type { ReplayMismatch } from './cel-replay.ts';
import { comparedOn } from './certificate.ts';
import { celEngine } from './evaluator-name.ts';
import { beyondRange } from './vector-answer.ts';

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
  /** Of those, how many rest on values handed to it: features, what stood on lists, inputs that its format cannot say. */
  readonly derived: number;
  /** Answers not compared: of a number that it does not take or holds in a wider range, of a regular expression of another dialect. */
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
  derived:
    vectors.vectors.length *
    restingOn(
      ruleSet.rules.map(({ code }) => code),
      fedRules(ruleSet),
    ),
  outside: 0,
  mismatches: differences.length,
  first: differences[0] ?? null,
});

/** Codes of the rules that read features or ask lists: vectors give the values of the one and what stood on the other. */
export const fedRules = ({ rules, features = [], lists = [] }: RuleSet): ReadonlySet<string> =>
  new Set(
    rules.flatMap(({ code, when }) =>
      featuresNamed(when, features).length > 0 || lists.some(({ id }) => when.includes(`${listsRoot}.${id}`))
        ? [code]
        : [],
    ),
  );

/** How many of a record's answers rest on values given: rules among `fed`, and the decision that follows from any of them. */
export function restingOn(codes: readonly string[], fed: ReadonlySet<string>, decides = true): number {
  const rules = codes.filter((code) => fed.has(code)).length;
  return rules + (decides && rules > 0 ? 1 : 0);
}

/**
 * What the first evaluator of CEL said. Its whole numbers have 64 bits and its doubles may be infinite, so that a plain text goes
 * on where a result leaves the range and the rule is not evaluable: such an answer is outside, not a difference.
 */
export function celProof(
  mismatches: readonly ReplayMismatch[],
  { ruleSet, vectors }: { readonly ruleSet: RuleSet; readonly vectors: VectorsFile },
  entries: readonly CheckedEntry[],
): EngineProof {
  const rules = new Map(entries.map(({ code, checked }) => [code, checked]));
  const records = new Map(vectors.vectors.map((vector) => [vector.id, vector]));
  const isWider = ({ vector, rule, expected, got }: ReplayMismatch): boolean => {
    const [checked, record] = [rules.get(rule ?? ''), records.get(vector)];
    const answers = expected === 'unevaluable' && (got === 'true' || got === 'false');
    return answers && checked !== undefined && record !== undefined && beyondRange(checked, record);
  };
  const differences = mismatches.filter((one) => !isWider(one));
  const proof = proofOf({ ...celEngine, target: 'cel', file: packageFiles.cel }, ruleSet, vectors, differences);
  const wider = mismatches.filter(isWider);
  const fed = fedRules(ruleSet);
  return {
    ...proof,
    compared: proof.compared - wider.length,
    derived: proof.derived - wider.filter(({ rule }) => fed.has(rule ?? '')).length,
    outside: wider.length,
  };
}

/** Engines as certificates name them: those that agreed and had answers to compare. */
export const certified = (proofs: readonly EngineProof[]): ProvenEngine[] =>
  proofs.flatMap(({ engine, version, file, vectors, compared, derived, outside }): ProvenEngine[] =>
    compared === 0
      ? []
      : [{ engine, version, subject: 'vectors', file, records: vectors, compared, derived, outside, mismatches: 0 }],
  );

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
export function refuseMismatches(engines: readonly EngineProof[], file: VectorsFile, rawValues: boolean): void {
  const failed = disproof(engines);
  if (failed === null) return;
  const record = file.vectors.find(({ id }) => id === failed.first?.vector)?.record;
  const made = orderOfCase(failed.first, file);
  const shown =
    made !== undefined
      ? { record: canonicalJson(made) }
      : rawValues || record === undefined
        ? {}
        : { record: canonicalJson(record) };
  throw new ShinsaError(
    'package-mismatch',
    { ...differenceParams(failed), ...shown },
    { place: { file: failed.file } },
  );
}

/** The order of a feature's case that a difference is of, with what is reported of it and the events beside it: invented, all may be shown. */
export function orderOfCase(first: Difference | null, { featureCases = [] }: VectorsFile): object | undefined {
  const found = featureCases.find(({ feature }) => first?.rule === `velocity.${feature}`);
  const order = found?.orders.find(({ event_id }) => event_id === first?.vector);
  if (found === undefined || order === undefined) return undefined;
  const outcomes = (found.outcomes ?? []).filter(({ order_id }) => order_id === order.event_id);
  const { events } = found;
  return { ...order, ...(outcomes.length === 0 ? {} : { outcomes }), ...(events === undefined ? {} : { events }) };
}
