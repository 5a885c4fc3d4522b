import { canonicalJson } from '../model/canonical-json.ts';
import type { Manifest, VectorsFile } from '../model/package.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { appVersion } from '../model/version.ts';
import { evaluatorName } from './evaluator-name.ts';
import { exceptionCounts } from './exported-exceptions.ts';
import { sha256 } from './package-files.ts';
import { usedFeature, type ReadFeature } from './read-features.ts';

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
}

/** The manifest but for the files, which the certificate is one of. */
export type ManifestHead = Omit<Extract<Manifest, { formatVersion: 2 }>, 'files'>;

export function manifestHead({
  ruleSet,
  features,
  info,
  data,
  vectors,
  duckdb,
  createdAt,
  rawValues,
}: Made): ManifestHead {
  const fired = new Set(vectors.vectors.flatMap((vector) => vector.fired));
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    format: 'shinsa-package',
    formatVersion: 2,
    name: ruleSet.name,
    modelId: ruleSet.modelId,
    tool: { name: 'shinsa', version: appVersion, duckdb },
    ...(createdAt === null ? {} : { createdAt }),
    rawValues,
    ruleSetHash: sha256(canonicalJson(ruleSet)),
    data: {
      version: data,
      orders: info.orders,
      from: info.period === null ? null : iso(info.period.from),
      to: info.period === null ? null : iso(info.period.to),
    },
    labels: { target: info.target, asOf: info.maturity === 'measured' && info.asOf !== null ? iso(info.asOf) : null },
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
  };
}
