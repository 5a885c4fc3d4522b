import { inventPlace } from '../address.ts';
import { dayMs, momentOf, type Period } from '../calendar.ts';
import { inventCustomer, ordinaryBasket, placeOrder } from '../customers.ts';
import { inventDevice, inventIp } from '../network.ts';
import { inventHabits, inventPerson, writeParty } from '../person.ts';
import type { Random } from '../random.ts';
import type { Draft } from '../shop.ts';
import { resaleGoods } from './stolen-card.ts';

/**
 * An old member with quiet orders of their own; then, on a new device, the stored card pays for expensive goods sent
 * to a new address. Returns the quiet orders too; only the `size` stolen ones carry the pattern.
 */
export function accountTakeover(group: string, size: number, period: Period, rng: Random): Draft[] {
  const member = inventCustomer(rng, period, {
    method: '02',
    memberId: `M${rng.int(1_000_000, 9_999_999)}`,
    memberSince: period.start - rng.int(300, 1800) * dayMs,
  });
  const day = period.start + rng.int(120, Math.round((period.end - period.start) / dayMs) - 3) * dayMs;
  const quiet = [rng.int(70, 115), rng.int(40, 69), rng.int(10, 39)].map((before) =>
    placeOrder(member, { at: momentOf(day - before * dayMs, rng), basket: ordinaryBasket(rng) }, rng),
  );
  const device = inventDevice(rng);
  const ip = inventIp(rng, rng.chance(0.5) ? 'proxy' : 'carrier');
  const delivery = writeParty(inventPerson(rng), inventPlace(rng), inventHabits(rng));
  let at = momentOf(day, rng, rng.chance(0.5) ? 'night' : 'everyone');
  const stolen = Array.from({ length: size }, () => {
    at += rng.int(4, 40) * 60_000;
    return placeOrder(
      member,
      { at, basket: resaleGoods(rng), payer: 'thief', delivery, ip, device, pattern: 'account-takeover', group },
      rng,
    );
  });
  return [...quiet, ...stolen];
}
