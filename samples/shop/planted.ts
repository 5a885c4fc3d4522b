import type { Period } from './calendar.ts';
import { accountTakeover } from './fraud/account-takeover.ts';
import { affiliateAbuse, firstOfferResale, payLaterRing } from './fraud/abuse.ts';
import { cardTesting } from './fraud/card-testing.ts';
import { forwardingRing } from './fraud/forwarding-ring.ts';
import { stolenCardBurst, stolenCardSingle } from './fraud/stolen-card.ts';
import {
  bulkBuyer,
  disposableMailUser,
  dormitory,
  family,
  giftSeason,
  nightWorker,
  office,
  overseasResident,
  rename,
  traveller,
  type Planter,
} from './look-alikes.ts';
import { planFor } from './plan.ts';
import type { Random } from './random.ts';
import type { Draft, Pattern } from './shop.ts';

const planters: Readonly<Record<Pattern, Planter>> = {
  'stolen-card-burst': stolenCardBurst,
  'stolen-card-single': stolenCardSingle,
  'card-testing': cardTesting,
  'forwarding-ring': forwardingRing,
  'account-takeover': accountTakeover,
  'first-offer-resale': firstOfferResale,
  'pay-later-ring': payLaterRing,
  'affiliate-abuse': affiliateAbuse,
  family,
  office,
  dormitory,
  'gift-season': giftSeason,
  'bulk-buyer': bulkBuyer,
  rename,
  traveller,
  'overseas-resident': overseasResident,
  'disposable-mail-user': disposableMailUser,
  'night-worker': nightWorker,
};

/** Everything the plan plants in a shop of that many orders, with the quiet orders that belong to it. */
export function plantedOrders(orders: number, period: Period, rng: Random): Draft[] {
  return planFor(orders).flatMap(({ pattern, groups, ordersPerGroup }) =>
    Array.from({ length: groups }, (_, index) => {
      const group = `${pattern}-${String(index + 1).padStart(3, '0')}`;
      return planters[pattern](group, ordersPerGroup, period, rng.fork(group), index);
    }).flat(),
  );
}
