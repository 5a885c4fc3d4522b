import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { everything } from '../../analysis/model/filter.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { ShopOrder } from '../../samples/shop/shop.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { shopSession, type ShopSession } from './shop-session.ts';

let session: ShopSession;
let order: ShopOrder;
let ruleSet: RuleSet;

beforeEach(async () => {
  session = await shopSession();
  const found = session.shop.orders.find((one) => one.deviceId !== null);
  if (found === undefined) throw new Error('no device');
  order = found;
  ruleSet = {
    ...ruleSetOf(ruleOf('ALL', 'order.amount > 0'), ruleOf('DEAR', 'order.amount > 20000', 'REVIEW')),
    exceptions: [
      { kind: 'allow', field: 'buyer.email', value: order.email, from: '2000-01-01T00:00:00Z' },
      {
        kind: 'snooze',
        field: 'device.id',
        value: order.deviceId ?? '',
        rules: ['ALL'],
        from: '2000-01-01T00:00:00Z',
        note: `${order.buyer.name}様の端末`,
      },
      // Nobody of the project.
      { kind: 'allow', field: 'buyer.email', value: 'stranger@elsewhere.example', from: '2000-01-01T00:00:00Z' },
    ],
  };
}, 120_000);
afterEach(() => session.close());

const told = (): readonly string[] => [order.email, order.deviceId ?? '?', order.buyer.name, 'stranger@'];
const holds = (text: string): readonly string[] => told().filter((value) => text.includes(value));
const run = async (of: RuleSet) =>
  (await session.ask('backtest.run', { ruleSet: of, filter: everything, save: true })).result;

test('a masked session sees masks, works with them and saves what they stand for', async () => {
  const { ruleSetId } = await session.ask('ruleSets.save', { ruleSet });
  const plain = await run(ruleSet);
  expect(plain.exceptions).toMatchObject([{ snoozed: null }, {}, { orders: 0, snoozed: null }]);
  expect(plain.decisions.OK).toBeGreaterThan(0);
  session.masked = true;
  const listed = await session.ask('ruleSets.version', { ruleSetId, version: 1 });
  const answers: unknown[] = [listed, await session.ask('ruleSets.list', {}), await session.ask('backtest.runs', {})];
  const [runId = ''] = (await session.ask('backtest.runs', {})).map((one) => one.runId);
  answers.push(await session.ask('backtest.open', { runId }));
  expect(holds(JSON.stringify(answers))).toEqual([]);

  // Figures, and what is saved, are those of the values behind the masks; also after the session forgot what it showed.
  expect((await run(listed.ruleSet)).exceptions).toEqual(plain.exceptions);
  await session.reopen();
  const decided = { kind: 'decision' as const, ruleSet: listed.ruleSet, results: ['OK' as const] };
  const overview = await session.ask('explore.overview', { filter: { clauses: [decided] } });
  expect(overview.orders).toBe(plain.decisions.OK);
  const renamed = { ...listed.ruleSet, name: '改' };
  expect(holds(await session.text('ruleSets.save', { ruleSetId, ruleSet: renamed, note: '名前だけ' }))).toEqual([]);
  session.masked = false;
  const saved = await session.ask('ruleSets.version', { ruleSetId, version: 2 });
  expect(saved).toMatchObject({ note: '名前だけ', ruleSet: { name: '改', exceptions: ruleSet.exceptions } });
});

test('a mask that stands for nothing is not saved as a value, and no file is written with values', async () => {
  session.masked = true;
  const [first] = ruleSet.exceptions ?? [];
  const foreign = {
    ...ruleSet,
    exceptions: first === undefined ? [] : [{ ...first, value: '0123456789ab@example.jp' }],
  };
  expect(await session.text('ruleSets.save', { ruleSet: foreign })).toContain('personal-masked');
  expect(await session.text('ruleSets.writeFile', { ruleSet })).toContain('personal-masked');
  // A value somebody knows may be put there.
  expect(await session.text('ruleSets.save', { ruleSet })).not.toContain('personal-masked');
  const { exceptions: _exceptions, ...bare } = ruleSet;
  expect(await session.text('ruleSets.writeFile', { ruleSet: bare })).toContain('staged');
});

test('a rule set file is read masked and saved with its values', async () => {
  writeFileSync(join(session.dir, 'r.json'), JSON.stringify(ruleSet));
  session.masked = true;
  const read = await session.ask('ruleSets.readFile', { file: session.grants.grant(join(session.dir, 'r.json')) });
  expect(holds(JSON.stringify(read))).toEqual([]);
  const { ruleSetId } = await session.ask('ruleSets.save', { ruleSet: read });
  session.masked = false;
  const { ruleSet: saved } = await session.ask('ruleSets.version', { ruleSetId, version: 1 });
  expect(saved).toEqual(ruleSet);
});

test('a person who is forgotten is in no version of a rule set and in no run; others stay', async () => {
  const { ruleSetId } = await session.ask('ruleSets.save', { ruleSet });
  await session.ask('ruleSets.save', { ruleSetId, ruleSet: { ...ruleSet, name: '改' } });
  await run(ruleSet);
  const filter = { clauses: [{ kind: 'decision' as const, ruleSet, results: ['OK' as const] }] };
  await session.ask('backtest.run', { ruleSet, filter, save: true });
  const subject = { kind: 'person' as const, by: 'email' as const, value: order.email };
  expect((await session.ask('personal.held', { subject })).named).toBeGreaterThanOrEqual(4);
  await session.ask('personal.forget', { subject, mode: 'delete', reason: '本人の求め' });
  expect((await session.ask('personal.held', { subject })).named).toBe(0);
  const { ruleSet: left } = await session.ask('ruleSets.version', { ruleSetId, version: 1 });
  expect(left.exceptions?.map(({ value }) => value)).toContain('stranger@elsewhere.example');
  expect(left.exceptions?.map(({ value }) => value)).not.toContain(order.email);
  expect(readFileSync(session.path).includes(Buffer.from(order.email))).toBe(false);
  await session.ask('personal.forget', { subject: { kind: 'all' }, mode: 'delete', reason: '契約の終わり' });
  const all = await session.ask('ruleSets.version', { ruleSetId, version: 2 });
  expect(all.ruleSet.exceptions).toEqual([]);
}, 60_000);
