import { affiliate } from './affiliate.ts';
import { cardTesting } from './card-testing.ts';
import type { LibraryRule } from './library-rule.ts';
import { payLater } from './pay-later.ts';
import { resale } from './resale.ts';
import { sampleAbuse } from './sample-abuse.ts';
import { stolenCard } from './stolen-card.ts';
import { takeover } from './takeover.ts';
import { velocityRules } from './velocity/index.ts';

export { fraudTypes, type FraudType, type LibraryRule } from './library-rule.ts';

/** The documented rules that come with the program, by what they catch. */
export const ruleLibrary: readonly LibraryRule[] = [
  ...stolenCard,
  ...cardTesting,
  ...resale,
  ...affiliate,
  ...sampleAbuse,
  ...payLater,
  ...takeover,
  ...velocityRules,
];
