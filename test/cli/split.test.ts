import { expect, test } from 'vitest';
import { join } from 'node:path';
import { cli, importedShop } from './run-cli.ts';

interface Part {
  readonly name: string;
  readonly rows: number;
  readonly asOf: string;
  readonly bad: number;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly figures: { readonly money: { readonly net: { readonly value: number | null } } };
}
interface Study {
  readonly code: string;
  readonly path: string;
  readonly relation: string;
  readonly present: number;
  readonly tried: number;
  readonly asOf: string;
  readonly points: readonly { readonly value: number; readonly net: number | null }[];
  readonly heldOut?: readonly {
    readonly name: string;
    readonly orders: number;
    readonly best: { readonly value: number };
  }[];
}
interface Told {
  readonly rows: number;
  readonly split?: readonly Part[];
  readonly thresholds?: readonly Study[];
  readonly additions?: {
    readonly tried: number;
    readonly inSample: boolean;
    readonly rules: readonly { readonly heldOut?: readonly { readonly name: string }[] }[];
  };
}

const shop = importedShop();
const backtest = (...more: readonly string[]): string[] => [
  ...['backtest', '--project', shop.project, '--ruleset', join(shop.dir, 'rules.json'), ...more],
];
const told = async (...more: readonly string[]): Promise<Told> => {
  const ran = await cli(backtest(...more, '--json'));
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.out) as Told;
};

test('a split tells every figure part by part, training by what was reported before it alone', async () => {
  const { rows, split = [] } = await told('--split', '2024-01-08,2024-02-01');
  expect(rows).toBe(5);
  expect(split.map((part) => [part.name, part.rows, part.asOf])).toEqual([
    ['train', 3, '2024-01-07'],
    ['validation', 1, '2024-08-30'],
    ['outOfTime', 1, '2024-08-30'],
  ]);
  // A-2 was charged back in February: after the split, of an order before it.
  expect(split[0]).toMatchObject({ bad: 0, period: { from: '2024-01-05', to: '2024-01-07' } });
  expect(split[0]?.figures.money.net.value).toBeNull();
  expect(split[1]?.figures.money.net.value).toBe(0);
  expect((await told()).split).toBeUndefined();
});

test('thresholds of the set, chosen on training where there is a split', async () => {
  const { thresholds: whole = [] } = await told('--thresholds');
  expect(whole).toHaveLength(1);
  expect(whole[0]).toMatchObject({
    code: 'HIGH',
    path: 'order.amount',
    relation: '>',
    present: 50_000,
    asOf: '2024-08-30',
  });
  expect(whole[0]?.points.some(({ value, net }) => value === 50_000 && net !== null)).toBe(true);
  expect(whole[0]?.heldOut).toBeUndefined();
  const { thresholds: chosen = [] } = await told('--thresholds', '--split', '2024-08-01');
  expect(chosen[0]).toMatchObject({ asOf: '2024-07-31', orders: 4 });
  expect(chosen[0]?.tried).toBe(chosen[0]?.points.length);
  expect(chosen[0]?.heldOut?.map(({ name, orders }) => [name, orders])).toEqual([['outOfTime', 1]]);
});

test('additions are told in-sample, and with a split chosen on training and valued on the other parts', async () => {
  const { additions: whole } = await told('--additions');
  expect(whole).toMatchObject({ inSample: true });
  expect(whole?.tried).toBeGreaterThan(0);
  const { additions: chosen } = await told('--additions', '--split', '2024-08-01');
  expect(chosen).toMatchObject({
    ...{ inSample: false, tried: whole?.tried },
    chosenOn: { name: 'train', orders: 4, asOf: '2024-07-31' },
  });
  expect(chosen?.rules.every(({ heldOut }) => heldOut?.map(({ name }) => name).join() === 'outOfTime')).toBe(true);
});

test('a person reads it; what is no split is refused', async () => {
  const { out } = await cli(backtest('--split', '2024-01-08', '--thresholds'));
  expect(out).toContain('out of time: 2024-01-08 – 2024-08-20, 2 orders');
  expect(out).toContain('HIGH order.amount > 50000: not measured');
  for (const split of ['2024-13-01', '2024-02-01,2024-01-01', '2024-01-01,2024-01-02,2024-01-03'])
    expect(await cli(backtest('--split', split))).toMatchObject({ code: 2 });
});
