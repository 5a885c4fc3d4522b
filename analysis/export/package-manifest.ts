import { canonicalJson } from '../model/canonical-json.ts';
import type { Manifest, VectorsFile } from '../model/package.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { appVersion } from '../model/version.ts';
import { evaluatorName } from './evaluator-name.ts';
import { exceptionCounts } from './exported-exceptions.ts';
import type { PackageTarget } from './engine-proof.ts';
import { sha256 } from './package-files.ts';
import { usedFeature, type ReadFeature } from './read-features.ts';
import type { RuleSetFacts } from './targets/target.ts';

/** What a manifest says of a proven package. */
export interface Made {
  readonly ruleSet: RuleSet;
  readonly features: readonly ReadFeature[];
  readonly info: ProjectInfo;
  /** Hash of the data the vectors were drawn from. */
  readonly data: string;
  readonly vectors: VectorsFile;
  readonly duckdb: string;
  /** ISO instant of its making, where somebody said one. */
  readonly createdAt: string | null;
  readonly rawValues: boolean;
  readonly targets: readonly PackageTarget[];
}

/** The manifest but for the files, which the certificate is one of. */
export type ManifestHead = Omit<Extract<Manifest, { formatVersion: 2 }>, 'files'>;

const iso = (time: number): string => new Date(time).toISOString();

/** What documents and manifest say of where a rule set comes from. */
export function factsOf(ruleSet: RuleSet, { orders, period, maturity, asOf }: ProjectInfo): RuleSetFacts {
  return {
    hash: sha256(canonicalJson(ruleSet)),
    orders,
    from: period === null ? null : iso(period.from),
    to: period === null ? null : iso(period.to),
    asOf: maturity === 'measured' && asOf !== null ? iso(asOf) : null,
  };
}

export function manifestHead({
  ruleSet,
  features,
  info,
  data,
  vectors,
  duckdb,
  createdAt,
  rawValues,
  targets,
}: Made): ManifestHead {
  const { hash, orders, from, to, asOf } = factsOf(ruleSet, info);
  return {
    format: 'shinsa-package',
    formatVersion: 2,
    ...countsOf({ ruleSet, features, vectors }),
    tool: { name: 'shinsa', version: appVersion, duckdb },
    ...(createdAt === null ? {} : { createdAt }),
    rawValues,
    ruleSetHash: hash,
    data: { version: data, orders, from, to },
    labels: { target: info.target, asOf },
    targets: [...targets],
  };
}

/** What it says that follows from the rule set and the vectors. */
export function countsOf({ ruleSet, features, vectors }: Pick<Made, 'ruleSet' | 'features' | 'vectors'>) {
  const fired = new Set(vectors.vectors.flatMap((vector) => vector.fired));
  return {
    name: ruleSet.name,
    modelId: ruleSet.modelId,
    replay: {
      evaluator: evaluatorName,
      vectors: vectors.vectors.length,
      mismatches: 0 as const,
      rulesFired: fired.size,
      rules: ruleSet.rules.length,
    },
    ...(ruleSet.exceptions === undefined ? {} : { exceptions: exceptionCounts(ruleSet) }),
    ...(ruleSet.lists === undefined ? {} : { lists: { asOf: 'order' as const, used: ruleSet.lists } }),
    ...(features.length === 0 ? {} : { features: { asOf: 'order' as const, used: features.map(usedFeature) } }),
  };
}
