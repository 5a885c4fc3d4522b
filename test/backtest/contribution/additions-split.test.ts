import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../../analysis/backtest/index.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { additionAsks, chosenGains } from '../../../analysis/model/results/addition-study.ts';
import { completed, type Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { queueOf } from '../../../analysis/model/results/queue.ts';
import { figuresOf } from '../../../analysis/model/results/of-run.ts';
import { gains, runWeights, type Gain } from '../../../analysis/model/results/rule-worth.ts';
import type { Rule, RuleSet } from '../../../analysis/model/ruleset.ts';
import { saveRuleSet } from '../../../analysis/store/rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from '../history.ts';

/**
 * 100 days from April 1, 2024, as of September 30, split on June 15: training orders are judged as of June 14, so that those
 * up to May 15 are matured. Method 05 is bad in two of three always; 06 was until the split, and good from then on; 07 is bad
 * in two of three always, but of what came before the split that was reported after it.
 */
interface Made {
  readonly at: number;
  readonly method: string;
  readonly amount: number;
  readonly bad: boolean;
}
const [hourMs, splitAt] = [3_600_000, Date.parse('2024-06-15T00:00:00+09:00')];
const methods = ['05', '06', '07', '01', '01', '01', '01', '01', '01', '01'];
const made: readonly Made[] = Array.from({ length: 1200 }, (_, i) => {
  const at = Date.parse('2024-04-01T00:30:00+09:00') + i * 2 * hourMs;
  const method = methods[i % 10] ?? '01';
  const often = Math.floor(i / 10) % 3 > 0;
  const bad = method === '06' ? often && at < splitAt : method !== '01' && often;
  return { at, method, amount: method === '01' && at >= splitAt ? 8000 : 3000 + (i % 7) * 100, bad };
});

const given = {
  ...{ marginRate: 0.2, lostShare: 1, churnRate: 0, customerValue: 0, lossRate: 1, unknownBorne: 1, chargebackFee: 0 },
  ...{ reviewMinutes: 0, hourlyWage: 0, reviewers: 1, hoursPerDay: 8, reviewCatch: 0.5, reviewWrong: 0, beta: 1 },
};
const rule = (code: string, when: string, result: Rule['result'] = 'NG'): Rule => ({
  ...{ code, description: { ja: code, en: code }, when, result },
});
const set = (name: string, rules: Rule[]): RuleSet => ({
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name, profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules },
});
const ruleSet = set('now', [rule('HUGE', 'order.amount >= 900000')]);
/** Has a person look at what comes in after the split alone. */
const looking = set('looking', [...ruleSet.rules, rule('LATER', 'order.amount == 8000', 'REVIEW')]);
const names = { STEADY: '05', FADED: '06', LATE: '07' } as const;
type Name = keyof typeof names;

let history: History;
let studied: Awaited<ReturnType<typeof study>>;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-09-30' });
  const orders: OrderRow[] = [];
  const facts: FactRow[] = [];
  for (const [i, { at, method, amount, bad }] of made.entries()) {
    const event_id = `o${String(i).padStart(5, '0')}`;
    const ordered_at = new Date(at).toISOString();
    orders.push({ event_id, ordered_at, amount, currency: 'JPY', member_id: `m${i}`, payment_method: method });
    const reported = method === '07' && at < splitAt ? splitAt + 5 * 24 * hourMs : at + 10 * 24 * hourMs;
    const reported_at = new Date(reported).toISOString();
    if (bad) facts.push({ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at });
  }
  await history.load(orders, facts);
  const others = [
    ...(Object.keys(names) as Name[]).map((name) => rule(name, `order.payment_method == "${names[name]}"`)),
    rule('WATCH', 'order.payment_method == "05" && order.amount < 8000', 'REVIEW'),
  ];
  await history.project.write({}, (db) => saveRuleSet(db, set('others', others)));
  studied = await study();
}, 240_000);
afterAll(() => history.close());

/** What stopping a method is worth on some orders: its loss, less a fifth of what was good. */
const worth = (name: Name, among: (one: Made) => boolean, isBad: (one: Made) => boolean): number =>
  made
    .filter((one) => one.method === names[name] && among(one))
    .reduce((sum, one) => sum + (isBad(one) ? one.amount : -0.2 * one.amount), 0);
const isBad = ({ bad }: Made): boolean => bad;
const maturedThen = ({ at }: Made): boolean => at < Date.parse('2024-05-16T00:00:00+09:00');
const heldOut = ({ at }: Made): boolean => at >= splitAt;

const moneyGiven = (assumed: Assumptions) => ({
  ...{ assumptions: completed(assumed, 'JPY'), target: fraudWithin30Days, perMajor: 1 },
});

