import { dayMs, dayOf, momentOf, type Period } from '../calendar.ts';
import { inventCard } from '../checkout.ts';
import { placeOrder } from '../customers.ts';
import { inventDevice, inventIp } from '../network.ts';
import { writeParty } from '../person.ts';
import type { Random } from '../random.ts';
import type { Draft, Party } from '../shop.ts';
import { towns } from '../tables/towns.ts';
import { resaleGoods, victim } from './stolen-card.ts';

/** Invented forwarding warehouses that send parcels abroad; good residents abroad use the same ones. */
export const warehouses: readonly { readonly zipcode: string; readonly numbers: string; readonly name: string }[] = [
  { zipcode: '1350016', numbers: '6-28-4', name: '国際転送センター' },
  { zipcode: '2610004', numbers: '3-15-9', name: '海外転送サービス第2倉庫' },
  { zipcode: '5640063', numbers: '2-31-7', name: 'ワールド転送倉庫' },
];

/** The delivery block for a locker of a warehouse, written in one of three ways. */
export function warehouseParty(recipient: Party, index: number, locker: string, rng: Random): Party {
  const warehouse = warehouses[index % warehouses.length] ?? rng.pick(warehouses);
  const town = towns.find((t) => t.zipcode === warehouse.zipcode) ?? rng.pick(towns);
  const tail = rng.pick([
    `${warehouse.name} ${locker}`,
    `${warehouse.name}　${locker}号`,
    `${warehouse.name}内 ${locker}`,
  ]);
  return {
    ...recipient,
    zipcode: town.zipcode,
    prefecture: town.prefecture,
    city: town.city,
    address: `${town.town}${warehouse.numbers} ${tail}`,
  };
}

/** Stolen numbers, all sent to a few lockers of one forwarding warehouse over two months. */
export function forwardingRing(group: string, size: number, period: Period, rng: Random, index: number): Draft[] {
  const begin = Math.min(dayOf(period, rng), period.end - 70 * dayMs);
  const devices = [inventDevice(rng), inventDevice(rng), inventDevice(rng)];
  const lockers = [rng.int(1000, 9999), rng.int(1000, 9999), rng.int(1000, 9999)].map((n) => `JP-${n}`);
  return Array.from({ length: size }, () => {
    const buyer = victim(rng, period);
    const recipient = writeParty(buyer.person, buyer.place, buyer.habits);
    return placeOrder(
      { ...buyer, card: inventCard(rng) },
      {
        at: momentOf(begin + rng.int(0, 60) * dayMs, rng, rng.chance(0.4) ? 'night' : 'everyone'),
        basket: resaleGoods(rng),
        payer: 'thief',
        delivery: warehouseParty(recipient, index, rng.pick(lockers), rng),
        ip: inventIp(rng, rng.chance(0.6) ? 'proxy' : 'carrier'),
        device: rng.pick(devices),
        pattern: 'forwarding-ring',
        group,
      },
      rng,
    );
  });
}
