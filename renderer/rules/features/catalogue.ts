import { checkFeature, type FeatureCheck, type Scope } from '../../../analysis/expression/index.ts';
import {
  featureCatalogue,
  type CatalogueFeature,
  type FeatureTopic,
} from '../../../analysis/model/feature-catalogue/index.ts';
import { featureColumn } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { language, named, t } from '../../i18n/index.ts';
import { fold } from '../../parts/combobox.tsx';
import { fieldName, featureWords } from './feature-words.ts';

/** A ready feature beside the open project and rule set. */
export interface ShownFeature {
  readonly entry: CatalogueFeature;
  readonly checked: FeatureCheck;
  /** What it says, in words. */
  readonly words: string;
  /** Names of its fields that no order has a value of. */
  readonly lacks: readonly string[];
  /** Id of the feature of the set that says the same. */
  readonly inSet: string | null;
}

/** The whole catalogue; `orders` is the scope of orders without features. */
export function shownFeatures(info: ProjectInfo, ruleSet: RuleSet, orders: Scope): readonly ShownFeature[] {
  const { currency, timezone } = ruleSet;
  const present = new Set(info.columns.filter((column) => column.present).map(({ path }) => path));
  const there = new Map(
    (ruleSet.features ?? []).map((feature) => [featureColumn({ feature, currency, timezone }), feature.id]),
  );
  return featureCatalogue.map((entry) => {
    const { feature } = entry;
    const checked = checkFeature(feature, orders);
    const own = feature.on === undefined ? [feature.of, ...fieldsOf(checked)] : [];
    const read = [...new Set([...feature.by, ...own])].filter((path) => path !== undefined);
    return {
      entry,
      checked,
      words: featureWords(feature, orders),
      lacks: read.filter((path) => !present.has(path)).map((path) => fieldName(path, orders)),
      inSet: there.get(featureColumn({ feature, currency, timezone })) ?? null,
    };
  });
}

const fieldsOf = (checked: FeatureCheck): readonly string[] =>
  checked.ok && checked.where !== null ? checked.where.fields.map(({ path }) => path) : [];

/** Those of a topic (null: of all) that a text is found in: id, names, description, what they say. */
export function matching(
  all: readonly ShownFeature[],
  topic: FeatureTopic | null,
  text: string,
): readonly ShownFeature[] {
  const wanted = fold(text.trim());
  return all
    .filter(({ entry }) => topic === null || entry.topic === topic)
    .filter(({ entry: { feature, about, topic: own }, words }) => {
      const texts = [feature.id, feature.names.ja, feature.names.en, about[language.get()], words];
      return fold([...texts, t(`features.topic.${own}`)].join(' ')).includes(wanted);
    });
}

export const shownName = ({ entry }: ShownFeature): string => named(entry.feature.names);
