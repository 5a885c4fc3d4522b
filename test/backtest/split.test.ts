import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { everything } from '../../analysis/model/filter.ts';
import { splitParts } from '../../analysis/model/results/split.ts';
import { chosenThreshold, type ChosenThreshold } from '../../analysis/model/results/threshold-study.ts';
import { packedSums } from '../../analysis/model/results/tally.ts';
import type { Thresholds } from '../../analysis/model/results/thresholds.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { sql } from '../../analysis/store/sql.ts';
import {
  fraudWithin30Days,
  inOrder,
  listening,
  openHistory,
  type FactRow,
  type History,
  type OrderRow,
} from './history.ts';

/**
 * A day has 40 orders of 10,000 yen for 200 days from 2024-01-01; one in five is bad, reported 20 days later. At a margin
 * of a quarter an order stopped at random is worth nothing. `custom.noise` says nothing of an order; `custom.true` is
 * high for bad orders.
 */
const days = 200;
const perDay = 40;
const split = ['2024-05-01'];
const dayMs = 86_400_000;
const start = Date.parse('2024-01-01T12:00:00+09:00');
const plain = { marginRate: 0.25, lostShare: 1, churnRate: 0, lossRate: 1, unknownBorne: 1, chargebackFee: 0 };

/** Numbers from 0 to 1, the same every time (a linear congruential generator). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
}

const orders: OrderRow[] = [];
const facts: FactRow[] = [];
const next = drawn(7);
for (let n = 0; n < days * perDay; n += 1) {
  const event_id = `o${String(n).padStart(5, '0')}`;
  const at = start + Math.floor(n / perDay) * dayMs + (n % perDay) * 60_000;
  const isBad = next() < 0.2;
  const told = isBad ? 0.5 + next() / 2 : next() * 0.7;
  orders.push({
    ...{ event_id, ordered_at: new Date(at).toISOString(), amount: 10_000, currency: 'JPY', member_id: `m${n}` },
    ...{ 'custom.noise': Math.round(next() * 1000) / 1000, 'custom.true': Math.round(told * 1000) / 1000 },
  });
  if (isBad)
    facts.push({
      ...{ order_id: event_id, kind: 'chargeback', family: 'fraud' },
      reported_at: new Date(at + 20 * dayMs).toISOString(),
    });
}

const ruleSet = (field: 'noise' | 'true'): RuleSet => ({
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '分割', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [{ code: 'CUT', description: { ja: '境目', en: 'Cut' }, when: `custom.${field} >= 2.0`, result: 'NG' }],
});
const cut = (field: 'noise' | 'true') => ({
  ...{ kind: 'clause' as const, code: 'CUT' },
  ...{ from: `custom.${field} >= `.length, to: `custom.${field} >= 2.0`.length },
});

let history: History;
beforeAll(async () => {
  const own = { type: 'double', knownAtScreening: 'yes' } as const;
  history = await openHistory({
    target: fraudWithin30Days,
    asOf: '2024-08-31',
    custom: [
      { id: 'noise', label: 'noise', ...own },
      { id: 'true', label: 'true', ...own },
    ],
  });
  await history.load(inOrder(orders), facts);
}, 60_000);
afterAll(() => history.close());

async function chosen(field: 'noise' | 'true'): Promise<ChosenThreshold> {
  const found = await chosenThreshold(
    (ask) => backtestHandlers(history.project)['backtest.thresholds'](ask, listening()),
    {
      ...{ ruleSet: ruleSet(field), filter: everything, cut: cut(field), given: plain, perMajor: 1 },
      ...{ split, timezone: 'Asia/Tokyo', known: null },
    },
  );
  if (found === null) throw new Error('nothing chosen');
  return found;
}

/** Every sum of every value, as one text each. */
const sumsOf = (thresholds: Thresholds | undefined): unknown =>
  thresholds?.points.map(({ value, groups, reviewDays }) => [value, packedSums(groups), reviewDays]);

test('training knows nothing that is reported after the day up to which anything is known', () => {
  const [first = ''] = split;
  const asOf = (known: string | null) => splitParts(split, everything, 'Asia/Tokyo', known)[0]?.asOf;
  expect(asOf('2020-01-31')).toBe('2020-01-31');
  const eve = asOf(null) ?? '';
  expect(eve < first).toBe(true);
  expect(asOf('2999-01-01')).toBe(eve);
});

