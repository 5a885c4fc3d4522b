import { describe, expect, it } from 'vitest';
import { layoutMapping, layouts, layoutNamed, missingHeaders } from '../../analysis/model/layouts/index.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { cartFile, cartLayouts } from './cart-layouts.ts';
import { layoutSamples } from './published-layouts.ts';
import { bench, context, fileOf } from './workbench.ts';

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
  });

  it('has a sample of every layout that says more than its name', () => {
    const told = layouts.filter((layout) => layout.columns !== undefined).map((layout) => layout.id);
    expect(new Set(layoutSamples.map((sample) => sample.layout))).toEqual(new Set(told));
  });

  it.each(cartLayouts)('$product is recognised', async (layout) => {
    const work = await bench();
    const path = fileOf(cartFile(layout), 'orders.csv');
    const preview = await work.handlers['import.preview']({ file: work.grant(path) }, context());
    expect(preview.layout).toBe(layout.product.toLowerCase().replace('ec-cube ', 'eccube-'));
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
