import { inventPlace } from './address.ts';
import { dayMs, dayOf, momentOf, type Period } from './calendar.ts';
import { inventCustomer, ordinaryBasket, placeOrder, type Customer } from './customers.ts';
import { inventIp } from './network.ts';
import { inventHabits, inventPerson, writeParty } from './person.ts';
import type { Random } from './random.ts';
import type { Draft, Party } from './shop.ts';
import { itemsOf } from './tables/items.ts';

/** That many orders of ordinary buyers: single buyers, returning buyers and subscribers. */
export function ordinaryOrders(count: number, period: Period, rng: Random): Draft[] {
  const drafts: Draft[] = [];
  while (drafts.length < count) {
    const customer = inventCustomer(rng, period);
    const own = rng.chance(0.2) ? subscription(customer, period, rng) : purchases(customer, period, rng);
    drafts.push(...own.slice(0, count - drafts.length));
  }
  return drafts;
}

/** Single orders of one customer, from one to seven, weeks or months apart. */
export function purchases(customer: Customer, period: Period, rng: Random): Draft[] {
  const wanted = rng.weighted([1, 2, 3, 4, 7], (n) => ({ 1: 62, 2: 18, 3: 10, 4: 6, 7: 4 })[n] ?? 0);
  const drafts: Draft[] = [];
  let day = dayOf(beforeAnd(period), rng);
  for (let i = 0; i < wanted && day < period.end; i++) {
    if (day >= period.start) drafts.push(purchase(customer, momentOf(day, rng), rng));
    day += rng.int(6, 110) * dayMs;
  }
  return drafts;
}

/** The export begins in the middle of the shop's life: buyers of the eight months before it return. */
function beforeAnd(period: Period): Period {
  return { start: period.start - 240 * dayMs, end: period.end };
}

function purchase(customer: Customer, at: number, rng: Random): Draft {
  const away = rng.chance(0.22);
  return placeOrder(
    customer,
    {
      at,
      basket: ordinaryBasket(rng),
      ...(away ? { ip: inventIp(rng, rng.chance(0.96) ? 'carrier' : 'proxy') } : {}),
      ...(rng.chance(0.035) ? { delivery: someoneElse(rng) } : {}),
      coupon: rng.chance(0.12) ? rng.pick(['WELCOME500', 'LINE300', 'BDAY10']) : null,
    },
    rng,
  );
}

/** A recipient with a name and place of their own. */
export function someoneElse(rng: Random): Party {
  return writeParty(inventPerson(rng), inventPlace(rng), inventHabits(rng));
}

/** A subscription: the first delivery at the first-time price (or with a sample), then one a month until it ends. */
export function subscription(customer: Customer, period: Period, rng: Random): Draft[] {
  const first = rng.int(0, itemsOf('first-offer').length - 1);
  const start = dayOf(beforeAnd(period), rng);
  const deliveries = rng.weighted(
    [1, 2, 3, 4, 6, 9, 14],
    (n) => ({ 1: 26, 2: 14, 3: 14, 4: 16, 6: 14, 9: 10, 14: 6 })[n] ?? 0,
  );
  const drafts: Draft[] = [];
  for (let n = 1; n <= deliveries; n++) {
    const day = start + (n - 1) * 30 * dayMs;
    if (day >= period.end) break;
    if (day < period.start) continue;
    drafts.push(n === 1 ? firstDelivery(customer, day, first, rng) : laterDelivery(customer, day, first, n, rng));
  }
  return drafts;
}

function firstDelivery(customer: Customer, day: number, product: number, rng: Random): Draft {
  const kind = rng.chance(0.1) ? 'sample' : 'first-offer';
  const shelf = itemsOf(kind);
  const item = shelf[product] ?? rng.pick(shelf);
  const quantity = rng.chance(0.025) ? rng.int(2, 3) : 1;
  return placeOrder(customer, { at: momentOf(day, rng), basket: [{ item, quantity }], kind: '定期初回' }, rng);
}

function laterDelivery(customer: Customer, day: number, product: number, n: number, rng: Random): Draft {
  const shelf = itemsOf('refill');
  const item = shelf[product] ?? rng.pick(shelf);
  const at = day + 6 * 3_600_000 + rng.int(0, 1_799) * 1000;
  return placeOrder(customer, { at, basket: [{ item, quantity: 1 }], kind: `定期${n}回目`, payer: 'recurring' }, rng);
}
