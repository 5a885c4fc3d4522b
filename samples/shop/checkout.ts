import type { Random } from './random.ts';
import type { Payment } from './shop.ts';
import { declineCodes, issuers, type Brand } from './tables/cards.ts';
import type { Item } from './tables/items.ts';

/** A card on file; the token stands for the number, which the shop never sees. */
export interface Card {
  readonly bin: string;
  readonly brand: Brand;
  readonly token: string;
}

/** A card of any issuer, or of the given BIN. */
export function inventCard(rng: Random, bin?: string): Card {
  const issuer = issuers.find((i) => i.bin === bin) ?? rng.weighted(issuers, (i) => i.weight);
  return { bin: issuer.bin, brand: issuer.brand, token: rng.token('tok_', 16) };
}

/** Who pays: a good buyer, a later delivery of a subscription, a thief with a number, a tester of numbers. */
export type Payer = 'good' | 'recurring' | 'thief' | 'tester';

type Authentication = {
  readonly status: Payment['threeDsStatus'];
  readonly flow: 'frictionless' | 'challenge' | 'none';
  readonly weight: number;
};

const authentications: Readonly<Record<Payer, readonly Authentication[]>> = {
  good: [
    { status: 'Y', flow: 'frictionless', weight: 620 },
    { status: 'Y', flow: 'challenge', weight: 225 },
    { status: 'A', flow: 'frictionless', weight: 62 },
    { status: 'U', flow: 'none', weight: 22 },
    { status: null, flow: 'none', weight: 46 },
    { status: 'N', flow: 'challenge', weight: 25 },
  ],
  recurring: [{ status: null, flow: 'none', weight: 1 }],
  thief: [
    { status: 'U', flow: 'none', weight: 46 },
    { status: null, flow: 'none', weight: 18 },
    { status: 'A', flow: 'frictionless', weight: 17 },
    { status: 'Y', flow: 'frictionless', weight: 14 },
    { status: 'N', flow: 'challenge', weight: 5 },
  ],
  tester: [
    { status: null, flow: 'none', weight: 70 },
    { status: 'U', flow: 'none', weight: 30 },
  ],
};

const declineShare: Readonly<Record<Payer, number>> = { good: 0.035, recurring: 0.02, thief: 0.05, tester: 0.88 };

/** Pays by card: 3-D Secure first, then authorisation; a failed authentication is never sent to authorisation. */
export function payByCard(card: Card, payer: Payer, rng: Random): Payment {
  const { status, flow } = rng.weighted(authentications[payer], (a) => a.weight);
  const declined = rng.chance(declineShare[payer]);
  const code = rng.weighted(declineCodes, (d) => (payer === 'tester' ? d.testing : d.ordinary)).code;
  const failed = status === 'N';
  return {
    method: '02',
    bin: card.bin,
    token: card.token,
    brand: card.brand,
    authResult: failed ? null : declined ? 'NG' : 'OK',
    declineCode: !failed && declined ? code : null,
    threeDsStatus: status,
    threeDsFlow: flow,
    eci: eci(card.brand, status, payer),
  };
}

function eci(brand: Brand, status: Payment['threeDsStatus'], payer: Payer): string | null {
  const mastercard = brand === 'Mastercard';
  if (payer === 'recurring') return '07';
  switch (status) {
    case 'Y':
      return mastercard ? '02' : '05';
    case 'A':
      return mastercard ? '01' : '06';
    case 'U':
      return mastercard ? '00' : '07';
    case 'N':
    case null:
      return null;
  }
}

/** Pays by pay later (01) or cash on delivery (03). */
export function payOtherwise(method: '01' | '03'): Payment {
  return {
    method,
    bin: null,
    token: null,
    brand: null,
    authResult: null,
    declineCode: null,
    threeDsStatus: null,
    threeDsFlow: null,
    eci: null,
  };
}

/** Items of one order with their number. */
export type Basket = readonly { readonly item: Item; readonly quantity: number }[];

/** What the order form says about a basket; shipping of ¥550 is added below ¥3,980. */
export function writeBasket(basket: Basket): {
  readonly items: string;
  readonly quantity: number;
  readonly amount: number;
} {
  const goods = basket.reduce((sum, line) => sum + line.item.price * line.quantity, 0);
  return {
    items: basket.map((line) => `${line.item.name}×${line.quantity}`).join('／'),
    quantity: basket.reduce((sum, line) => sum + line.quantity, 0),
    amount: goods + (goods >= 3_980 ? 0 : 550),
  };
}
