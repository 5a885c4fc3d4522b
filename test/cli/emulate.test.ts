import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConformReport } from '../../analysis/model/conform.ts';
import type { EmulationReport } from '../../analysis/model/emulation.ts';
import { scratch } from '../store/projects.ts';
import { cli, ruleSet as shopRules, type Ran } from './run-cli.ts';

const place = scratch();
const file = (name: string): string => join(place.dir, name);
const project = file('shop.shinsa');

/** Of every member some orders: what a counter of an hour says of the last one depends on how it counts. */
const orders = [
  // 10:10 and 10:50 are within an hour of 11:05, but in another hour of the clock.
  ['hour-1', '2024-03-01 10:10:00', 'hour'],
  ['hour-2', '2024-03-01 10:50:00', 'hour'],
  ['hour-3', '2024-03-01 11:05:00', 'hour'],
  // All in one hour of the clock, and within ten minutes of each other.
  ['burst-1', '2024-03-01 14:00:00', 'burst'],
  ['burst-2', '2024-03-01 14:05:00', 'burst'],
  ['burst-3', '2024-03-01 14:06:00', 'burst'],
  // Ten minutes later the first two are more than an hour ago.
  ['late-1', '2024-03-01 15:00:00', 'late'],
  ['late-2', '2024-03-01 15:01:00', 'late'],
  ['late-3', '2024-03-01 15:55:00', 'late'],
  // More than an hour apart, but on one day.
  ['day-1', '2024-03-02 08:00:00', 'day'],
  ['day-2', '2024-03-02 12:00:00', 'day'],
  ['day-3', '2024-03-02 18:00:00', 'day'],
  ['nobody', '2024-03-03 09:00:00', ''],
];
const recordedNg = new Set(['hour-3', 'burst-3', 'late-3', 'late-2']);
const ruleSet = {
  ...shopRules,
  rules: [{ code: 'AGAIN', description: { ja: '再', en: 'Again' }, when: 'velocity.n >= 2', result: 'NG' }],
  features: [{ id: 'n', agg: 'count', by: ['buyer.id'], window: '1h' }],
};
const nulls = {
  ...ruleSet,
  rules: [
    ...ruleSet.rules,
    { code: 'STRANGER', description: { ja: '他', en: 'x' }, when: '!(buyer.id != "x")', result: 'HOLD' },
  ],
};

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = file('cache');
  const rows = orders.map(
    ([id = '', at, member], n) => `${id},${at},${1000 + n},${member},${recordedNg.has(id) ? 'NG' : 'OK'}`,
  );
  writeFileSync(file('history.csv'), ['番号,日時,金額,会員,結果', ...rows].join('\n'));
  const columns = { event_id: '番号', ordered_at: '日時', amount: '金額', member_id: '会員', recorded_result: '結果' };
  writeFileSync(
    file('mapping.json'),
    JSON.stringify({ timezone: 'Asia/Tokyo', columns: { ...columns, currency: { value: 'JPY' } } }),
  );
  writeFileSync(file('rules.json'), JSON.stringify(ruleSet));
  writeFileSync(file('nulls.json'), JSON.stringify(nulls));
  const args = ['--history', file('history.csv'), '--mapping', file('mapping.json')];
  expect(await cli(['import', '--project', project, ...args])).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const emulate = (profile: readonly string[], rules = 'rules.json'): Promise<Ran> =>
  cli(['emulate', '--project', project, '--rules', file(rules), '--unmasked', '--json', '--profile', ...profile]);

/** Orders whose decision changes, by what they change from and to. */
async function changed(profile: readonly string[], rules?: string): Promise<Record<string, readonly string[]>> {
  const ran = await emulate(profile, rules);
  expect(ran.err.includes('Error'), ran.err).toBe(false);
  const report = JSON.parse(ran.out) as EmulationReport;
  expect(report.orders).toBe(orders.length);
  const moved = report.transitions.filter(({ from, to }) => from !== to);
  expect(moved.reduce((sum, one) => sum + one.orders, 0)).toBe(report.changed);
  for (const one of moved)
    expect(one.amount).toBe(one.orderIds.reduce((sum, id) => sum + 1000 + orders.findIndex(([own]) => own === id), 0));
  return Object.fromEntries(moved.map(({ from, to, orderIds }) => [`${from} ${to}`, orderIds]));
}

