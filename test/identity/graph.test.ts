import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identityHandlers } from '../../analysis/identity/handlers.ts';
import { mappingSchema } from '../../analysis/model/mapping.ts';
import { graphKinds, type GraphQuestion, type OrderGraph } from '../../analysis/model/order-graph.ts';
import { randomNumbers } from '../../analysis/model/random-numbers.ts';
import { recordedColumn } from '../../analysis/store/recorded-decisions.ts';
import { sql } from '../../analysis/store/sql.ts';
import { basic, bench, codeOf, context, openBench, type Bench } from '../ingest/workbench.ts';

const head = '注文番号,注文日時,金額,氏名,カード,電話番号,配送先電話番号,端末ID,不正';
const mapping = mappingSchema.parse({
  ...basic,
  columns: {
    ...basic.columns,
    ...{ buyer_name: '氏名', card_token: 'カード', phone: '電話番号', delivery_phone: '配送先電話番号' },
    device_id: '端末ID',
  },
  label: { from: '不正', bad: ['1'] },
});
const rows = (...lines: string[]): string => [head, ...lines, ''].join('\n');
const question = (given: Partial<GraphQuestion> & { seq: number }): GraphQuestion => ({
  ...{ entity: false, kinds: [...graphKinds], orders: [], keys: [], nodes: 500, perKey: 50 },
  ...given,
});
const graphOf = (work: Bench, given: Partial<GraphQuestion> & { seq: number }): Promise<OrderGraph> =>
  identityHandlers(work.project)['identity.graph'](question(given), context());

/** Orders, keys and edges in a form that a person can write. */
const drawn = ({ orders, keys, edges }: OrderGraph) => ({
  orders: orders.map(({ orderId }) => orderId).join(' '),
  keys: keys.map(({ kind, value, orders: all, persons }) => `${kind} ${value} ${all}/${persons}`),
  edges: edges.map(({ order, key, columns }) => {
    const { value } = keys.find(({ id }) => id === key) ?? { value: '?' };
    return `${orders.find(({ seq }) => seq === order)?.orderId}-${value} ${columns.join('+')}`;
  }),
});

const story = rows(
  'a,2024-01-01,100,山田 太郎,tok-1,090-1111-1112,,d1,0',
  'b,2024-01-02,100,佐藤 花子,tok-1,,,d2,1',
  'c,2024-01-03,100,山田 太郎,tok-2,,０９０１１１１１１１２,d1,0',
  'd,2024-01-04,100,鈴木 次郎,tok-2,,,d3,0',
  'e,2024-01-05,100,田中 三郎,tok-9,,,d9,0',
  'f,2024-01-06,100,高橋 四郎,,,,d3,1',
  'g,2024-01-07,100,伊藤 五郎,,090-0000-0000,090-0000-0000,guest,0',
  'h,2024-01-08,100,渡辺 六郎,,090-0000-0000,,guest,0',
);

