import { describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import { linkOrders } from '../../analysis/identity/link.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { saveLinks } from '../../analysis/store/links.ts';
import { writeOrdersView } from '../../analysis/store/orders-view.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, type Bench } from '../ingest/workbench.ts';

const head = '注文番号,注文日時,金額,会員ID,氏名,電話番号,端末ID,不正';
const mapping = mappingSchema.parse({
  ...basic,
  columns: { ...basic.columns, member_id: '会員ID', buyer_name: '氏名', phone: '電話番号', device_id: '端末ID' },
  label: { from: '不正', bad: ['1'] },
});
const rows = (...lines: string[]): string => [head, ...lines, ''].join('\n');

const told = (work: Bench): Promise<unknown> =>
  work.rows(sql`SELECT event_id, entity_id, entity_orders, entity_orders_before FROM orders ORDER BY seq`);

const story = rows(
  'a,2024-01-01,100,m1,山田 太郎,090-1111-1111,d1,0',
  'b,2024-01-02,100,,山田 花子,090-2222-2222,d1,1',
  'c,2024-01-03,100,,佐藤 次郎,090-3333-3333,d3,0',
  'd,2024-01-04,100,m1,山田 太郎,,d4,0',
  'e,2024-01-05,100,,佐藤 次郎,０９０３３３３３３３３,d2,0',
  'f,2024-01-06,100,,佐藤 次郎,090-9999-9999,,0',
);

describe('linked orders', () => {
  it('are all written, or none of them is touched', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const linked = work.project.write({}, async (db) => {
      await db.run(sql`UPDATE order_rows SET seq = seq + 1000000 WHERE seq = 5`);
      await db.run(sql`CREATE TEMP TABLE alone AS
        SELECT seq, event_id AS entity_id, 1 AS entity_orders, 0 AS entity_orders_before FROM order_rows`);
      const none = { orders: 6, linked: 0, entities: 0, largest: 0, hubPersons: 30, kinds: [], hubs: [], hubCount: 0 };
      await saveLinks(db, sql`alone`, sql`entity_links`, none);
    });
    await expect(linked).rejects.toMatchObject({ failure: { code: 'internal', params: { detail: 'orders-lost' } } });
    expect(await work.rows(sql`SELECT count(*) AS n, max(seq) AS last FROM orders`)).toEqual([{ n: 6, last: 5 }]);
  });

  it('are one entity by member, phone and device, with what was known at each order', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const report = await work.project.write({}, (db) => linkOrders(db, 30));
    expect(report).toEqual({
      orders: 6,
      linked: 5,
      entities: 2,
      largest: 3,
      hubPersons: 30,
      kinds: [
        { kind: 'device', orders: 1, values: 1 },
        { kind: 'member', orders: 1, values: 1 },
        { kind: 'phone', orders: 1, values: 1 },
      ],
      hubs: [],
      hubCount: 0,
    });
    // A name alone links nothing: f stands alone.
    expect(await told(work)).toEqual([
      { event_id: 'a', entity_id: 'a', entity_orders: 3, entity_orders_before: 0 },
      { event_id: 'b', entity_id: 'a', entity_orders: 3, entity_orders_before: 1 },
      { event_id: 'c', entity_id: 'c', entity_orders: 2, entity_orders_before: 0 },
      { event_id: 'd', entity_id: 'a', entity_orders: 3, entity_orders_before: 2 },
      { event_id: 'e', entity_id: 'c', entity_orders: 2, entity_orders_before: 1 },
      { event_id: 'f', entity_id: null, entity_orders: 1, entity_orders_before: 0 },
    ]);
  });

  it('lose their link by a value that becomes a hub, from then on and in hindsight', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const report = await work.project.write({}, (db) => linkOrders(db, 1));
    expect(report.hubs).toEqual([{ kind: 'device', first: 'a', seq: 0, orders: 2, persons: 2 }]);
    // The second person makes the device a hub: b is linked neither then nor ever.
    expect(
      await work.rows(sql`SELECT entity_id, entity_orders_before FROM orders WHERE event_id IN ('a', 'b', 'd')
      ORDER BY seq`),
    ).toEqual([
      { entity_id: 'a', entity_orders_before: 0 },
      { entity_id: null, entity_orders_before: 0 },
      { entity_id: 'a', entity_orders_before: 1 },
    ]);
  });

  it('are linked by ids of devices written otherwise, and by ids as written where they have no keys yet', async () => {
    const work = await bench();
    const uuid = 'aebe52e7-03ee-455a-b3c4-e57283966239';
    const written = [uuid, `{${uuid.toUpperCase()}}`, uuid.replaceAll('-', ''), uuid];
    await work.import(rows(...written.map((device, n) => `${n},2024-01-0${n + 1},100,,,,${device},0`)), mapping);
    const linked = async (): Promise<unknown[]> => {
      await work.project.write({}, (db) => linkOrders(db, 30));
      return (await work.rows(sql`SELECT entity_orders FROM orders ORDER BY seq`)).map((row) => row['entity_orders']);
    };
    expect(await linked()).toEqual([4, 4, 4, 4]);
    await work.project.write({}, async (db) => {
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`ALTER TABLE order_rows DROP COLUMN device_key`);
      await writeOrdersView(db);
    });
    expect(await linked()).toEqual([2, 1, 1, 2]);
  });

  it('are not made of what is written where there is no member, device, phone or mail address', async () => {
    const work = await bench();
    await work.import(
      [
        `${head},メールアドレス`,
        'a,2024-01-01,100,0,山田 太郎,090-0000-0000,unknown,0,test@test.com',
        'b,2024-01-02,100,0,佐藤 次郎,09000000000,unknown,0,Test@test.com',
        'c,2024-01-03,100,ゲスト,鈴木 花子,,null,0,noreply@gmail.com',
        'd,2024-01-04,100,ゲスト,田中 三郎,,null,0,no-reply@gmail.com',
        'e,2024-01-05,100,00,高橋 四郎,,d0,0,noreply@gmail.com',
        'f,2024-01-06,100,m0,伊藤 五郎,,d0,0,f@gmail.com',
        '',
      ].join('\n'),
      { ...mapping, columns: { ...mapping.columns, email: 'メールアドレス' } },
    );
    const report = await work.project.write({}, (db) => linkOrders(db, 30));
    expect(report).toMatchObject({ linked: 2, entities: 1, kinds: [{ kind: 'device', orders: 1, values: 1 }] });
    const before = sql`SELECT event_id, entity_orders_before FROM orders WHERE entity_orders_before > 0`;
    expect(await work.rows(before)).toEqual([{ event_id: 'f', entity_orders_before: 1 }]);
  });

  it('are listed with their bad orders, and forgotten when orders change', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const handlers = identityHandlers(work.project);
    expect(await handlers['identity.links']({}, context())).toBeNull();
    const report = await handlers['identity.link']({ hubPersons: 30 }, context());
    expect(await handlers['identity.links']({}, context())).toEqual(report);
    const entities = await handlers['identity.entities']({ by: 'bad', limit: 10 }, context());
    expect(entities).toMatchObject([
      { entity: 'a', orders: 3, amount: 300, names: 2, bad: 1, good: 2 },
      { entity: 'c', orders: 2, amount: 200, names: 1, bad: 0, good: 2 },
    ]);
    expect(entities[0]?.links).toEqual([
      { kind: 'device', orders: 1 },
      { kind: 'member', orders: 1 },
    ]);
    await work.import(rows('g,2024-02-01,100,m1,山田 太郎,,,0'), mapping);
    expect(await handlers['identity.links']({}, context())).toBeNull();
    expect(await handlers['identity.entities']({ by: 'orders', limit: 10 }, context())).toEqual([]);
    expect(await work.rows(sql`SELECT count(entity_id) AS n FROM orders`)).toEqual([{ n: 0 }]);
  });

  it('stay as they were when linking is cancelled', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const handlers = identityHandlers(work.project);
    expect(await codeOf(handlers['identity.link']({ hubPersons: 30 }, context(AbortSignal.abort())))).toBe('cancelled');
    expect(await handlers['identity.links']({}, context())).toBeNull();
  });

  it('can be counted on in rules by what was known, never by what came later', async () => {
    const work = await bench();
    await work.import(story, mapping);
    await work.project.write({}, (db) => linkOrders(db, 30));
    const columns = await work.project.columns();
    const known = (name: string): unknown => columns.find((column) => column.name === name)?.knownAt;
    expect([known('entity_orders_before'), known('entity_orders'), known('entity_id')]).toEqual([
      'screening',
      'after',
      'after',
    ]);
  });
});

