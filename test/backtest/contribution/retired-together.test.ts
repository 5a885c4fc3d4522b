import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { contributedLines } from '../../../analysis/cli/contribution-lines.ts';
import { contributedJson } from '../../../analysis/cli/contributions-summary.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { figuresOf } from '../../../analysis/model/results/of-run.ts';
import {
  retirements,
  runWeights,
  safeAlone,
  safeLoss,
  togetherAsk,
} from '../../../analysis/model/results/rule-worth.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { ruleOf, ruleSetOf } from '../../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from '../history.ts';

/** All matured. Every order of method 02 and 03 is fraud, of method 04 unpaid; no order of the others is bad. */
const unpaid: Target = {
  ...{ id: 'unpaid-0', name: { ja: '未払い', en: 'Unpaid' }, kinds: ['bad-debt'] },
  ...{ reasonFamilies: [], horizonDays: 30 },
};
const given = { marginRate: 0.2, lostShare: 1, churnRate: 0, lossRate: 1, unknownBorne: 1, reviewMinutes: 0 };
const of = (code: string, method: string) => ruleOf(code, `order.payment_method == "${method}"`);

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-07-30' });
  const [orders, facts]: [OrderRow[], FactRow[]] = [[], []];
  for (let i = 0; i < 500; i += 1) {
    const event_id = `o${String(i).padStart(4, '0')}`;
    const payment_method = i < 60 ? '02' : i < 120 ? '03' : i < 160 ? '04' : '01';
    const ordered_at = new Date(Date.UTC(2024, 3, 1) + i * 3_600_000).toISOString();
    orders.push({ event_id, ordered_at, amount: 5000, currency: 'JPY', member_id: `m${i}`, payment_method });
    const reported_at = '2024-06-01T00:00:00Z';
    if (i < 120) facts.push({ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at });
    else if (payment_method === '04') facts.push({ order_id: event_id, kind: 'bad-debt', reported_at });
  }
  await history.load(orders, facts);
}, 60_000);
afterAll(() => history.close());

async function asked(ruleSet: RuleSet, targets: readonly Target[] = []) {
  const handlers = backtestHandlers(history.project);
  const input = { ruleSet, filter: everything };
  const run = await handlers['backtest.run']({ ...input, assumptions: given, save: false }, listening());
  const contributions = await handlers['backtest.contributions'](input, listening());
  const figures = figuresOf({ ...run, given, perMajor: 1 });
  const all = retirements(contributions.rules, run.result.rules, runWeights(figures, run.result, 1));
  const ask = togetherAsk(all, figures, run.result, new Map());
  const together = await handlers['backtest.retiredTogether']({ ...input, ...ask, targets: [...targets] }, listening());
  const loss = safeLoss(figures.money);
  const alone = all.filter((one) => safeAlone(one, loss, new Map())).map(({ code }) => code);
  return { run, contributions, figures, together, alone, loss };
}

const netOf = async (ruleSet: RuleSet): Promise<number> => (await asked(ruleSet)).figures.money.net.value;
const but = (ruleSet: RuleSet, gone: readonly string[]): RuleSet =>
  ruleSetOf(...ruleSet.rules.filter(({ code }) => !gone.includes(code)));

test('of twins one can go, of triplets two, and the set without all of them loses nothing', async () => {
  const ruleSet = ruleSetOf(of('A1', '02'), of('A2', '02'), of('B1', '03'), of('B2', '03'), of('B3', '03'));
  const { run, contributions, figures, together, alone, loss } = await asked(ruleSet);
  expect([...alone].sort()).toEqual(['A1', 'A2', 'B1', 'B2', 'B3']);
  expect(together.filter((code) => code.startsWith('A'))).toHaveLength(1);
  expect(together.filter((code) => code.startsWith('B'))).toHaveLength(2);
  expect(await netOf(but(ruleSet, together))).toBe(figures.money.net.value);
  // By what each says alone all could go, and with them all that the set catches.
  expect(await netOf(but(ruleSet, alone.slice(0, -1)))).toBeLessThan(figures.money.net.value - loss);
  // The command line says the same.
  const contributed = { contributions, elsewhere: new Map(), together, additions: null };
  const rest = alone.filter((code) => !together.includes(code));
  expect(contributedJson(run, contributed)).toMatchObject({
    ruleContributions: {
      retire: together,
      rules: expect.arrayContaining([
        ...together.map((code): unknown => expect.objectContaining({ code, safe: true, safeAlone: true })),
        ...rest.map((code): unknown => expect.objectContaining({ code, safe: false, safeAlone: true })),
      ]),
    },
  });
  const lines = contributedLines(run, contributed, 'en').join('\n');
  expect(lines).toContain(`Safe to retire together, the smallest loss first: ${together.join(', ')}`);
  expect(lines).toContain(`Safe alone, but not with those gone: ${rest.join(', ')}`);
});

test('a rule that catches a part of what two others do together is no cover for both', async () => {
  const wide = ruleOf('WIDE', 'order.payment_method in ["02", "03"]');
  const ruleSet = ruleSetOf(of('A', '02'), of('B', '03'), wide);
  const { together, alone } = await asked(ruleSet);
  expect([...alone].sort()).toEqual(['A', 'B', 'WIDE']);
  // Either the wide one goes, and both others stay, or both others go.
  expect([['A', 'B'], ['WIDE']]).toContainEqual([...together].sort());
});

test('twins that stop what another target calls bad do not both go', async () => {
  const ruleSet = ruleSetOf(of('A', '02'), of('C1', '04'), of('C2', '04'));
  // By this target they stop good orders only.
  expect([...(await asked(ruleSet)).together].sort()).toEqual(['C1', 'C2']);
  expect((await asked(ruleSet, [unpaid])).together).toHaveLength(1);
});