async function study() {
  const handlers = backtestHandlers(history.project);
  const run = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  const figures = figuresOf({ result: run.result, groups: run.groups, given, perMajor: 1 });
  const weights = runWeights(figures, run.result, 1);
  const asks = additionAsks({
    ...{
      ruleSet,
      filter: everything,
      judged: {},
      split: ['2024-06-15'],
      timezone: 'Asia/Tokyo',
      known: run.result.asOf,
    },
  });
  const found = [];
  for (const { ask } of asks) found.push(await handlers['backtest.additions'](ask, listening()));
  const [training, held] = found;
  if (training === undefined || held === undefined) throw new Error('no parts');
  const whole = await handlers['backtest.additions']({ ruleSet, filter: everything }, listening());
  return { training, held, whole, weights, given: moneyGiven(given) };
}

test('rules are chosen by what training knew, and valued on orders that had no part in it', () => {
  const { training, held, whole, weights, given: assumed } = studied;
  const named = <G extends Gain>(all: readonly G[], name: Name): G | undefined =>
    all.find(({ addition }) => addition.rule.code === name);
  const inSample = gains(whole.additions, weights);
  for (const name of ['STEADY', 'FADED', 'LATE'] as const) {
    expect(named(inSample, name)?.change.net).toBeCloseTo(
      worth(name, () => true, isBad),
      6,
    );
    expect(named(inSample, name)?.change.net).toBeGreaterThan(0);
  }
  expect([training.tried, held.tried]).toEqual([whole.tried, whole.tried]);
  expect([training.asOf, training.period?.to, held.period?.from]).toEqual(['2024-06-14', '2024-06-14', '2024-06-15']);
  expect([training.orders, held.orders]).toEqual([
    made.filter(({ at }) => at < splitAt).length,
    made.filter(heldOut).length,
  ]);
  expect(training.cohort).toBe(made.filter(maturedThen).length);

  const chosen = chosenGains(training, [held], assumed);
  const [steady, faded] = [named(chosen, 'STEADY'), named(chosen, 'FADED')];
  expect(steady?.change.net).toBeCloseTo(worth('STEADY', maturedThen, isBad), 6);
  expect(steady?.heldOut[0]?.net).toBeCloseTo(worth('STEADY', heldOut, isBad), 6);
  expect(steady?.heldOut[0]?.interval?.low).toBeGreaterThan(0);
  // Chosen by what was then, it does harm now.
  expect(faded?.change.net).toBeCloseTo(worth('FADED', maturedThen, isBad), 6);
  expect(faded?.heldOut[0]?.net).toBeCloseTo(
    worth('FADED', heldOut, () => false),
    6,
  );
  expect(faded?.heldOut[0]?.interval?.high).toBeLessThan(0);
  // What was reported after the split was not known: it looked as if it stopped good orders alone.
  expect(named(chosen, 'LATE')).toBeUndefined();
  expect(named(gains(training.additions, weights), 'LATE')?.change.net).toBeCloseTo(
    worth('LATE', maturedThen, () => false),
    6,
  );
});

test('of a part without any known outcome nothing is measured', () => {
  const { training, held, given: assumed } = studied;
  const [first] = chosenGains(training, [{ ...held, cohort: 0 }], assumed);
  expect(first?.heldOut).toEqual([null]);
  expect(chosenGains({ ...training, cohort: 0 }, [held], assumed)).toEqual([]);
});

test('each part is weighed with the reviews of its own orders', async () => {
  const handlers = backtestHandlers(history.project);
  const known = '2024-09-30';
  const asks = additionAsks({
    ...{ ruleSet: looking, filter: everything, judged: {}, split: ['2024-06-15'], timezone: 'Asia/Tokyo', known },
  });
  const found = [];
  for (const { ask } of asks) found.push(await handlers['backtest.additions'](ask, listening()));
  const [training, held] = found;
  if (training === undefined || held === undefined) throw new Error('no parts');
  expect([training.reviewDays.length, held.reviewDays.length > 0]).toEqual([0, true]);
  // One review a day, and what nobody looks at is shipped. Before the split nothing waited: all of WATCH is looked at.
  const slow = { ...given, reviewMinutes: 480, unreviewed: 'ship' as const };
  const watch = chosenGains(training, [held], moneyGiven(slow)).find(({ addition }) => addition.rule.code === 'WATCH');
  const stopped = (among: (one: Made) => boolean): number =>
    made.reduce((sum, one) => (one.method === '05' && one.bad && among(one) ? sum + one.amount * 0.5 : sum), 0);
  expect(watch?.change.net).toBeCloseTo(stopped(maturedThen), 6);
  const { reviewed } = queueOf(held.reviewDays, completed(slow, 'JPY'));
  expect(reviewed).toBeLessThan(0.5);
  expect(watch?.heldOut[0]?.net).toBeCloseTo(reviewed * stopped(heldOut), 6);
});