describe('the link graph of a few orders', () => {
  it('has what an order shares and the orders it is shared with, and no more', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const found = await graphOf(work, { seq: 0 });
    expect(drawn(found)).toEqual({
      orders: 'a c b',
      keys: ['card tok-1 2/2', 'phone +819011111112 2/1', 'device d1 2/1'],
      edges: [
        'a-tok-1 card_token',
        'a-+819011111112 phone_key',
        'a-d1 device_key',
        'c-+819011111112 delivery_phone_key',
        'c-d1 device_key',
        'b-tok-1 card_token',
      ],
    });
    expect(found.outside).toEqual({ orders: 0, keys: 0, expanded: 0 });
    expect(found.orders.map(({ expanded, state }) => [expanded, state])).toEqual([
      [true, 'good'],
      [false, 'good'],
      [false, 'bad'],
    ]);
  });

  it('is the same while others look at what was decided automatically', async () => {
    const work = await bench();
    const decided = { ...mapping, columns: { ...mapping.columns, recorded_result: '審査結果' } };
    const [first = '', ...others] = story.trim().split('\n');
    const told = [`${first},審査結果`, ...others.map((line, n) => `${line},${n === 0 ? 'NG' : 'OK'}`), ''].join('\n');
    await work.import(told, mappingSchema.parse(decided));
    const found = await work.project.read({}, async (db) => {
      await work.project.rows(db, [recordedColumn]);
      return graphOf(work, { seq: 0 });
    });
    expect(found.orders.map(({ orderId, result }) => [orderId, result])).toEqual([
      ['a', 'NG'],
      ['c', 'OK'],
      ['b', 'OK'],
    ]);
  });

  it('grows by the keys of each order that is expanded, whichever kinds are asked for', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const two = drawn(await graphOf(work, { seq: 0, orders: [2] }));
    expect([two.orders, two.keys.at(-1)]).toEqual(['a c b d', 'card tok-2 2/2']);
    const three = drawn(await graphOf(work, { seq: 0, orders: [2, 3] }));
    expect([three.orders, three.keys.at(-1)]).toEqual(['a c d b f', 'device d3 2/2']);
    const cards = drawn(await graphOf(work, { seq: 0, orders: [2, 3], kinds: ['card'] }));
    expect(cards).toEqual({
      orders: 'a c d b',
      keys: ['card tok-1 2/2', 'card tok-2 2/2'],
      edges: ['a-tok-1 card_token', 'c-tok-2 card_token', 'd-tok-2 card_token', 'b-tok-1 card_token'],
    });
    expect(drawn(await graphOf(work, { seq: 0, kinds: [] })).orders).toBe('a');
  });

  it('leaves out values that stand for nobody, and what one order has alone', async () => {
    const work = await bench();
    await work.import(story, mapping);
    for (const seq of [4, 6, 7])
      expect(await graphOf(work, { seq })).toMatchObject({
        keys: [],
        edges: [],
        outside: { orders: 0, keys: 0, expanded: 0 },
      });
    expect(await codeOf(graphOf(work, { seq: 99 }))).toBe('input-invalid');
  });

  it('begins with all orders of an entity, once orders are linked', async () => {
    const work = await bench();
    await work.import(story, mapping);
    expect(drawn(await graphOf(work, { seq: 5, entity: true })).orders).toBe('f d');
    await identityHandlers(work.project)['identity.link']({ hubPersons: 30 }, context());
    const { orders } = await graphOf(work, { seq: 5, entity: true });
    expect(orders.map(({ orderId, expanded }) => `${orderId}${expanded ? '+' : ''}`).join(' ')).toBe('f+ a+ b+ c+ d+');
  });

  it('shows what is expanded where the orders of an entity alone take all room, and tells what was cut', async () => {
    const work = await bench();
    await work.import(story, mapping);
    await identityHandlers(work.project)['identity.link']({ hubPersons: 30 }, context());
    const of = async (orders: number[], nodes: number) => {
      const { orders: told, outside, full } = await graphOf(work, { seq: 5, entity: true, orders, nodes });
      const expanded = told.filter((one) => one.expanded).map(({ orderId }) => orderId);
      return [expanded.join(' '), outside.expanded, full];
    };
    expect(await of([], 6)).toEqual(['f a b', 2, true]);
    expect(await of([4], 6)).toEqual(['f a e', 3, true]);
    expect(await of([4, 3], 6)).toEqual(['f e d', 3, true]);
    expect(await of([4], 12)).toEqual(['f a b c d e', 0, true]);
    expect(await of([4], 14)).toEqual(['f a b c d e', 0, false]);
  });

  it('ends at once when it is cancelled', async () => {
    const work = await bench();
    await work.import(story, mapping);
    const asked = identityHandlers(work.project)['identity.graph'](question({ seq: 0 }), context(AbortSignal.abort()));
    expect(await codeOf(asked)).toBe('cancelled');
  });
});

const many = 420;
/** A device of everybody in the middle, cards and phones of a few, some of them of nobody else. */
function manyOrders(): string {
  const random = randomNumbers(7);
  const pick = (among: number): number => Math.floor(random() * among);
  return rows(
    ...Array.from({ length: many }, (_, n) => {
      const at = new Date(Date.UTC(2024, 0, 1) + n * 3_600_000).toISOString().slice(0, 19);
      const phone = () => (pick(3) === 0 ? '' : `090-2345-${String(1000 + pick(200))}`);
      const device = n >= 100 && n < 300 && pick(2) === 0 ? 'shop-tablet' : `d${pick(300)}`;
      return `o${n},${at},100,氏名${'甲乙丙丁戊己庚辛壬癸'[pick(10)]}${'一二三四五六七八九十'[pick(10)]},tok-${pick(180)},${phone()},${phone()},${device},${pick(5) === 0 ? 1 : 0}`;
    }),
  );
}

