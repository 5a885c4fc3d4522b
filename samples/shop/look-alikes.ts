import { inventPlace, placeIn } from './address.ts';
import { dayMs, dayOf, japanMonth, momentOf, type Period } from './calendar.ts';
import { anyMoment, inventCustomer, ordinaryBasket, placeOrder, type Customer } from './customers.ts';
import { warehouseParty } from './fraud/forwarding-ring.ts';
import { inventDevice, inventIp } from './network.ts';
import { inventPerson, writeParty, type Person } from './person.ts';
import { someoneElse } from './ordinary.ts';
import type { Random } from './random.ts';
import type { Draft } from './shop.ts';
import { scriptedAgents } from './tables/agents.ts';
import { itemsOf } from './tables/items.ts';
import { surnames } from './tables/names.ts';
import { towns } from './tables/towns.ts';

/** Plants one group of a pattern; `index` is the number of the group. */
export type Planter = (group: string, size: number, period: Period, rng: Random, index: number) => Draft[];

const times = <T>(size: number, make: (n: number) => T): T[] => Array.from({ length: size }, (_, n) => make(n));

/** Parents and children: one address, one surname, one shared tablet and line, cards and mail of their own. */
export const family: Planter = (group, size, period, rng) => {
  const surname = rng.skewed(surnames, 1);
  const shared = { place: inventPlace(rng, 0.4), device: inventDevice(rng), homeIp: inventIp(rng, 'home') };
  const members = times(rng.int(2, 4), () =>
    inventCustomer(rng, period, { ...shared, person: inventPerson(rng, surname) }),
  );
  return times(size, () => {
    const member = rng.pick(members);
    const first = rng.chance(0.12);
    return placeOrder(
      member,
      {
        at: anyMoment(period, rng),
        basket: first ? [{ item: rng.pick(itemsOf('first-offer')), quantity: 1 }] : ordinaryBasket(rng),
        ...(first ? { kind: '定期初回' } : {}),
        pattern: 'family',
        group,
      },
      rng,
    );
  });
};

/** Colleagues who have parcels sent to the office: one address, one line, many names, working hours. */
export const office: Planter = (group, size, period, rng) => {
  const place = {
    ...placeIn(rng.pick(towns.filter((t) => t.chome > 0)), rng, false),
    building: `株式会社${rng.skewed(surnames, 0).written}商事 ${rng.int(2, 12)}F`,
    room: null,
  };
  const homeIp = inventIp(rng, 'site');
  const staff = times(14, () => inventCustomer(rng, period, { homeIp }));
  return times(size, () => {
    const member = rng.pick(staff);
    const party = writeParty(member.person, place, member.habits);
    const delivery = { ...party, address: `${party.address} ${place.building}` };
    return placeOrder(
      member,
      { at: anyMoment(period, rng, 'office'), basket: ordinaryBasket(rng), delivery, pattern: 'office', group },
      rng,
    );
  });
};

/** Students of one dormitory: one address and one exit for all, rooms and devices of their own. */
export const dormitory: Planter = (group, size, period, rng) => {
  const base = {
    ...placeIn(rng.pick(towns), rng, true),
    building: `${rng.pick(['青雲', '清和', '至誠', '若竹', '白樺'])}学生寮`,
  };
  const homeIp = inventIp(rng, 'site');
  const students = times(30, () =>
    inventCustomer(rng, period, { homeIp, place: { ...base, room: rng.int(1, 4) * 100 + rng.int(1, 25) } }),
  );
  return times(size, () =>
    placeOrder(
      rng.pick(students),
      { at: anyMoment(period, rng), basket: ordinaryBasket(rng), pattern: 'dormitory', group },
      rng,
    ),
  );
};

/** Presents of July and December: the recipient has another name and mostly another prefecture. */
export const giftSeason: Planter = (group, size, period, rng) =>
  times(size, () => {
    const giver = inventCustomer(rng, period);
    const costly = rng.chance(0.06);
    const item = rng.pick(itemsOf(costly ? 'electronics' : 'gift'));
    const basket = [{ item, quantity: costly ? 1 : rng.int(1, 3) }];
    return placeOrder(
      giver,
      { at: giftMoment(period, rng), basket, delivery: someoneElse(rng), pattern: 'gift-season', group },
      rng,
    );
  });

function giftMoment(period: Period, rng: Random): number {
  for (let tries = 0; tries < 400; tries++) {
    const day = dayOf(period, rng);
    if (japanMonth(day) === 12 || japanMonth(day) === 7) return momentOf(day, rng);
  }
  return anyMoment(period, rng);
}

