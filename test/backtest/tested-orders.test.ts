import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testedOrders } from '../../analysis/backtest/index.ts';
import { Matrix } from '../../analysis/backtest/matrix/matrix.ts';
import { OutOfMemory } from '../../analysis/kernels/matrix/pool.ts';
import { orderWeight, weightModulus } from '../../analysis/model/order-weight.ts';
import { orderWeightSql } from '../../analysis/store/order-weight.ts';
import { sql } from '../../analysis/store/sql.ts';
import { packagedHistory, packagedOrders, packagedSet } from '../export/packages.ts';
import type { History } from './history.ts';

let history: History;
beforeAll(async () => {
  history = await packagedHistory();
}, 60_000);
afterAll(() => history.close());
afterEach(() => void vi.restoreAllMocks());

const asked = () => history.project.read({}, (db) => testedOrders(history.project)(db, packagedSet));

/** As many, and the sum of the cubes of their places, from 1 on; those of 200 orders stay below the modulus. */
const weighed = (orders: readonly unknown[], holds: (place: number) => boolean) => {
  const places = orders.flatMap((_, place) => (holds(place) ? [place + 1] : []));
  return { orders: places.length, weight: places.reduce((sum, place) => sum + place ** 3, 0) };
};

test('orders of a rule weigh what their places in time do, those of another currency are not evaluable', async () => {
  const { fired, unevaluable, decided } = await asked();
  const jpy = (place: number): boolean => packagedOrders[place]?.['currency'] === 'JPY';
  const high = (place: number): boolean => jpy(place) && Number(packagedOrders[place]?.['amount']) > 5000;
  expect(fired['HIGH']).toEqual(weighed(packagedOrders, high));
  expect(unevaluable['HIGH']).toEqual(weighed(packagedOrders, (place) => !jpy(place)));
  expect(unevaluable['MAIL']).toEqual({ orders: 0, weight: 0 });
  const all = Object.values(decided);
  const every = weighed(packagedOrders, () => true);
  expect(all.reduce((sum, { orders }) => sum + orders, 0)).toBe(every.orders);
  expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBe(every.weight);
});

test('where the matrix does not fit into memory DuckDB weighs the same orders', async () => {
  const byMatrix = await asked();
  vi.spyOn(Matrix.prototype, 'measure').mockRejectedValue(new OutOfMemory());
  expect(await asked()).toEqual(byMatrix);
});

test('of some instants only, by the matrix as by one query for each rule', async () => {
  const within = { from: '2026-01-01T05:00:00Z', to: '2026-01-01T07:00:00Z' };
  const tested = testedOrders(history.project);
  const [matrix, plain] = await history.project.read({}, async (db) => [
    await tested(db, packagedSet, { within }),
    await tested(db, packagedSet, { within, plainly: true }),
  ]);
  // Two orders an hour, the first two at midnight: the 11th to the 14th.
  expect(Object.values(plain?.decided ?? {}).reduce((sum, { weight }) => sum + weight, 0)).toBe(
    11 ** 3 + 12 ** 3 + 13 ** 3 + 14 ** 3,
  );
  expect(matrix).toEqual(plain);
});

test('SQL and the runtime side say the same weight of an order, also beyond the modulus', async () => {
  const places = [0, 1, 405, 406, 407, 99_999, 12_345_678, weightModulus - 2, weightModulus - 1, 134_000_000];
  const rows = await history.project.read({}, (db) =>
    db.rows(
      sql`SELECT seq, ${orderWeightSql} AS weight FROM (SELECT unnest(${JSON.stringify(places)}::BIGINT[]) AS seq)`,
    ),
  );
  expect(rows.map(({ weight }) => Number(weight))).toEqual(places.map(orderWeight));
  const exact = (seq: number): number => Number(BigInt(seq + 1) ** 3n % BigInt(weightModulus));
  expect(places.map(orderWeight)).toEqual(places.map(exact));
});
