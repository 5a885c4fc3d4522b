import { inventPlace, placeIn, spellings } from '../address.ts';
import { dayMs, dayOf, momentOf, type Period } from '../calendar.ts';
import { inventCard, payByCard, payOtherwise } from '../checkout.ts';
import { inventCustomer, placeOrder } from '../customers.ts';
import { inventDevice, inventIp } from '../network.ts';
import { inventEmail, inventHabits, inventPerson, romaji, writeParty, type Person } from '../person.ts';
import type { Random } from '../random.ts';
import type { Draft } from '../shop.ts';
import { itemsOf } from '../tables/items.ts';
import { towns } from '../tables/towns.ts';
import { resaleGoods } from './stolen-card.ts';

/** Media codes of the affiliates that send invented buyers; good buyers come through them as well. */
export const abusedMedia: readonly string[] = ['AF771', 'AF774', 'AF790'];

/** Buys the first-time offer again and again in invented names, to one address written differently every time. */
export function firstOfferResale(group: string, size: number, period: Period, rng: Random): Draft[] {
  const home = inventPlace(rng, 1);
  const devices = [inventDevice(rng), inventDevice(rng), inventDevice(rng)];
  const card = inventCard(rng);
  const begin = Math.min(dayOf(period, rng), period.end - 100 * dayMs);
  return Array.from({ length: size }, (_, n) => {
    const buyer = inventCustomer(rng, period, { place: home, mediaCode: rng.pick(['WEB', 'SNS', 'AF101']) });
    const place = { ...home, room: rng.chance(0.25) ? null : home.room };
    const habits = { ...inventHabits(rng), spelling: spellings[n % spellings.length] ?? 'hyphen' };
    return placeOrder(
      buyer,
      {
        at: momentOf(begin + rng.int(0, 90) * dayMs, rng),
        basket: [
          {
            item: rng.pick(itemsOf('first-offer')),
            quantity: rng.weighted([1, 2, 3, 4, 5], (q) => [0, 22, 28, 25, 15, 10][q] ?? 0),
          },
        ],
        kind: '定期初回',
        buyer: writeParty(buyer.person, place, habits),
        payment: rng.chance(0.5) ? payByCard(card, 'good', rng) : payOtherwise('01'),
        device: rng.pick(devices),
        pattern: 'first-offer-resale',
        group,
      },
      rng,
    );
  });
}

/** Pay-later orders just below the limit, in invented names at empty rooms of one building; never paid. */
export function payLaterRing(group: string, size: number, period: Period, rng: Random): Draft[] {
  const building = placeIn(rng.pick(towns), rng, true);
  const device = inventDevice(rng);
  const begin = Math.min(dayOf(period, rng), period.end - 40 * dayMs);
  return Array.from({ length: size }, (_, n) => {
    const ordinary = inventPerson(rng);
    const person: Person = {
      ...ordinary,
      phone: rng.chance(0.7) ? `050${rng.int(30_000_000, 79_999_999)}` : ordinary.phone,
    };
    const place = { ...building, room: 101 + 100 * (n % 5) + Math.floor(n / 5) };
    const buyer = inventCustomer(rng, period, { person, place, method: '01', memberId: null, memberSince: null });
    const basket = resaleGoods(rng)
      .slice(0, 1)
      .map((line) => ({ ...line, quantity: 1 }));
    return placeOrder(
      buyer,
      {
        at: momentOf(begin + rng.int(0, 30) * dayMs, rng, 'night'),
        basket,
        ip: inventIp(rng, 'carrier'),
        device: rng.chance(0.6) ? device : buyer.device,
        pattern: 'pay-later-ring',
        group,
      },
      rng,
    );
  });
}

/** Through one affiliate, a run of subscriptions that begin with a sample, with numbered mail addresses; parcels are refused. */
export function affiliateAbuse(group: string, size: number, period: Period, rng: Random, index: number): Draft[] {
  const mediaCode = abusedMedia[index % abusedMedia.length] ?? 'AF771';
  const begin = Math.min(dayOf(period, rng), period.end - 30 * dayMs);
  const leader = inventPerson(rng);
  const domain = inventEmail(rng, leader.surname, leader.given, 'ordinary').split('@')[1] ?? 'gmail.com';
  const ips = [inventIp(rng, 'carrier'), inventIp(rng, 'carrier'), inventIp(rng, 'proxy')];
  return Array.from({ length: size }, (_, n) => {
    const buyer = inventCustomer(rng, period, {
      method: rng.chance(0.7) ? '01' : '03',
      memberId: null,
      memberSince: null,
    });
    return placeOrder(
      buyer,
      {
        at: momentOf(begin + rng.int(0, 21) * dayMs, rng),
        basket: [{ item: rng.pick(itemsOf('sample').slice(0, 2)), quantity: 1 }],
        kind: '定期初回',
        email: `${romaji(leader.surname.kana)}${String(n + 1).padStart(3, '0')}@${domain}`,
        ip: rng.pick(ips),
        mediaCode,
        pattern: 'affiliate-abuse',
        group,
      },
      rng,
    );
  });
}