/** Salons and clinics that buy by the dozen; every seventh orders through a purchasing robot. */
export const bulkBuyer: Planter = (group, size, period, rng, index) => {
  const agent = index % 7 === 3 ? scriptedAgents[0] : undefined;
  const salon = inventCustomer(rng, period, {
    method: rng.chance(0.6) ? '02' : '01',
    ...(agent === undefined ? {} : { device: inventDevice(rng, agent) }),
  });
  const shelf = itemsOf(rng.chance(0.7) ? 'cosmetics' : 'health').filter((item) => item.price < 3_500);
  return times(size, (n) => {
    const first = n === 0 && index % 3 === 0;
    const basket = [
      { item: rng.pick(first ? itemsOf('first-offer') : shelf), quantity: first ? rng.int(3, 6) : rng.int(6, 18) },
    ];
    return placeOrder(
      salon,
      {
        at: anyMoment(period, rng, 'office'),
        basket,
        ...(first ? { kind: '定期初回' } : {}),
        pattern: 'bulk-buyer',
        group,
      },
      rng,
    );
  });
};

/** Marriage: the surname changes between orders, often the address too; member id, phone, mail and device stay. */
export const rename: Planter = (group, size, period, rng) => {
  const before = inventCustomer(rng, period, { memberId: `M${rng.int(1_000_000, 9_999_999)}` });
  const person: Person = { ...before.person, surname: rng.skewed(surnames, 0.5) };
  const after: Customer = { ...before, person, place: rng.chance(0.7) ? inventPlace(rng) : before.place };
  const moments = times(size, () => anyMoment(period, rng)).sort((a, b) => a - b);
  return moments.map((at, n) =>
    placeOrder(n === 0 ? before : after, { at, basket: ordinaryBasket(rng), pattern: 'rename', group }, rng),
  );
};

/** On the road: a carrier's shared exit and a hotel in another prefecture, sometimes at night, sometimes a costly item. */
export const traveller: Planter = (group, size, period, rng) => {
  const buyer = inventCustomer(rng, period);
  const hotel = {
    ...placeIn(rng.pick(towns.filter((t) => t.prefecture !== buyer.place.town.prefecture)), rng, true),
    building: 'ステーションホテル',
  };
  const begin = dayOf(period, rng);
  return times(size, (n) =>
    placeOrder(
      buyer,
      {
        at: Math.min(momentOf(begin + n * dayMs, rng, rng.chance(0.3) ? 'night' : 'everyone'), period.end - 1000),
        basket: rng.chance(0.2) ? [{ item: rng.pick(itemsOf('electronics')), quantity: 1 }] : ordinaryBasket(rng),
        delivery: writeParty(buyer.person, hotel, buyer.habits),
        ip: inventIp(rng, 'carrier'),
        pattern: 'traveller',
        group,
      },
      rng,
    ),
  );
};

/** People living abroad who use the same forwarding warehouses as the ring, with their own cards. */
export const overseasResident: Planter = (group, size, period, rng, index) => {
  const buyer = inventCustomer(rng, period, { method: '02', memberId: `M${rng.int(1_000_000, 9_999_999)}` });
  const recipient = writeParty(buyer.person, buyer.place, buyer.habits);
  const delivery = warehouseParty(recipient, index, `JP-${rng.int(1000, 9999)}`, rng);
  return times(size, () =>
    placeOrder(
      buyer,
      {
        at: anyMoment(period, rng, 'night'),
        basket: ordinaryBasket(rng),
        delivery,
        pattern: 'overseas-resident',
        group,
      },
      rng,
    ),
  );
};

/** Careful people who keep their mail address to themselves; they pay. */
export const disposableMailUser: Planter = (group, size, period, rng) =>
  times(size, () => {
    const buyer = inventCustomer(rng, period, { person: inventPerson(rng, undefined, 'disposable') });
    const ip = inventIp(rng, rng.chance(0.3) ? 'proxy' : 'home');
    return placeOrder(
      buyer,
      { at: anyMoment(period, rng), basket: ordinaryBasket(rng), ip, pattern: 'disposable-mail-user', group },
      rng,
    );
  });

/** Night shifts: always between midnight and five, now and then something expensive. */
export const nightWorker: Planter = (group, size, period, rng) => {
  const buyer = inventCustomer(rng, period);
  return times(size, () => {
    const basket = rng.chance(0.25) ? [{ item: rng.pick(itemsOf('electronics')), quantity: 1 }] : ordinaryBasket(rng);
    return placeOrder(buyer, { at: anyMoment(period, rng, 'deep-night'), basket, pattern: 'night-worker', group }, rng);
  });
};
