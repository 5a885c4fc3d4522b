import { inventPlace, type Place } from '../address.ts';
import { dayOf, momentOf, type Period } from '../calendar.ts';
import { inventCard, type Basket } from '../checkout.ts';
import { inventCustomer, placeOrder, type Customer } from '../customers.ts';
import { inventDevice, inventIp } from '../network.ts';
import { inventHabits, inventPerson, writeParty } from '../person.ts';
import type { Random } from '../random.ts';
import type { Draft, FraudPattern, Party } from '../shop.ts';
import { itemsOf } from '../tables/items.ts';

/** What a thief buys: one or two electronic goods that resell well. */
export function resaleGoods(rng: Random): Basket {
  const shelf = itemsOf('electronics').filter((item) => item.price >= 16_000);
  const first = { item: rng.pick(shelf), quantity: rng.chance(0.15) ? 2 : 1 };
  return rng.chance(0.25) ? [first, { item: rng.pick(itemsOf('electronics')), quantity: 1 }] : [first];
}

/** The name and address that belong to a stolen number, delivered to where the thief can fetch the parcel. */
export function victim(rng: Random, period: Period): Customer {
  const person = inventPerson(rng, undefined, rng.chance(0.5) ? 'disposable' : 'ordinary');
  return inventCustomer(rng, period, { person, method: '02', memberId: null, memberSince: null, mediaCode: 'WEB' });
}

function receivedAt(place: Place, rng: Random): Party {
  return writeParty(inventPerson(rng), place, inventHabits(rng));
}

/** One evening, one device, one or two delivery addresses; every order another card and name. */
export function stolenCardBurst(group: string, size: number, period: Period, rng: Random): Draft[] {
  const device = inventDevice(rng);
  const ip = inventIp(rng, rng.chance(0.7) ? 'proxy' : 'carrier');
  const drops = [inventPlace(rng, 1), inventPlace(rng, 1)];
  const night = rng.chance(0.7);
  let at = momentOf(dayOf(period, rng), rng, night ? 'deep-night' : 'everyone');
  return Array.from({ length: size }, () => {
    at += rng.int(3, 26) * 60_000;
    return theft(group, 'stolen-card-burst', at, { device, ip, drop: rng.pick(drops) }, period, rng);
  });
}

/** One order with one stolen number and nothing that repeats: the case plain rules miss most. */
export function stolenCardSingle(group: string, size: number, period: Period, rng: Random): Draft[] {
  return Array.from({ length: size }, () => {
    const at = momentOf(dayOf(period, rng), rng, rng.chance(0.3) ? 'night' : 'everyone');
    const ip = inventIp(rng, rng.chance(0.4) ? 'proxy' : 'home');
    return theft(
      group,
      'stolen-card-single',
      at,
      { device: inventDevice(rng), ip, drop: inventPlace(rng) },
      period,
      rng,
    );
  });
}

type Tools = Pick<Customer, 'device'> & { readonly ip: string; readonly drop: Place };

function theft(group: string, pattern: FraudPattern, at: number, tools: Tools, period: Period, rng: Random): Draft {
  const buyer = victim(rng, period);
  const details = {
    at,
    basket: resaleGoods(rng),
    payer: 'thief',
    ip: tools.ip,
    device: tools.device,
    pattern,
    group,
  } as const;
  const delivery = rng.chance(0.85) ? { delivery: receivedAt(tools.drop, rng) } : {};
  return placeOrder({ ...buyer, card: inventCard(rng) }, { ...details, ...delivery }, rng);
}
