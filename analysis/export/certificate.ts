import { canonicalJson } from '../model/canonical-json.ts';
import {
  notReproduced,
  type Certificate,
  type NotProven,
  type ProvenEngine,
  type RuleCoverage,
  type UnreachedThreshold,
} from '../model/package-certificate.ts';
import type { Manifest, VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { sha256 } from './package-files.ts';

/** What the certificate of a package is made of, beside its manifest. */
export interface Proven {
  readonly ruleSet: RuleSet;
  readonly vectors: VectorsFile;
  /** SHA-256 of vectors.json. */
  readonly vectorsHash: string;
  readonly engines: readonly ProvenEngine[];
  readonly notProven: readonly NotProven[];
  readonly unreached: readonly UnreachedThreshold[];
}

/** The certificate of a package whose engines all agreed. */
export function certificateOf(
  manifest: Omit<Extract<Manifest, { formatVersion: 2 }>, 'files'>,
  { ruleSet, vectors, vectorsHash, engines, notProven, unreached }: Proven,
): Certificate {
  const { data, labels, tool, features, rawValues } = manifest;
  const rules = coverageOf(ruleSet, vectors);
  return {
    format: 'shinsa-certificate',
    formatVersion: 1,
    tool: { name: tool.name, version: tool.version },
    ruleSet: {
      hash: manifest.ruleSetHash,
      rules: ruleSet.rules.length,
      groups: ruleSet.groups?.length ?? 0,
      features: ruleSet.features?.length ?? 0,
      exceptions: ruleSet.exceptions?.length ?? 0,
    },
    data: { hash: data.version, orders: data.orders, from: data.from, to: data.to },
    labels: { ...labels, targetHash: sha256(canonicalJson(labels.target)) },
    lists: (ruleSet.lists ?? []).map(({ id, entries, contentHash }) => ({ id, entries, hash: contentHash })),
    features: (features?.used ?? []).map(({ id, hash }) => ({ id, hash })),
    vectors: {
      hash: vectorsHash,
      total: vectors.vectors.length,
      origins: originsOf(vectors),
      listCases: vectors.listCases?.length ?? 0,
      featureOrders: (vectors.featureCases ?? []).reduce((sum, { orders }) => sum + orders.length, 0),
    },
    rules,
    notReached: rules.flatMap(({ rule, ...counts }) =>
      (['true', 'false', 'unknown'] as const).flatMap((answer) => (counts[answer] === 0 ? [{ rule, answer }] : [])),
    ),
    ...(unreached.length === 0 ? {} : { thresholdsNotReached: [...unreached] }),
    engines: [...engines],
    notProven: [...notProven],
    surrogates: !rawValues,
    notReproduced: [...notReproduced],
  };
}

/** How often each rule is true, false and not evaluable. */
export function coverageOf({ rules }: RuleSet, { vectors }: Pick<VectorsFile, 'vectors'>): RuleCoverage[] {
  const counted = new Map(rules.map(({ code }) => [code, { true: 0, unknown: 0 }]));
  for (const { fired, unevaluable } of vectors) {
    for (const code of fired) add(counted.get(code), 'true');
    for (const code of unevaluable) add(counted.get(code), 'unknown');
  }
  return rules.map(({ code }) => {
    const own = counted.get(code) ?? { true: 0, unknown: 0 };
    return { rule: code, ...own, false: vectors.length - own.true - own.unknown };
  });
}

function add(counts: { true: number; unknown: number } | undefined, answer: 'true' | 'unknown'): void {
  if (counts !== undefined) counts[answer] += 1;
}

function originsOf({ vectors }: VectorsFile): Record<string, number> {
  const origins: Record<string, number> = {};
  for (const { origin } of vectors) origins[origin] = (origins[origin] ?? 0) + 1;
  return origins;
}

/** What an engine compares on vectors: each rule, each exception and the decision, on every one. */
export const comparedOn = ({ rules, exceptions = [] }: RuleSet, { vectors }: Pick<VectorsFile, 'vectors'>): number =>
  vectors.length * (rules.length + exceptions.length + 1);
