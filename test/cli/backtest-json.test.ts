import { Ajv2020 } from 'ajv/dist/2020.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { backtestJsonSchemaText } from '../../analysis/cli/backtest-schema.ts';
import { chosenNames } from '../../analysis/model/results/by-rule.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { cli, importedShop } from './run-cli.ts';

const machine = vi.hoisted(() => ({ simd: true }));
vi.mock(import('../../analysis/kernels/matrix/memory.ts'), async (original) => {
  const real = await original();
  return { ...real, canRun: () => machine.simd && real.canRun() };
});

const shop = importedShop();
const backtest = (...more: readonly string[]): string[] => [
  ...['backtest', '--project', shop.project, '--ruleset', join(shop.dir, 'rules.json'), ...more],
];
const everything = [
  '--overlap',
  '--contributions',
  '--additions',
  '--thresholds',
  '--by',
  'month',
  '--stability',
  'month',
] as const;
const validate = () =>
  new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(
    JSON.parse(backtestJsonSchemaText()) as object,
  );
const told = async (...more: readonly string[]): Promise<Record<string, unknown>> => {
  const ran = await cli(backtest(...more, '--json'));
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.out) as Record<string, unknown>;
};

test('the published schema is that of the program', async () => {
  await expect(backtestJsonSchemaText()).toMatchFileSnapshot('../../docs/schemas/backtest.schema.json');
});

test('what is printed is what the schema says, with everything that may be asked and with nothing', async () => {
  const champion = join(shop.dir, 'champion.json');
  writeFileSync(champion, JSON.stringify(ruleSetOf(ruleOf('OTHER', 'order.amount > 20000'))));
  const check = validate();
  for (const more of [[], [...everything, '--split', '2024-08-01', '--champion', champion], [...everything]]) {
    const json = await told(...more);
    expect([check(json), check.errors]).toEqual([true, null]);
  }
  const { rows: _, ...less } = await told();
  expect(check(less)).toBe(false);
  expect(check({ ...less, rows: 5, more: 1 })).toBe(false);
}, 240_000);

test('so is a set of scores, and what a machine without SIMD says', async () => {
  const check = validate();
  const [ok, ng, hold] = [1, 100, 5];
  const scored = {
    ...ruleSetOf({ ...ruleOf('HIGH', 'order.amount > 20000'), scores: { ok: 0, ng: 100, hold: 0 } }),
    policy: {
      ...{ kind: 'scores', thresholds: { ok, ng, hold } },
      results: {
        ...{ none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'REVIEW', hold: 'HOLD' },
        ...{ 'ok+hold': 'OK', 'ng+hold': 'NG', 'ok+ng+hold': 'HOLD' },
      },
    },
  };
  writeFileSync(join(shop.dir, 'scored.json'), JSON.stringify(scored));
  const args = ['backtest', '--project', shop.project, '--ruleset', join(shop.dir, 'scored.json'), '--json'];
  const scores = JSON.parse((await cli([...args, '--thresholds'])).out) as { thresholds: { valued: unknown }[] };
  expect([check(scores), check.errors]).toEqual([true, null]);
  expect(scores.thresholds.map(({ valued }) => valued)).toContain(null);

  machine.simd = false;
  try {
    const slow = JSON.parse((await cli(args)).out) as { engine: { slower: unknown } };
    expect([check(slow), check.errors]).toEqual([true, null]);
    expect(slow.engine.slower).toEqual([{ what: 'rules', why: 'simd' }]);
  } finally {
    machine.simd = true;
  }
}, 120_000);

interface Figured {
  readonly hits?: number;
  readonly confusion: { readonly orders: { readonly tp: number; readonly fn: number } };
  readonly figures: Readonly<
    Record<string, { readonly part: number; readonly whole: number; readonly value: unknown }>
  >;
  readonly unmeasured: readonly string[];
}

test('rules and what decides have every figure, and those of a few orders are not measured', async () => {
  const { rules, decidedBy, bad } = (await told()) as {
    readonly rules: readonly Figured[];
    readonly decidedBy: readonly Figured[];
    readonly bad: number;
  };
  for (const one of [...rules, ...decidedBy]) {
    expect(Object.keys(one.figures)).toEqual([...chosenNames]);
    expect(one.confusion.orders.tp + one.confusion.orders.fn).toBe(bad);
  }
  // HIGH hits one bad and one good order.
  expect(rules[0]?.figures['precision']).toMatchObject({ part: 1, whole: 2, value: null, interval: null });
  expect(rules[0]?.unmeasured).toContain('precision');
});

test('without JSON what was asked for is printed as tables, in both languages', async () => {
  for (const [lang, heads] of [
    [
      'en_US.UTF-8',
      ['What rules contribute', 'Combinations of rules', 'Rules that might be added', 'Orders that two rules share'],
    ],
    ['ja_JP.UTF-8', ['ルールの寄与', 'ルールの組合せ', '追加の候補', 'ルールの重なり']],
  ] as const) {
    const plain = await cli(backtest(), { lang });
    const ran = await cli(backtest('--overlap', '--contributions', '--additions'), { lang });
    expect(ran).toMatchObject({ code: 0 });
    for (const head of heads) {
      expect(ran.out).toContain(head);
      expect(plain.out).not.toContain(head);
    }
    const lines = ran.out.split('\n');
    const at = lines.findIndex((line) => line.includes(heads[0]));
    expect(lines[at + 2]).toMatch(/^ {2}(HIGH|GUEST) /);
  }
}, 240_000);