test('training is judged by what was reported before the split day, as the project would be as of the day before', async () => {
  const [train, held] = splitParts(split, everything, 'Asia/Tokyo');
  if (train?.asOf === undefined || train.asOf === null || held === undefined) throw new Error('no parts');
  const handlers = backtestHandlers(history.project);
  const asked = { ruleSet: ruleSet('true'), save: false };
  const run = await handlers['backtest.run'](
    { ...asked, filter: train.filter, judged: { asOf: train.asOf } },
    listening(),
  );
  // 121 days up to 04-30; orders from 04-01 on have not had 30 days.
  expect([run.result.rows, run.result.immature, run.result.asOf]).toEqual([121 * perDay, 30 * perDay, '2024-04-30']);
  const later = await handlers['backtest.run']({ ...asked, filter: held.filter }, listening());
  expect([later.result.rows, later.result.immature, later.result.asOf]).toEqual([79 * perDay, 0, '2024-08-31']);
  const plainly = backtestHandlers(history.project, byDuckdb(history.project));
  const query = await plainly['backtest.run'](
    { ...asked, filter: train.filter, judged: { asOf: train.asOf } },
    listening(),
  );
  expect(query.groups).toEqual(run.groups);
  await history.project.update({ asOf: train.asOf });
  const then = await handlers['backtest.run']({ ...asked, filter: train.filter }, listening());
  await history.project.update({ asOf: '2024-08-31' });
  expect(then.groups).toEqual(run.groups);
  expect(then.result.decisionsByState).toEqual(run.result.decisionsByState);
}, 60_000);

test('a column that says nothing looks good at its best threshold on training and is worth about nothing later', async () => {
  const { training, heldOut, tried } = await chosen('noise');
  const [later] = heldOut;
  expect(tried).toBeGreaterThan(30);
  expect(training.best.net).toBeGreaterThan(100_000);
  expect(training.present.net).toBe(0);
  expect(later?.best?.interval?.low).toBeLessThan(0);
  expect(later?.best?.change ?? Infinity).toBeLessThan(training.best.change / 2);
}, 60_000);

test('a column that tells bad orders is worth as much later', async () => {
  const { training, heldOut } = await chosen('true');
  const [later] = heldOut;
  const perOrder = (net: number, of: number): number => net / of;
  expect(training.best.value).toBeGreaterThan(0.5);
  expect(training.best.value).toBeLessThan(0.75);
  expect(later?.best?.interval?.low).toBeGreaterThan(0);
  const expected = perOrder(training.best.net, 91 * perDay);
  const found = perOrder(later?.best?.net ?? 0, 79 * perDay);
  expect(found / expected).toBeGreaterThan(0.8);
  expect(found / expected).toBeLessThan(1.2);
}, 60_000);

test('what is reported from the split day on changes nothing that is chosen', async () => {
  const before = await chosen('noise');
  // One day on, or never told; what was known before stays.
  await history.write(
    sql`DELETE FROM outcomes WHERE reported_at >= TIMESTAMPTZ '2024-05-01 00:00:00+09:00' AND order_id < 'o05000'`,
    sql`UPDATE outcomes SET reported_at = reported_at + INTERVAL 9 DAY
      WHERE reported_at >= TIMESTAMPTZ '2024-05-01 00:00:00+09:00'`,
  );
  const after = await chosen('noise');
  expect(sumsOf(after.trainedOn)).toEqual(sumsOf(before.trainedOn));
  expect([after.best, after.offered, after.tried]).toEqual([before.best, before.offered, before.tried]);
  expect(sumsOf(after.heldOut[0]?.thresholds)).not.toEqual(sumsOf(before.heldOut[0]?.thresholds));
  // What is reported before it does.
  await history.write(sql`DELETE FROM outcomes WHERE reported_at < TIMESTAMPTZ '2024-03-01 00:00:00+09:00'`);
  expect(sumsOf((await chosen('noise')).trainedOn)).not.toEqual(sumsOf(before.trainedOn));
}, 60_000);

test('a split begins with the day of the zone, also where it has no midnight', () => {
  const held = (day: string, zone: string) => splitParts([day], everything, zone)[1]?.filter.clauses;
  const from = (at: string) => [{ kind: 'time', column: 'ordered_at', from: at, to: null }];
  expect(held('2024-05-01', 'Asia/Tokyo')).toEqual(from('2024-04-30T15:00:00.000Z'));
  expect(held('2024-09-08', 'America/Santiago')).toEqual(from('2024-09-08T04:00:00.000Z'));
});
