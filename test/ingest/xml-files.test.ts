import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { sql } from '../../analysis/store/sql.ts';
import { bench, codeOf, context, fileOf } from './workbench.ts';

const mapping = mappingSchema.parse({
  timezone: 'Asia/Tokyo',
  columns: {
    event_id: '@no',
    ordered_at: 'at',
    amount: 'total',
    currency: { value: 'JPY' },
    email: 'buyer.mail',
    items_summary: 'items.item[].name',
    item_quantity: 'items.item[].quantity',
  },
  keep: ['total@unit'],
});
const order = (no: string, inside: string): string =>
  `<o:order no="${no}"><at>2026-04-01 10:00:00</at><total unit="円">1,200</total>${inside}</o:order>\n`;
const file = (...orders: readonly string[]): string =>
  `<?xml version="1.0"?>\n<o:orders xmlns:o="urn:x"><o:made>today</o:made>\n${orders.join('')}</o:orders>\n`;
const one = order(
  '007',
  '<buyer><mail><![CDATA[a&b@example.jp]]></mail></buyer><items><item><name>A &amp; B</name><quantity>2</quantity></item></items>',
);
const two = order(
  '008',
  '<items><item><name>C</name><quantity>1.0</quantity></item><item><name>D</name><quantity>3</quantity></item></items>',
);

const read = async (content: string | Uint8Array, name = 'orders.xml') => {
  const work = await bench();
  const report = await work.handlers['import.run']({ file: work.grant(fileOf(content, name)), mapping }, context());
  return { work, report };
};
const rowsOf = async (content: string | Uint8Array, name?: string) => {
  const { work } = await read(content, name);
  return work.rows(
    sql`SELECT event_id, amount, email, items_summary, item_quantity, source_line FROM orders ORDER BY 1`,
  );
};

describe('XML', () => {
  it('is a row for each element below the root, its columns named by their way', async () => {
    const { work, report } = await read(file(one, two));
    expect(report).toMatchObject({ format: 'xml', read: 2, accepted: 2, rejected: 0 });
    expect(
      await work.rows(
        sql`SELECT event_id, amount, email, items_summary, item_quantity, source_line FROM orders ORDER BY 1`,
      ),
    ).toEqual([
      {
        event_id: '007',
        amount: 1200,
        email: 'a&b@example.jp',
        items_summary: 'A & B',
        item_quantity: 2,
        source_line: 3,
      },
      { event_id: '008', amount: 1200, email: null, items_summary: 'C, D', item_quantity: 4, source_line: 4 },
    ]);
    const preview = await work.handlers['import.preview']({ file: work.grant(fileOf(file(one), 'a.xml')) }, context());
    expect(preview.columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['@no', 'at', 'total', 'total@unit', 'buyer.mail', 'items.item', 'items.item[].name']),
    );
  });

  it('is read packed, and in the encoding of its bytes', async () => {
    const plain = await rowsOf(file(one, two));
    expect(await rowsOf(gzipSync(file(one, two)), 'orders.xml.gz')).toEqual(plain);
    expect(await rowsOf(Buffer.from(`\uFEFF${file(one, two)}`, 'utf16le'))).toEqual(plain);
  });

  it('that is cut off, or defines entities of its own, is told with its line', async () => {
    const cut = read(file(one, two).slice(0, -30));
    expect(await codeOf(cut)).toBe('xml-unreadable');
    const bomb = `<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<orders><order no="1"><at>&b;</at></order></orders>`;
    expect(await codeOf(read(bomb))).toBe('xml-unreadable');
    expect(await codeOf(read('<?xml version="1.0"?>\n<orders></orders>\n'))).toBe('file-empty');
  });
});
