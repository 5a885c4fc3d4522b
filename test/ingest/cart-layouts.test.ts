import Encoding from 'encoding-japanese';
import { describe, expect, it } from 'vitest';
import { sql } from '../../analysis/store/sql.ts';
import { cartFile, cartLayouts, type CartLayout } from './cart-layouts.ts';
import { bench, context, fileOf, keysOfFirst } from './workbench.ts';

function bytesOf(layout: CartLayout): Uint8Array {
  const codes = Encoding.stringToCode(cartFile(layout));
  return Uint8Array.from(Encoding.convert(codes, { to: layout.encoding, from: 'UNICODE' }));
}

/** What every one of the files says of its order. */
const order = { amount: 4300, at: Date.parse('2026-04-01T21:03:00+09:00'), mail: 'kaho@example.jp', orders: 1 };
const tokyo = { name: '青木 夏帆', pref: '東京都', city: '千代田区', address: '丸の内1-1-1', pay: 'クレジットカード' };
const expected: Readonly<Record<string, object>> = {
  'EC-CUBE 4': {
    ...order,
    ...tokyo,
    id: '1001',
    zip: '1000005',
    phone: '0312345678',
    kana: 'アオキ カホ',
    items: 'ジェラート, 彩のデザート',
    pieces: 2,
    to: '青木 冬馬',
    topref: '大阪府',
  },
  'EC-CUBE 3': {
    ...order,
    ...tokyo,
    id: '1001',
    zip: '100-0005',
    phone: '03-1234-5678',
    kana: 'アオキ カホ',
    items: 'ジェラート, 彩のデザート',
    pieces: 2,
  },
  'EC-CUBE 2': { ...order, ...tokyo, id: '1001', zip: '100-0005', phone: '03-1234-5678' },
  Shopify: {
    ...order,
    id: '#1001',
    phone: '03-1234-5678',
    name: 'Kaho Aoki',
    zip: '100-0005',
    pref: '東京都',
    city: 'Chiyoda-ku',
    address: 'Marunouchi 1-1-1',
    items: 'Gelato, Dessert',
    pieces: 3,
    to: 'Toma Aoki',
    pay: 'shopify_payments',
  },
};

describe('the order files of carts', () => {
  it.each(cartLayouts)('$product: what is proposed for it reads it without a hand', async (layout) => {
    const work = await bench();
    const path = fileOf(bytesOf(layout), `${layout.product}.csv`);
    const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(proposal.keep ?? []).toEqual(expect.arrayContaining([...layout.later]));
    for (const header of layout.later) expect(proposal.knownAtScreening?.[header]).toBe('no');
    expect(proposal.columns).not.toHaveProperty('device_id');
    const report = await work.handlers['import.run']({ file: work.grant(path), mapping: proposal }, context());
    expect(report).toMatchObject({ read: layout.rows.length, accepted: 1, rejected: 0 });
    const [row] =
      await work.rows(sql`SELECT event_id AS id, amount, epoch_ms(ordered_at) AS at, email AS mail, buyer_name AS name,
      buyer_kana AS kana, buyer_zip AS zip, buyer_pref AS pref, buyer_city AS city, buyer_address AS address, phone,
      payment_method AS pay, items_summary AS items, item_quantity AS pieces, delivery_name AS "to", delivery_pref AS topref,
      (SELECT count(*) FROM orders) AS orders FROM orders`);
    expect(row).toMatchObject(expected[layout.product] ?? {});
    // In Latin letters the postal code alone tells the town.
    const confidence = layout.product === 'Shopify' ? 'likely' : 'certain';
    expect(await keysOfFirst(work)).toEqual({
      address: ['東京都|千代田区|丸ノ内|1-1-1', confidence],
      phone: ['+81312345678', 'certain'],
    });
  });
});