test('each profile changes the planted orders and no other', async () => {
  expect(await changed(['exact'])).toEqual({});
  expect(await changed(['bucketed-hour'])).toEqual({ 'NG OK': ['hour-3'] });
  expect(await changed(['bucketed-day'])).toEqual({ 'OK NG': ['day-3'] });
  expect(await changed(['capped', '--cap', '2'])).toEqual({});
  expect(await changed(['capped', '--cap', '1'])).toEqual({ 'NG OK': ['hour-3', 'burst-3', 'late-3'] });
  // Burst: at 14:10 and 14:15 two others have come. Late: at 16:05 none is left of the last hour. Hour: at 11:15 only one is.
  expect(await changed(['wall-clock', '--delay', '10m'])).toEqual({
    'OK NG': ['burst-1', 'burst-2'],
    'NG OK': ['hour-3', 'late-3'],
  });
  expect(await changed(['nulls-false'], 'nulls.json')).toEqual({ 'OK HOLD': ['nobody'] });
  expect(await changed(['nulls-error', '--gives', 'REVIEW'], 'nulls.json')).toEqual({ 'OK REVIEW': ['nobody'] });
  expect(await changed(['nulls-error'], 'nulls.json')).toEqual({});
}, 120_000);

test('what changes is shown with its rules and features, and names nobody unless asked', async () => {
  const report = JSON.parse((await emulate(['bucketed-hour'])).out) as EmulationReport;
  expect(report.rules).toEqual([{ code: 'AGAIN', gained: 0, lost: 1 }]);
  expect(report.first).toMatchObject([
    {
      ...{ place: 3, orderId: 'hour-3', at: '2024-03-01T02:05:00.000Z' },
      from: { result: 'NG', by: 'rule:AGAIN' },
      to: { result: 'OK', by: 'default' },
      rules: [{ code: 'AGAIN', from: 'fired', to: 'silent' }],
      features: [{ id: 'n', from: 2, to: 0 }],
    },
  ]);
  expect(report.first[0]?.fields['buyer.id']).not.toBe('hour');
  const masked = await cli([
    ...['emulate', '--project', project, '--rules', file('rules.json'), '--profile', 'bucketed-hour'],
  ]);
  expect(masked.out).toContain('1 of 13 decisions change');
  expect(masked.out).not.toContain('hour-3');
});

test('a profile without what it needs, or with what it has not, is refused', async () => {
  for (const profile of [['capped'], ['wall-clock', '--delay', '0m'], ['exact', '--cap', '3'], ['other']])
    expect((await emulate(profile)).code, profile.join(' ')).toBe(2);
});

test('a package is compared with what the orders hold and with a file, and the exit code says whether they agree', async () => {
  const built = await cli([
    'export',
    '--project',
    project,
    '--ruleset',
    file('rules.json'),
    '--out',
    place.dir,
    '--json',
  ]);
  expect(built.code, built.err).toBe(0);
  const { path } = JSON.parse(built.out) as { path: string };
  const base = ['conform', '--package', path, '--unmasked'];
  const own = await cli([...base, '--project', project, '--json']);
  expect(own.code, own.err).toBe(1);
  const report = JSON.parse(own.out) as ConformReport;
  expect(report).toMatchObject({ replayed: 13, recorded: 13, matched: 13, agreeing: 12, differing: 1 });
  expect(report.causes.filter(({ orders: some }) => some > 0)).toMatchObject([
    { cause: 'untold', orders: 1, orderIds: ['late-2'] },
  ]);
  const fires = (id: string): boolean => id !== 'late-2' && recordedNg.has(id);
  const lines = orders.map(([id = '']) =>
    JSON.stringify({
      ...{ event_id: id, aaresult: { result: fires(id) ? 'NG' : 'OK' }, rules: fires(id) ? [{ code: 'AGAIN' }] : [] },
    }),
  );
  writeFileSync(file('results.ndjson'), lines.join('\n'));
  const agreed = await cli([...base, '--project', project, '--recorded', file('results.ndjson')]);
  expect(agreed).toMatchObject({ code: 0 });
  expect(agreed.out).toContain('13 agree and 0 differ, of 13 in both');
  const csv = ['event_id,aaresult.result,rules[].code', ...orders.map(([id = '']) => `${id},${fires(id) ? 20 : 10},`)];
  writeFileSync(file('results.csv'), csv.join('\n'));
  const events = orders.map(([id, at = '', member]) =>
    JSON.stringify({ event_id: id, at: `${at.replace(' ', 'T')}+09:00`, fields: { 'buyer.id': member || null } }),
  );
  writeFileSync(file('events.ndjson'), events.join('\n'));
  const rulesMissed = await cli([
    ...base,
    ...['--events', file('events.ndjson'), '--recorded', file('results.csv'), '--json'],
  ]);
  expect(rulesMissed.code, rulesMissed.err).toBe(1);
  expect(JSON.parse(rulesMissed.out)).toMatchObject({
    ...{ differing: 3, leftOut: 0 },
    parts: { result: { told: 13, differing: 0 }, rules: { told: 13, differing: 3 } },
  });
  writeFileSync(file('bad.csv'), 'event_id,aaresult.result\nhour-1,maybe\n');
  const bad = await cli([...base, '--project', project, '--recorded', file('bad.csv')]);
  expect(bad.code).toBe(2);
  expect(bad.err).toContain('line 2');
}, 120_000);
