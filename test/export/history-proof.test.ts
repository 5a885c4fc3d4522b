import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { disproof } from '../../analysis/export/engine-proof.ts';
import { openRuntime } from '../../analysis/export/open-runtime.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Progress } from '../../analysis/model/progress.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { testedOrders } from '../../analysis/backtest/index.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { Runtime } from '../../analysis/runtime/index.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildIn, packagedHistory, packagedOrders, packagedSet } from './packages.ts';
import { askHere, buildHere, exportHere, proveHere } from './here.ts';

let history: History;
beforeAll(async () => {
  history = await packagedHistory();
}, 60_000);
afterAll(() => history.close());
afterEach(() => void vi.restoreAllMocks());

const listening = (signal: AbortSignal, heard: Progress[]) => ({
  signal,
  progress: (one: Progress) => void heard.push(one),
  emit: () => undefined,
});

test('nothing is written where the runtime says otherwise of one order, which is shown without persons', async () => {
  const { evaluate } = Runtime.prototype;
  vi.spyOn(Runtime.prototype, 'evaluate').mockImplementation(function (this: Runtime, event) {
    const found = evaluate.call(this, event);
    if (found !== null && event.event_id === 'o004') found.features[0] = 99;
    return found;
  });
  const failure = await buildIn(history).then(() => null, failureOf);
  expect(failure).toMatchObject({
    code: 'package-mismatch',
    params: { count: 1, engine: 'shinsa-runtime', order: 5, feature: 'by_device', got: '99' },
  });
  const record = JSON.parse(String(failure?.params?.['record'])) as Record<string, unknown>;
  expect(record['order.amount']).toBe(packagedOrders[4]?.['amount']);
  expect(record['buyer.email']).toMatch(/@/);
  expect(JSON.stringify(failure)).not.toMatch(/hanako|taro4|dev-2|佐藤花子/);
});

test('nothing is written where a backtest has as many orders, but other ones', async () => {
  const own = ruleSetOf(ruleOf('ONE', 'order.amount == 937', 'NG'));
  const others = ruleSetOf(ruleOf('ONE', 'order.amount == 1874', 'NG'));
  const tested = testedOrders(history.project);
  const built = (ruleSet: RuleSet) =>
    history.project.read({}, (db) =>
      buildHere(
        history.project,
        db,
        own,
        {},
        { tested: (by, _, asked) => tested(by, asked?.plainly === true ? own : ruleSet, asked) },
      ),
    );
  await built(own);
  const failure = await built(others).then(() => null, failureOf);
  // The rule, its decision and that of all others.
  expect(failure).toMatchObject({ code: 'package-mismatch', params: { count: 3, rule: 'ONE' } });
  // Of the two orders that it is otherwise of the first is shown: the amount of the second order is 937.
  expect(failure?.params).toMatchObject({ expected: 'fired 1 (27)', got: 'fired 1 (8)', order: 2 });
  expect(JSON.parse(String(failure?.params?.['record']))).toMatchObject({ 'order.amount': 937 });
});

test('nothing is written where the data changed while engines were asked', async () => {
  let touched = false;
  const built = history.project.read({}, (db) =>
    buildHere(
      history.project,
      db,
      packagedSet,
      {},
      {
        ask: async (...asked) => {
          if (!touched) await history.project.write({}, touchData);
          touched = true;
          return askHere(...asked);
        },
      },
    ),
  );
  expect(await built.then(() => null, failureOf)).toMatchObject({ code: 'view-gone' });
});

test('progress tells of the history first, and cancelling it leaves nothing', async () => {
  const heard: Progress[] = [];
  const handlers = exportHere(history.project, localGrants());
  const call = (signal: AbortSignal) => handlers['export.package']({ ruleSet: packagedSet }, listening(signal, heard));
  await call(new AbortController().signal);
  const phases = heard.map(({ phase }) => phase);
  expect([...new Set(phases)].filter((phase) => phase !== 'features')).toEqual([
    'replaying',
    'vectors',
    'proving',
    'proving-features',
  ]);
  expect(heard.findLast(({ phase }) => phase === 'replaying')?.fraction).toBe(1);
  const shares = heard.flatMap(({ phase, fraction }) => (phase === 'vectors' ? [fraction ?? -1] : []));
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect([shares.length > 3, shares.at(-1)]).toEqual([true, 1]);
  const stop = new AbortController();
  const progress = () => stop.abort();
  const stopped = handlers['export.package']({ ruleSet: packagedSet }, { ...listening(stop.signal, []), progress });
  expect(await stopped.then(() => null, failureOf)).toMatchObject({ code: 'cancelled' });
});

test('a proof that is cancelled while its records are made ends there', async () => {
  const handlers = exportHere(history.project, localGrants());
  const stop = new AbortController();
  const after: string[] = [];
  const progress = ({ phase, fraction }: Progress): void => {
    if (stop.signal.aborted) after.push(phase);
    if (phase === 'vectors' && (fraction ?? 0) >= 0.7) stop.abort();
  };
  const stopped = handlers['export.package']({ ruleSet: packagedSet }, { ...listening(stop.signal, []), progress });
  expect(await stopped.then(() => null, failureOf)).toMatchObject({ code: 'cancelled' });
  expect(after).toEqual([]);
});

test('a package tells the types of what its features alone read, so that it runs elsewhere', async () => {
  const label = { ja: '点', en: 'Points' };
  const shop = await openHistory({
    target: fraudWithin30Days,
    custom: [{ id: 'points', label: label.ja, type: 'int', knownAtScreening: 'yes' }],
  });
  await shop.load(packagedOrders.map((order, n) => ({ ...order, 'custom.points': n % 5 })));
  const set: RuleSet = {
    ...ruleSetOf(ruleOf('AGAIN', 'velocity.again >= 1')),
    features: [
      { id: 'again', agg: 'sum', of: 'custom.points', by: ['device.id'], window: '7d', where: 'custom.points > 1' },
    ],
  };
  const read = readPackage((await buildIn(shop, set)).folder);
  await shop.close();
  const { ruleSet, vectors } = read;
  expect(vectors.fields).toMatchObject({ 'device.id': 'string', 'custom.points': 'int', 'velocity.again': 'int' });
  expect(vectors.vectors.every(({ record }) => record['custom.points'] === undefined)).toBe(true);
  const runtime = openRuntime({ ruleSet, fields: vectors.fields });
  const order = (id: string, at: string) =>
    runtime.take({ event_id: id, at, fields: { 'device.id': 'd', 'custom.points': 3 } })?.features;
  expect([order('1', '2026-01-01T00:00:00Z'), order('2', '2026-01-02T00:00:00Z')]).toEqual([
    { again: 0 },
    { again: 3 },
  ]);
  expect(disproof((await proveHere(read)).engines)).toBeNull();
});
