import { inventPlace, type Place } from './address.ts';
import { dayMs, dayOf, momentOf, type DayShape, type Period } from './calendar.ts';
import { inventCard, payByCard, payOtherwise, writeBasket, type Basket, type Card, type Payer } from './checkout.ts';
import { inventDevice, inventIp, type Device } from './network.ts';
import { inventHabits, inventPerson, writeParty, type Habits, type Person } from './person.ts';
import type { Random } from './random.ts';
import type { Draft, Party, Pattern, Payment } from './shop.ts';
import { itemsOf } from './tables/items.ts';

/** A buyer with everything that stays the same from order to order. */
export interface Customer {
  readonly person: Person;
  readonly place: Place;
  readonly habits: Habits;
  readonly device: Device;
  readonly homeIp: string;
  readonly card: Card;
  readonly method: Payment['method'];
  readonly memberId: string | null;
  readonly memberSince: number | null;
  readonly mediaCode: string;
}

/** A new buyer; three in four are members, some since long before the export begins. */
export function inventCustomer(rng: Random, period: Period, fixed: Partial<Customer> = {}): Customer {
  const member = rng.chance(0.75);
  const since = rng.chance(0.45) ? period.start - rng.int(10, 1500) * dayMs : null;
  return {
    person: inventPerson(rng),
    place: inventPlace(rng),
    habits: inventHabits(rng),
    device: inventDevice(rng),
    homeIp: inventIp(rng, rng.chance(0.7) ? 'home' : 'carrier'),
    card: inventCard(rng),
    method: rng.weighted(methods, (m) => m.weight).value,
    memberId: member ? `M${rng.int(1_000_000, 9_999_999)}` : null,
    memberSince: member ? since : null,
    mediaCode: rng.weighted(mediaCodes, (m) => m.weight).value,
    ...fixed,
  };
}

const methods = [
  { value: '02', weight: 69 },
  { value: '01', weight: 26 },
  { value: '03', weight: 5 },
] as const;

const mediaCodes = [
  { value: 'WEB', weight: 500 },
  { value: 'APP', weight: 200 },
  { value: 'SNS', weight: 110 },
  { value: 'MAIL', weight: 80 },
  { value: 'AF101', weight: 45 },
  { value: 'AF205', weight: 35 },
  { value: 'AF771', weight: 14 },
  { value: 'AF774', weight: 10 },
  { value: 'AF790', weight: 6 },
] as const;

/** What one order differs in from the customer's usual order. */
export interface OrderDetails {
  readonly at: number;
  readonly basket: Basket;
  readonly kind?: string;
  readonly delivery?: Party;
  readonly buyer?: Party;
  readonly payment?: Payment;
  readonly payer?: Payer;
  readonly ip?: string;
  readonly device?: Device;
  readonly email?: string;
  readonly mediaCode?: string;
  readonly coupon?: string | null;
  readonly pattern?: Pattern;
  readonly group?: string;
}

/** The order form of that customer. */
export function placeOrder(customer: Customer, details: OrderDetails, rng: Random): Draft {
  const buyer = details.buyer ?? writeParty(customer.person, customer.place, customer.habits);
  const device = details.device ?? customer.device;
  const usual =
    customer.method === '02' ? payByCard(customer.card, details.payer ?? 'good', rng) : payOtherwise(customer.method);
  return {
    at: details.at,
    ...writeBasket(details.basket),
    kind: details.kind ?? '一回',
    mediaCode: details.mediaCode ?? customer.mediaCode,
    memberId: customer.memberId,
    memberSince: customer.memberId === null ? null : Math.min(customer.memberSince ?? details.at, details.at),
    coupon: details.coupon ?? null,
    email: details.email ?? customer.person.email,
    buyer,
    delivery: details.delivery ?? buyer,
    payment: details.payment ?? usual,
    ip: details.ip ?? customer.homeIp,
    cookieId: device.cookie,
    deviceId: device.id,
    userAgent: device.userAgent,
    pattern: details.pattern ?? null,
    group: details.group ?? null,
    who: customer,
  };
}

const shelves = [
  { kind: 'cosmetics', weight: 52 },
  { kind: 'health', weight: 36 },
  { kind: 'electronics', weight: 6 },
  { kind: 'gift', weight: 4 },
  { kind: 'sample', weight: 2 },
] as const;

/** What an ordinary buyer puts into the basket: one to three items, mostly one of each. */
export function ordinaryBasket(rng: Random): Basket {
  const lines = rng.weighted([1, 2, 3], (n) => [0, 45, 37, 18][n] ?? 0);
  return Array.from({ length: lines }, () => ({
    item: rng.pick(itemsOf(rng.weighted(shelves, (s) => s.weight).kind)),
    quantity: rng.weighted([1, 2, 3], (n) => [0, 78, 17, 5][n] ?? 0),
  }));
}

/** A day of the period by the shop's seasons, at an hour people order. */
export function anyMoment(period: Period, rng: Random, shape: DayShape = 'everyone'): number {
  return momentOf(dayOf(period, rng), rng, shape);
}
