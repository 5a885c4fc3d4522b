import { cardFeatures } from './cards.ts';
import type { CatalogueFeature } from './entry.ts';
import { goodsFeatures } from './goods.ts';
import { personFeatures } from './persons.ts';

export { featureTopics, type CatalogueFeature, type FeatureTopic } from './entry.ts';

/** Ready features, by topic; a rule set takes copies of those it wants. */
export const featureCatalogue: readonly CatalogueFeature[] = [...cardFeatures, ...personFeatures, ...goodsFeatures];