describe('other orders with a value of one', () => {
  it('are counted by column, before it and by how they ended', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const handlers = identityHandlers(work.project);
    // d shares its member with a alone; b's device is a's.
    const none = { value: 'm1', column: 'member_id' };
    expect(await handlers['identity.related']({ seq: 3 }, context())).toEqual([
      { ...none, orders: 1, before: 1, bad: 0, good: 1 },
    ]);
    expect(await handlers['identity.related']({ seq: 0 }, context())).toEqual([
      { ...none, orders: 1, before: 0, bad: 0, good: 1 },
      { column: 'device_key', value: 'd1', orders: 1, before: 0, bad: 1, good: 0 },
    ]);
    expect(await handlers['identity.related']({ seq: 5 }, context())).toEqual([]);
    await handlers['identity.link']({ hubPersons: 30 }, context());
    expect((await handlers['identity.related']({ seq: 3 }, context()))[0]).toEqual({
      column: 'entity_id',
      value: 'a',
      orders: 2,
      before: 2,
      bad: 1,
      good: 1,
    });
    expect(await codeOf(handlers['identity.related']({ seq: 99 }, context()))).toBe('input-invalid');
  });
});

describe('a value and who else has it', () => {
  it('is told with its steps', async () => {
    const work = await bench();
    await work.import(rows('a,2024-01-01,1,,,090-1111-1111,,0', 'b,2024-01-01,1,,,０９０１１１１１１１１,,0'), mapping);
    const handlers = identityHandlers(work.project);
    const answer = await handlers['identity.key']({ kind: 'phone', value: '+81 90 1111 1111' }, context());
    expect(answer).toMatchObject({
      key: { key: '+819011111111', confidence: 'certain' },
      orders: [{ column: 'phone_key', orders: 2 }],
    });
    expect(await handlers['identity.coverage']({}, context())).toEqual([
      { kind: 'phone', values: { certain: 2, likely: 0, weak: 0, none: 0 }, keys: 1 },
    ]);
  });
});
