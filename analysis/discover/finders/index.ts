import type { FinderId } from '../../model/patterns.ts';
import type { Finder } from '../finder.ts';
import { accountTakeover } from './account-takeover.ts';
import { affiliateAbuse } from './affiliate-abuse.ts';
import { cardTesting } from './card-testing.ts';
import { deviceFarm } from './device-farm.ts';
import { ipAbroad } from './ip-abroad.ts';
import { languageZone } from './language-zone.ts';
import { listedShared } from './listed-shared.ts';
import { nameReading } from './name-reading.ts';
import { velocityBurst } from './velocity-burst.ts';
import { firstOfferResale } from './first-offer-resale.ts';
import { forwarding } from './forwarding.ts';
import { payLaterRing } from './pay-later-ring.ts';
import { stolenCards } from './stolen-cards.ts';

/** One finder for each pattern, in the order of `finderIds`. */
export const finders: Readonly<Record<FinderId, Finder>> = {
  'stolen-cards': stolenCards,
  'card-testing': cardTesting,
  forwarding,
  'account-takeover': accountTakeover,
  'first-offer-resale': firstOfferResale,
  'pay-later-ring': payLaterRing,
  'affiliate-abuse': affiliateAbuse,
  'device-farm': deviceFarm,
  'velocity-burst': velocityBurst,
  'name-reading': nameReading,
  'ip-abroad': ipAbroad,
  'listed-shared': listedShared,
  'language-zone': languageZone,
};
