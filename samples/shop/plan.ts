import type { Pattern } from './shop.ts';

/** How often a pattern is planted: that many groups of that many orders each, in a shop of 20,000 orders. */
export interface Planting {
  readonly pattern: Pattern;
  readonly groups: number;
  readonly ordersPerGroup: number;
}

/** The size the plan is written for. */
export const planSize = 20_000;

/** The smallest shop that still holds one group of everything beside ordinary buyers. */
export const smallestShop = 2_000;

/** Everything planted, fraud first. README.md documents the same figures. */
export const plan: readonly Planting[] = [
  { pattern: 'stolen-card-burst', groups: 20, ordersPerGroup: 8 },
  { pattern: 'stolen-card-single', groups: 70, ordersPerGroup: 1 },
  { pattern: 'card-testing', groups: 4, ordersPerGroup: 60 },
  { pattern: 'forwarding-ring', groups: 3, ordersPerGroup: 22 },
  { pattern: 'account-takeover', groups: 24, ordersPerGroup: 2 },
  { pattern: 'first-offer-resale', groups: 5, ordersPerGroup: 24 },
  { pattern: 'pay-later-ring', groups: 8, ordersPerGroup: 12 },
  { pattern: 'affiliate-abuse', groups: 3, ordersPerGroup: 35 },
  { pattern: 'family', groups: 150, ordersPerGroup: 4 },
  { pattern: 'office', groups: 10, ordersPerGroup: 24 },
  { pattern: 'dormitory', groups: 5, ordersPerGroup: 36 },
  { pattern: 'gift-season', groups: 900, ordersPerGroup: 1 },
  { pattern: 'bulk-buyer', groups: 20, ordersPerGroup: 6 },
  { pattern: 'rename', groups: 60, ordersPerGroup: 3 },
  { pattern: 'traveller', groups: 60, ordersPerGroup: 2 },
  { pattern: 'overseas-resident', groups: 12, ordersPerGroup: 3 },
  { pattern: 'disposable-mail-user', groups: 45, ordersPerGroup: 1 },
  { pattern: 'night-worker', groups: 40, ordersPerGroup: 3 },
];

/** The plan for a shop of that many orders: the number of groups is scaled, at least one; groups keep their size. */
export function planFor(orders: number): readonly Planting[] {
  return plan.map((p) => ({ ...p, groups: Math.max(1, Math.round((p.groups * orders) / planSize)) }));
}
