import { describe, expect, it } from 'vitest';
import { layoutMapping, layouts, layoutNamed, missingHeaders } from '../../analysis/model/layouts/index.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { cartFile, cartLayouts } from './cart-layouts.ts';
import { jsonLines, layoutSamples, opluxEvent, salesforceOrder } from './published-layouts.ts';
import { bench, context, fileOf, keysOfFirst } from './workbench.ts';

/** Columns of orders by the short names the samples use. */
const names: Readonly<Record<string, string>> = {
  id: 'event_id',
  amount: 'amount',
  name: 'buyer_name',
  kana: 'buyer_kana',
  mail: 'email',
  phone: 'phone',
  zip: 'buyer_zip',
  pref: 'buyer_pref',
  city: 'buyer_city',
  address: 'buyer_address',
  to: 'delivery_name',
  topref: 'delivery_pref',
  member: 'member_id',
  pay: 'payment_method',
  status: 'settle_status',
  items: 'items_summary',
  pieces: 'item_quantity',
  ip: 'ip_address',
  media: 'media_code',
  result: 'recorded_result',
  rules: 'recorded_rules',
};

describe('published layouts', () => {
  it.each(layoutSamples)('$layout ($fileName) is recognised and read without a hand', async (sample) => {
    const work = await bench();
    const path = fileOf(sample.content, sample.fileName);
    const { proposal, layout } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(layout).toBe(sample.layout);
    expect(proposal.keep ?? []).toEqual(expect.arrayContaining([...sample.later]));
    for (const header of sample.later) expect(proposal.knownAtScreening?.[header]).toBe('no');
    for (const header of sample.gone) expect(JSON.stringify(proposal)).not.toContain(header);
    const report = await work.handlers['import.run']({ file: work.grant(path), mapping: proposal }, context());
    expect(report).toMatchObject({ ...sample.report, rejected: 0 });
    const rows = await work.rows(sql`SELECT *, epoch_ms(ordered_at) AS at FROM orders ORDER BY event_id`);
    const [first = {}] = rows;
    const shown = Object.fromEntries(
      Object.keys(sample.order).map((name) => [name, first[names[name] ?? name] ?? null]),
    );
    expect(shown).toEqual(sample.order);
    expect(await keysOfFirst(work)).toEqual(sample.keys);
    const lines = await work.rows(sql`SELECT l.* FROM order_lines AS l JOIN orders AS o ON o.event_id = l.order_id
      WHERE o.seq = 0 ORDER BY line`);
    if (sample.goods !== undefined)
      expect(
        lines.map((line) => [line['sku'], line['name'], line['unit_price'], line['quantity'], line['amount']]),
      ).toEqual(sample.goods);
  });

  it('reads the first recipient where an order has several', async () => {
    const event = opluxEvent('1001', 'OK');
    const { customers } = event.event.ec;
    const second = { address: { addressA: '北海道', addressC: '大通1-1' }, tel: { mobile_number: '07033334444' } };
    const [first] = customers.deliveries;
    const { tel: _none, ...withoutPhone } = first ?? {};
    const two = { ...event.event.ec, customers: { ...customers, deliveries: [first, second] } };
    const silent = { ...event.event.ec, customers: { ...customers, deliveries: [withoutPhone, second] } };
    const events = jsonLines(
      { ...event, event: { ...event.event, ec: two } },
      { ...event, event: { ...event.event, event_id_for_shop: '1002', ec: silent } },
    );
    const recipients = async (content: Uint8Array, name: string): Promise<unknown> => {
      const work = await bench();
      const path = fileOf(content, name);
      const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
      expect(proposal.keep?.filter((header) => /(?:deliveries|shipping-address).*address/iu.test(header))).toEqual([]);
      await work.handlers['import.run']({ file: work.grant(path), mapping: proposal }, context());
      return work.rows(
        sql`SELECT delivery_pref AS pref, delivery_address AS address, delivery_phone AS phone FROM orders ORDER BY event_id`,
      );
    };
    expect(await recipients(events, 'events.jsonl')).toEqual([
      { pref: '大阪府', address: '梅田1-1', phone: '08011112222' },
      { pref: '大阪府', address: '梅田1-1', phone: null },
    ]);
    const shipment =
      '<shipment shipment-id="x"><shipping-address><address1>大通1-1</address1><state-code>北海道</state-code><phone>07033334444</phone></shipping-address></shipment></shipments>';
    const order = salesforceOrder('1001').replace('</shipments>', shipment);
    const orders = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<orders>${order}\n</orders>\n`);
    expect(await recipients(orders, 'orders.xml')).toEqual([{ pref: '大阪府', address: '梅田1-1', phone: null }]);
  });

  it('choose between alternatives row by row', async () => {
    const event = opluxEvent('1001', 'OK');
    const buyer = event.event.ec.customers.buyer;
    const other = (id: string, changed: object): object => ({
      ...event,
      event: {
        ...event.event,
        event_id_for_shop: id,
        ec: { ...event.event.ec, customers: { ...event.event.ec.customers, buyer: { ...buyer, ...changed } } },
      },
    });
    const normalised = { normalized_last_name_sha2: 'AA', normalized_first_name_sha2: 'BB' };
    const work = await bench();
    const path = fileOf(
      jsonLines(
        event,
        other('1002', { tel: { fixed_number: '0312345678' } }),
        other('1003', { tel: { mobile_number: ' ', fixed_number: '0669999999' }, hashed_name: normalised }),
      ),
      'events.jsonl',
    );
    const { proposal } = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    await work.handlers['import.run']({ file: work.grant(path), mapping: proposal }, context());
    const { last_name_sha2: last, first_name_sha2: first } = buyer.hashed_name;
    expect(await work.rows(sql`SELECT phone, buyer_name AS name FROM orders ORDER BY event_id`)).toEqual([
      { phone: '09012345678', name: `${last} ${first}` },
      { phone: '0312345678', name: `${last} ${first}` },
      { phone: '0669999999', name: 'AA BB' },
    ]);
  });

  it('has a sample of every layout', () => {
    const samples = [...layoutSamples.map((sample) => sample.layout), ...cartLayouts.map(({ layout }) => layout)];
    expect(new Set(samples)).toEqual(new Set(layouts.map((layout) => layout.id)));
  });

  it('name a page that was read, or say what of them stands on none', () => {
    const place = /[a-z0-9-]+\.(?:com|jp|net|org)\b/u;
    const vague = /third-party|public (?:converter|parsers?|integration)/iu;
    for (const { id, source, uncited } of layouts)
      expect([id, (place.test(source) && !vague.test(source)) || uncited !== undefined]).toEqual([id, true]);
  });

  it.each(cartLayouts)('$product is recognised', async (layout) => {
    const work = await bench();
    const path = fileOf(cartFile(layout), 'orders.csv');
    const preview = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(preview.layout).toBe(layout.layout);
  });

  it('name what a file of another layout lacks', () => {
    const layout = layoutNamed('welcart-orders');
    expect(layout === undefined ? [] : missingHeaders(layout, [{ name: '注文番号' }, { name: '注文日時' }])).toEqual([
      '総合計金額',
      '市区郡町村',
      '支払方法',
    ]);
  });

  it('read full-width signs in headers like half-width ones, and give valid mappings', () => {
    const layout = layoutNamed('futureshop');
    if (layout === undefined) throw new Error('no layout');
    const columns = ['受注コード', '注文日時', '総合計金額', '決済方法', '氏名（姓）', 'お届け先住所１'].map(
      (name) => ({ name }),
    );
    const mapping = layoutMapping(layout, { columns, rows: [], proposal: { timezone: 'Asia/Tokyo', columns: {} } });
    expect(mappingSchema.parse(mapping).columns).toEqual({
      event_id: '受注コード',
      ordered_at: '注文日時',
      amount: '総合計金額',
      payment_method: '決済方法',
      buyer_name: '氏名（姓）',
      delivery_city: 'お届け先住所１',
    });
  });
});
