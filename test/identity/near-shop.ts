import { generateShop, sampleFiles, shopFiles } from '../../samples/shop/generate.ts';
import shopMapping from '../../samples/shop/mapping.json' with { type: 'json' };
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { Random } from '../../samples/shop/random.ts';
import { isFraud, type Party, type ShopOrder, type Who } from '../../samples/shop/shop.ts';
import { grouped, type KnownPersons } from './near-figures.ts';
import { variant, type Shift } from './near-population.ts';

/** One phone and one mail address are one person; who marries keeps both. */
const personOf = ({ who: { person } }: ShopOrder): string => `${person.phone} ${person.email}`;

/**
 * A sample shop of 6,000 orders with all that is planted in it, in which `shift.variants` of the buyers that come back do
 * so as guests on another device, with another card, and write themselves otherwise from some order on: no key tells.
 */
export function returningShop(seed: number, shift: Shift): KnownPersons {
  const shop = generateShop({ seed, orders: 6_000, start: '2025-04-01', months: 15 });
  const rng = new Random(seed).fork('returning');
  const owners = new Map<string, string>();
  for (const order of shop.orders)
    for (const value of [order.email, digits(order.buyer.phone)]) owners.set(value, personOf(order));
  const orders = [...grouped(shop.orders, personOf)].flatMap(([person, own]) => {
    const honest = own.every(({ pattern }) => pattern === null || !isFraud(pattern));
    if (own.length < 2 || !honest || !rng.chance(shift.variants)) return own;
    return cameBack(own, rng, (who) => unowned(() => variant(who, rng, shift), person, owners));
  });
  const files = shopFiles({ ...shop, orders: orders.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)) });
  return {
    file: files.get(sampleFiles.orders) ?? '',
    mapping: mappingSchema.parse(shopMapping),
    personOf: new Map(orders.map((order) => [order.id, personOf(order)])),
  };
}

const digits = (phone: string | null): string => (phone ?? '').replaceAll('-', '');

/** Cells whose phone and mail address nobody else has. */
function unowned(make: () => string[], person: string, owners: Map<string, string>): string[] {
  for (;;) {
    const cells = make();
    const values = [digits(cells[6] ?? ''), cells[7] ?? ''].filter((value) => value !== '');
    if (values.some((value) => (owners.get(value) ?? person) !== person)) continue;
    for (const value of values) owners.set(value, person);
    return cells;
  }
}

function cameBack(
  own: readonly ShopOrder[],
  rng: Random,
  write: (who: Who & { readonly agent: string }) => string[],
): readonly ShopOrder[] {
  const [first, ...rest] = own;
  if (first === undefined) return own;
  const from = rng.int(1, rest.length);
  const cells = write({ ...first.who, agent: first.userAgent ?? '' });
  const [name = '', kana = '', zipcode = '', prefecture = '', city = '', address = '', phone = ''] = cells;
  const buyer: Party = { name, kana: kana || null, zipcode, prefecture, city, address, phone: phone || null };
  const guest = {
    ...{ buyer, email: cells[7] ?? '', userAgent: cells[8] ?? null, memberId: null, memberSince: null },
    ...{ deviceId: rng.token('dv', 18), cookieId: rng.token('ck', 18) },
  };
  const token = rng.token('tk', 18);
  const later = rest.slice(from - 1).map((order): ShopOrder => ({
    ...order,
    ...guest,
    delivery: order.delivery.address === order.buyer.address ? buyer : order.delivery,
    payment: order.payment.token === null ? order.payment : { ...order.payment, token },
  }));
  return [first, ...rest.slice(0, from - 1), ...later];
}
