import { featureMeasures } from '../../../analysis/expression/index.ts';
import { velocityPath, type Feature } from '../../../analysis/model/features.ts';
import type { Rule, RuleSet } from '../../../analysis/model/ruleset.ts';
import { withFeature, withSet, type Draft } from '../../rule-sets/document.ts';

/** What a feature is to become; undefined takes a part out. */
export type FeatureChange = { readonly [K in keyof Feature]?: Feature[K] | undefined };

export const featuresOf = ({ ruleSet }: Pick<Draft, 'ruleSet'>): readonly Feature[] => ruleSet.features ?? [];

/** Texts in quotes, and the feature where it is named as a whole; texts say nothing of features. */
const named = (id: string): RegExp =>
  new RegExp(
    `"(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|[^'\\\\])*'|(?<![\\p{L}\\p{N}_.])velocity\\.${id}(?![\\p{L}\\p{N}_])`,
    'gu',
  );

/** Whether a rule's text reads the feature of that id. */
export const readsFeature = (when: string, id: string): boolean =>
  (when.match(named(id)) ?? []).some((found) => found === velocityPath(id));

/** The rules of a set that read a feature. */
export const rulesReading = ({ rules }: Pick<RuleSet, 'rules'>, id: string): readonly Rule[] =>
  rules.filter(({ when }) => readsFeature(when, id));

/** An id nobody has yet: orders_device, orders_device_v2 … */
export function freeId(wanted: string, taken: readonly string[]): string {
  const base = wanted.replace(/_v\d+$/, '').slice(0, 54);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? base : `${base}_v${n}`;
    if (!taken.includes(id)) return id;
  }
}

/** The draft with a feature put in after the one at a place, at the end where that is null. */
export function withFeatureAfter(draft: Draft, after: number | null, feature: Feature): Draft {
  const own = featuresOf(draft);
  return withSet(draft, { features: own.toSpliced(after === null ? own.length : after + 1, 0, feature) });
}

export function withoutFeature(draft: Draft, index: number): Draft {
  const left = featuresOf(draft).toSpliced(index, 1);
  return withSet(draft, { features: left.length === 0 ? undefined : left });
}

/** The feature with another id; the rules that read it follow, unless another feature has its id too. */
export function withFeatureId(draft: Draft, index: number, id: string): Draft {
  const before = featuresOf(draft)[index];
  if (before === undefined || before.id === id) return draft;
  const renamed = withFeature(draft, index, { id });
  if (featuresOf(renamed).some((other) => other.id === before.id)) return renamed;
  const from = velocityPath(before.id);
  const rules = draft.ruleSet.rules.map((rule) => {
    const when = rule.when.replace(named(before.id), (found) => (found === from ? velocityPath(id) : found));
    return when === rule.when ? rule : { ...rule, when };
  });
  return { ...renamed, ruleSet: { ...renamed.ruleSet, rules } };
}

/** A change with what no longer goes with it taken out: options and fields of another kind of feature. */
export function tidied(feature: Feature, change: FeatureChange): FeatureChange {
  const { agg, on = 'orders' } = { ...feature, ...change };
  const outcomes = agg === 'known_bad';
  return {
    ...change,
    ...(featureMeasures[agg ?? feature.agg] === undefined ? { of: undefined } : {}),
    ...(outcomes ? { on: undefined } : { outcome: undefined }),
    ...(outcomes || on !== 'orders' ? { includeCurrent: undefined, ties: undefined } : {}),
  };
}
