import { fullWidthPhone } from './person.ts';
import type { Random } from './random.ts';
import type { RejectedLine, ShopOrder } from './shop.ts';

/** Share of ordinary orders with one untidy but importable cell. */
const messyShare = 0.018;

/**
 * The order with one untidy cell: a blank, full-width digits, a trailing space. Fields the sample rules read are
 * never spelled in another way, only left blank, so that the expected hits do not hang on an importer's tidying.
 */
export function untidy<
  T extends Pick<ShopOrder, 'pattern' | 'buyer' | 'delivery' | 'cookieId' | 'deviceId' | 'userAgent'>,
>(order: T, rng: Random): T {
  if (order.pattern !== null || !rng.chance(messyShare)) return order;
  const { buyer } = order;
  switch (rng.int(0, 5)) {
    case 0:
      return { ...order, buyer: { ...buyer, phone: null } };
    case 1:
      return { ...order, buyer: { ...buyer, phone: fullWidthMobile(buyer.phone) } };
    case 2:
      return { ...order, buyer: { ...buyer, address: `${buyer.address}　 ` } };
    case 3:
      return { ...order, buyer: { ...buyer, kana: null } };
    case 4:
      return { ...order, cookieId: null, deviceId: null, userAgent: null };
    default:
      return { ...order, buyer: { ...buyer, name: `${buyer.name} ` } };
  }
}

/** IP phones (050) stay as they are: a sample rule reads them. */
function fullWidthMobile(phone: string | null): string | null {
  return phone === null || phone.startsWith('050') ? phone : fullWidthPhone(phone);
}

const wrongTimes = ['2026/02/30 10:15:00', '2025/13/05 09:00:00', '2025/11/31 21:40:12', '2025/06/15 25:61:00'];
const wrongAmounts = ['要確認', '無料', '1980.5', '12,34x'];

/** Exactly twelve unreadable lines: 4 impossible times, 4 unreadable amounts, 3 repeated order numbers, 1 without a number. */
export function rejectedLines(orders: readonly ShopOrder[], rng: Random): RejectedLine[] {
  const ordinary = orders.filter((order) => order.pattern === null);
  let number = 0;
  const copy = (line: Omit<RejectedLine, 'afterId' | 'copyOf' | 'orderNumber'>): RejectedLine => {
    const source = rng.pick(ordinary).id;
    number += 1;
    return {
      afterId: source,
      copyOf: source,
      orderNumber: `${source.slice(0, 6)}-9${String(number).padStart(5, '0')}`,
      ...line,
    };
  };
  return [
    ...wrongTimes.map((orderedAt) => copy({ reason: 'time', orderedAt })),
    ...wrongAmounts.map((amount) => copy({ reason: 'amount', amount })),
    ...[0, 1, 2].map(() => copy({ reason: 'duplicate-id' })).map((line) => ({ ...line, orderNumber: line.copyOf })),
    { ...copy({ reason: 'missing-id' }), orderNumber: '' },
  ];
}