describe('the link graph of many orders', () => {
  const columnsOf = {
    card: ['card_token'],
    phone: ['phone_key', 'delivery_phone_key'],
    device: ['device_key'],
  } as const;
  const kinds = ['card', 'phone', 'device'] as const;
  let work: Bench;
  let told: readonly Record<string, string | number | boolean | null>[];
  beforeAll(async () => {
    work = await openBench();
    await work.import(manyOrders(), mapping);
    told = await work.rows(
      sql`SELECT seq, card_token, phone_key, delivery_phone_key, device_key, coalesce(buyer_name_key, '-') AS person
        FROM orders ORDER BY seq`,
    );
  }, 60_000);
  afterAll(() => work.project.close());

  const has = (seq: number, kind: (typeof kinds)[number], value: string): boolean =>
    columnsOf[kind].some((column) => told[seq]?.[column] === value);
  const having = (kind: (typeof kinds)[number], value: string): readonly number[] =>
    told.flatMap((_, seq) => (has(seq, kind, value) ? [seq] : []));

  it('says only what orders say, all of it among its nodes, and counts what stands outside', async () => {
    const seq = fc.nat(many - 1);
    const asked = fc.record({
      seq,
      orders: fc.array(seq, { maxLength: 40 }),
      kinds: fc.subarray([...kinds], { minLength: 1 }),
      nodes: fc.integer({ min: 2, max: 500 }),
      perKey: fc.integer({ min: 1, max: 60 }),
      openHubs: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ openHubs, ...given }) => {
        const first = await graphOf(work, given);
        const hubs = first.keys.filter(({ hub }) => hub).map(({ column, seq: of }) => ({ column, seq: of }));
        const graph = openHubs ? await graphOf(work, { ...given, keys: hubs }) : first;
        const { orders, keys, edges, outside } = graph;
        expect(orders.length + keys.length).toBeLessThanOrEqual(given.nodes);
        expect(new Set(orders.map((one) => one.seq)).size).toBe(orders.length);
        expect(orders[0]?.seq).toBe(given.seq);

        const wanted = keys.flatMap((key) => {
          const kind = kinds.find((one) => one === key.kind) ?? 'card';
          const all = having(kind, key.value);
          const persons = new Set(all.map((one) => told[one]?.['person']));
          expect([key.orders, key.persons]).toEqual([all.length, persons.size]);
          expect(all.length).toBeGreaterThan(1);
          expect(key.hub).toBe(persons.size > graph.hubPersons);
          expect(key.opened).toBe(!key.hub || openHubs);
          return orders.filter((one) => all.includes(one.seq)).map((one) => `${one.seq} ${key.id}`);
        });
        expect(edges.map(({ order, key }) => `${order} ${key}`).sort()).toEqual(wanted.sort());
        for (const { order, key, columns } of edges) {
          const { kind, value } = keys.find(({ id }) => id === key) ?? { kind: 'card', value: '' };
          const own = kinds.find((one) => one === kind) ?? 'card';
          expect(columns).toEqual(columnsOf[own].filter((column) => told[order]?.[column] === value));
        }

        // Whatever is brought is among the nearest of a key that brings orders.
        const brought = new Set(
          keys.flatMap((key) => {
            const kind = kinds.find((one) => one === key.kind) ?? 'card';
            const far = (one: number) => 2 * Math.abs(one - key.seq) + (one > key.seq ? 1 : 0);
            const near = [...having(kind, key.value)].sort((a, b) => far(a) - far(b));
            return key.opened ? near.slice(0, given.perKey) : [];
          }),
        );
        const asked = new Set([given.seq, ...given.orders]);
        for (const one of orders) expect(one.expanded ? asked.has(one.seq) : brought.has(one.seq)).toBe(true);
        const full = orders.length + keys.length === given.nodes;
        const inside = new Set(orders.map((one) => one.seq));
        if (!full) expect([...brought].filter((one) => !inside.has(one))).toEqual([]);
        const around = keys.flatMap((key) => having(kinds.find((one) => one === key.kind) ?? 'card', key.value));
        expect(outside.orders).toBe(new Set(around.filter((one) => !inside.has(one))).size);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 120_000);

  it('shows a hub with its counts, and of its orders the nearest in time once it is asked for', async () => {
    const [from = 0] = having('device', 'shop-tablet');
    const closed = await graphOf(work, { seq: from, kinds: ['device'] });
    const [hub] = closed.keys;
    expect(closed.orders.map(({ seq }) => seq)).toEqual([from]);
    expect(hub).toMatchObject({ hub: true, opened: false, orders: having('device', 'shop-tablet').length });
    expect(closed.outside.orders).toBe((hub?.orders ?? 0) - 1);
    const open = await graphOf(work, {
      ...{ seq: from, kinds: ['device'], perKey: 5 },
      keys: [{ column: hub?.column ?? '', seq: hub?.seq ?? 0 }],
    });
    expect(open.orders.map(({ seq }) => seq)).toEqual(having('device', 'shop-tablet').slice(0, 5));
    expect(open.outside.orders).toBe((hub?.orders ?? 0) - 5);
  });
});
