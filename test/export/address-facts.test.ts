import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import { partAt } from '../../analysis/model/results/breakdown.ts';
import { pickedFrom } from '../../analysis/model/results/tally.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { writeOrdersView } from '../../analysis/store/orders-view.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildHere } from './here.ts';

/** Prefecture, city, building and room, as they are read of the address of the buyer and of the parcel. */
const homes = [
  ['東京都', '港区', '赤坂ビル', '301'],
  ['大阪府', '大阪市北区', null, null],
  ['東京都', '新宿区', 'コーポ戸山', '12'],
] as const;
const parcels = [homes[0], homes[2], ['東京都', '江東区', '転送倉庫', '502'], [null, null, null, null]] as const;
const facts = ['prefecture', 'city', 'building', 'room'] as const;

const of = (side: 'buyer' | 'delivery', values: readonly (string | null)[]) =>
  Object.fromEntries(facts.map((fact, at) => [`${side}_address_${fact}`, values[at] ?? null]));
const orders = Array.from({ length: 60 }, (_, n) => ({
  ...{
    event_id: `o${n}`,
    ordered_at: new Date(Date.UTC(2026, 0, 1, n)).toISOString(),
    currency: 'JPY',
    amount: 1000 + n,
  },
  ...of('buyer', homes[n % homes.length] ?? []),
  ...of('delivery', parcels[n % parcels.length] ?? []),
}));

const ruleSet: RuleSet = {
  ...ruleSetOf(
    ruleOf('CITY', 'buyer.address_city != delivery.address_city', 'REVIEW'),
    ruleOf('HOUSE', 'delivery.address_building == "転送倉庫" && delivery.address_room == "502"', 'NG'),
    ruleOf('PREF', 'buyer.address_prefecture == "大阪府" && delivery.address_prefecture == "東京都"', 'HOLD'),
    ruleOf('MANY', 'velocity.rooms >= 3', 'REVIEW'),
  ),
  features: [{ id: 'rooms', agg: 'count', by: ['delivery.address_building', 'delivery.address_room'], window: '2d' }],
};

let history: History;
let built: BuiltPackage;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  // Only an import makes these columns.
  await history.project.write({}, async (db) => {
    await db.run(sql`DROP VIEW orders`);
    for (const side of ['buyer', 'delivery'])
      for (const fact of facts)
        await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(`${side}_address_${fact}`)} VARCHAR`);
    await writeOrdersView(db);
  });
  await history.load(orders, [
    { order_id: 'o2', kind: 'chargeback', family: 'fraud', reported_at: '2026-01-20T00:00:00Z' },
  ]);
  built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
}, 120_000);
afterAll(() => history.close());

const hits = (test: (buyer: (typeof homes)[number], parcel: (typeof parcels)[number]) => boolean): number =>
  orders.filter((_, n) => test(homes[n % 3] ?? homes[0], parcels[n % 4] ?? parcels[3])).length;

test('rules and features read them, and a package of them is proven; nobody’s building or room is in it', () => {
  const fired = (code: string) => built.vectors.vectors.some((vector) => vector.fired.includes(code));
  expect(['CITY', 'HOUSE', 'PREF', 'MANY'].map(fired)).toEqual([true, true, true, true]);
  for (const { record } of built.vectors.vectors) {
    expect(['コーポ戸山', '赤坂ビル']).not.toContain(record['delivery.address_building']);
    expect(['301', '12']).not.toContain(record['delivery.address_room']);
  }
});

test('parts of a backtest are their values, and orders without them are a part too', async () => {
  const parts = ['港区', '新宿区', '江東区', null].map((city) => {
    const clause: Clause = { kind: 'in', column: 'delivery_address_city', values: [city] };
    return { clauses: [clause] };
  });
  const found = await backtestHandlers(history.project)['backtest.breakdown'](
    { ruleSet, filter: everything, parts },
    listening(),
  );
  const counted = parts.map((_, part) =>
    pickedFrom(partAt(found.parts, part).cells, { results, states: outcomeStates, measure: 'orders' }),
  );
  expect(counted).toEqual([15, 15, 15, 15]);
});

test('each is a chart of its values and missing ones', async () => {
  for (const fact of facts) {
    const column = `delivery_address_${fact}`;
    const chart = await exploreHandlers(history.project)['explore.column']({ column, filter: everything }, listening());
    expect([column, JSON.stringify(chart).includes('15')]).toEqual([column, true]);
  }
});

test('rules hit what was counted by hand', async () => {
  const { result } = await backtestHandlers(history.project)['backtest.run'](
    { ruleSet, filter: everything, save: false },
    listening(),
  );
  const of = (code: string): number | undefined => result.rules.find((rule) => rule.code === code)?.hits;
  expect([of('CITY'), of('HOUSE'), of('PREF')]).toEqual([
    hits((buyer, parcel) => parcel[1] !== null && buyer[1] !== parcel[1]),
    hits((_, parcel) => parcel[2] === '転送倉庫'),
    hits((buyer, parcel) => buyer[0] === '大阪府' && parcel[0] === '東京都'),
  ]);
});
