import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Encoding from 'encoding-japanese';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generalLayouts } from '../../analysis/model/layouts/index.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

const place = scratch();
const files = resolve('samples', 'files');
const sample = (name: string): string => join(files, name);
const fresh = join(place.dir, 'fresh.shinsa');

/** The general layouts beside orders, their samples, and what becomes of each of them in a project of the sample orders. */
const beside: Readonly<Record<string, readonly [file: string, told: object]>> = {
  'order-lines': ['order-lines.csv', [{ read: 4, accepted: 4, orders: 3, rejected: 0 }]],
  chargebacks: ['chargebacks.csv', outcomes(3, { chargeback: 2, 'chargeback-reversed': 1 })],
  'fraud-notices': ['fraud-notices.csv', outcomes(2, { 'fraud-notice': 2 })],
  'deferred-results': ['deferred-results.csv', outcomes(3, { paid: 1, overdue: 1, 'bad-debt': 1 })],
  'settlement-statuses': ['settlement-statuses.csv', outcomes(5, { billing: 2, paid: 1, overdue: 1, 'bad-debt': 1 })],
  'black-registrations': ['black-registrations.csv', outcomes(2, { black: 1, resale: 1 })],
  resales: ['resales.csv', outcomes(1, { resale: 1 })],
  'manual-reviews': ['manual-reviews.csv', outcomes(2, { 'review-ng': 1, 'review-ok': 1 })],
  'screening-results': ['screening-results.csv', { recorded: { read: 3, accepted: 3, rejected: 0 } }],
  'oplux-results': ['oplux-results.jsonl', { recorded: { read: 3, accepted: 3, rejected: 0 } }],
  authorisations: ['authorisations.csv', events('auth', 4)],
  'three-d-secure': ['three-d-secure.csv', events('3ds', 3)],
  logins: ['logins.csv', { ...events('login', 3), noOrder: 3 }],
  shipments: ['shipments.csv', events('shipment', 2)],
  payments: ['payments.csv', events('payment', 2)],
};

function outcomes(read: number, kinds: Readonly<Record<string, number>>): object {
  const told = Object.entries(kinds).map(([kind, rows]) => expect.objectContaining({ kind, rows }) as unknown);
  return { added: [{ read, matched: read, rejected: 0 }], report: { kinds: expect.arrayContaining(told) as unknown } };
}

function events(kind: string, read: number): object {
  return { kind, read, accepted: read, rejected: 0, otherOrders: 0 };
}

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const ran = await cli(['import', '--project', fresh, '--preset', 'orders', sample('orders.csv'), '--json']);
  expect([ran.code, ran.err.includes('error')]).toEqual([0, false]);
  expect(JSON.parse(ran.out)).toMatchObject({ read: 6, accepted: 6, encoding: 'shift_jis', currency: 'JPY' });
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

/** A project of the sample orders alone. */
function project(name: string): string {
  const path = join(place.dir, `${name}.shinsa`);
  copyFileSync(fresh, path);
  return path;
}
const taken = (name: string, preset: string, file: string, lang = 'en_US.UTF-8') =>
  cli(['import', '--project', project(name), '--preset', preset, sample(file), '--json'], { lang });

describe('a general preset', () => {
  test('has a sample, and every sample has one', () => {
    const known = ['orders', ...Object.keys(beside)];
    expect(known.toSorted()).toEqual(generalLayouts.map(({ id }) => id).toSorted());
    const named = ['orders.csv', ...Object.values(beside).map(([file]) => file)];
    expect(readdirSync(files).toSorted()).toEqual(named.toSorted());
    // As the trade writes them: what is not JSON is CP932.
    for (const file of named.filter((name) => name.endsWith('.csv')))
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(sample(file)))).toThrow();
  });

  test.each(Object.entries(beside))('%s takes its file in without a hand', async (preset, [file, told]) => {
    const ran = await taken(preset, preset, file);
    expect([ran.code, ran.code === 0 ? '' : ran.err]).toEqual([0, '']);
    expect(JSON.parse(ran.out)).toMatchObject(told);
  });

  test.each([
    ['chargebacks', 'settlement-statuses.csv', '理由コード'],
    ['chargebacks', 'order-lines.csv', '理由コード'],
    ['deferred-results', 'chargebacks.csv', '支払期限日'],
    ['settlement-statuses', 'chargebacks.csv', '決済ステータス'],
    ['black-registrations', 'chargebacks.csv', 'ブラック区分'],
    ['manual-reviews', 'payments.csv', '目視審査結果'],
    ['three-d-secure', 'chargebacks.csv', 'transStatus'],
    ['shipments', 'logins.csv', '送り状番号'],
    ['oplux-results', 'screening-results.csv', 'aaresult.result'],
    ['screening-results', 'payments.csv', '自動審査結果'],
  ])('%s refuses %s, names what it lacks, and takes nothing in', async (preset, file, lacking) => {
    const ran = await taken(`${preset}-${file}`, preset, file, 'ja_JP.UTF-8');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(`様式「${preset}」の形ではありません`);
    expect(ran.err).toContain(lacking);
  });

  test('is the same with the command of its own kind of file, and refused with another one', async () => {
    const path = project('own');
    const own = await cli(['outcomes', '--project', path, '--preset', 'resales', sample('resales.csv'), '--json']);
    expect(own.code).toBe(0);
    expect(JSON.parse(own.out)).toMatchObject({ added: [{ matched: 1 }] });
    const other = await cli(['events', '--project', path, '--preset', 'resales', sample('resales.csv')]);
    expect(other.code).toBe(2);
    expect(other.err).toContain('There are: authorisations, three-d-secure, logins, shipments, payments');
    const twice = await cli([
      'outcomes',
      '--project',
      path,
      '--preset',
      'resales',
      '--saved',
      'x',
      sample('resales.csv'),
    ]);
    expect(twice.err).toContain('--mapping, --preset, --saved');
    const none = await cli(['import', '--project', path, '--preset', 'resales']);
    expect([none.code, none.err.includes('FILE')]).toEqual([2, true]);
  });
});

test('a file that lacks what it should have because its text is garbled is told so, with the encoding that helps', async () => {
  const text = '注文番号,注文日時,金額,氏名\nM-1,2024-01-01,100,見本 太郎\n';
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(place.dir, name), content);
    return join(place.dir, name);
  };
  const saved = write('saved.csv', Buffer.from(Buffer.from(text).toString('latin1'), 'utf8'));
  const euc = write(
    'euc.csv',
    Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: 'EUCJP', from: 'UNICODE' })),
  );
  const path = join(place.dir, 'garbled.shinsa');
  const run = (file: string, ...more: string[]) =>
    cli(['import', '--project', path, '--preset', 'orders', file, ...more]);
  const before = await run(saved);
  expect([before.code, before.err.includes('garbled when it was saved')]).toEqual([2, true]);
  const wrong = await run(euc, '--encoding', 'shift_jis');
  expect([wrong.code, /euc-jp/.test(wrong.err)]).toEqual([2, true]);
  expect((await run(euc)).code).toBe(0);
  const list = await cli(['import', '--project', path, '--preset', 'chargebacks', saved]);
  expect(list.err).toContain('garbled when it was saved');
});
