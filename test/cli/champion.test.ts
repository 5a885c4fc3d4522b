import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { cli, importedShop } from './run-cli.ts';

const shop = importedShop();

interface Told {
  readonly rows: number;
  readonly decisions: Readonly<Record<string, number>>;
  readonly champion: {
    readonly name: string;
    readonly transitions: readonly {
      readonly champion: string;
      readonly challenger: string;
      readonly byState: Readonly<Record<string, { readonly orders: number }>>;
    }[];
    readonly swaps: Readonly<Record<'in' | 'out', { readonly orders: number }>>;
    readonly headlines: readonly { readonly name: string; readonly before: number | null }[];
    readonly money: { readonly net: { readonly value: number | null } };
  };
}

const written = (name: string, ruleSet: object): string => {
  const path = join(shop.dir, name);
  writeFileSync(path, JSON.stringify(ruleSet));
  return path;
};

test('a backtest is compared with a champion, in JSON and in words', async () => {
  const champion = written('champion.json', { ...ruleSetOf(ruleOf('HIGH', 'order.amount >= 0')), name: '現行' });
  const challenger = written('challenger.json', ruleSetOf(ruleOf('NONE', 'order.amount < 0')));
  const asked = ['backtest', '--project', shop.project, '--ruleset', challenger, '--champion', champion];
  const ran = await cli([...asked, '--json']);
  expect(ran.code).toBe(0);
  const told = JSON.parse(ran.out) as Told;
  const moved = told.champion.transitions.map(
    ({ champion: from, challenger: to, byState }) =>
      [from, to, Object.values(byState).reduce((sum, { orders }) => sum + orders, 0)] as const,
  );
  expect(moved).toHaveLength(16);
  expect(moved.filter(([, , orders]) => orders > 0)).toEqual([['NG', 'OK', told.rows]]);
  expect(told.champion.swaps).toMatchObject({ in: { orders: told.rows }, out: { orders: 0 } });
  expect(told.champion.name).toBe('現行');
  expect(told.champion.headlines.map(({ name }) => name)).toContain('recall');
  const words = await cli(asked);
  expect(words.out).toContain('Against the champion (現行)');
  expect(words.out).toContain(`Newly passed: ${told.rows}`);
});

test('a champion in another currency is refused', async () => {
  const champion = written('dollars.json', { ...ruleSetOf(ruleOf('HIGH', 'order.amount >= 0')), currency: 'USD' });
  const challenger = written('yen.json', ruleSetOf(ruleOf('NONE', 'order.amount < 0')));
  const ran = await cli(['backtest', '--project', shop.project, '--ruleset', challenger, '--champion', champion]);
  expect(ran.code).not.toBe(0);
  expect(ran.err).toContain('USD');
});
