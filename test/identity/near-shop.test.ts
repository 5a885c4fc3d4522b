import { describe, expect, it } from 'vitest';
import { figuresOf } from './near-figures.ts';
import { usualShift, type Shift } from './near-population.ts';
import { returningShop } from './near-shop.ts';

/** Seeds and shifts that nothing was chosen by; see near-held-out.test.ts. */
const shops: readonly (readonly [name: string, seed: number, shift: Shift])[] = [
  ['as usual', 3101, { ...usualShift, variants: 0.5 }],
  [
    'more is written wrongly',
    3202,
    {
      ...{ ...usualShift, variants: 0.7, faint: 0.2 },
      name: { same: 35, kanji: 22, kanaOnly: 12, romaji: 15, kanaTypo: 16 },
      address: { same: 45, typo: 30, short: 10, moved: 10, missing: 5 },
    },
  ],
  [
    'few come back, numbers and accounts changed',
    3303,
    {
      ...{ ...usualShift, variants: 0.3 },
      phone: { digit: 25, swapped: 25, new: 40, missing: 10 },
      email: { digits: 25, provider: 30, typo: 20, new: 15, missing: 10 },
    },
  ],
];

// They guard against regression: figures of invented persons, none of real ones.
describe('near matches in a sample shop whose buyers come back written otherwise', () => {
  it.each(shops)(
    'are right and nearly complete beside all that is planted there: %s',
    async (name, seed, shift) => {
      const { planted, claimed, claims } = await figuresOf(returningShop(seed, shift));
      const told = `${name}: ${planted} planted, ${claimed} claimed`;
      console.info(`regression figures, ${told}: ${JSON.stringify(claims)}`);
      expect(planted, told).toBeGreaterThan(100);
      expect(claims.precision, told).toBeGreaterThanOrEqual(0.98);
      expect(claims.recall, told).toBeGreaterThanOrEqual(0.95);
    },
    180_000,
  );
});
