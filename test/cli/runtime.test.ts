import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { main } from '../../analysis/cli.ts';
import { cli, importedShop, ruleSet } from './run-cli.ts';

const { dir, project } = importedShop();
let folder: string;
const rules = join(dir, 'velocity-rules.json');

beforeAll(async () => {
  const repeated = { code: 'AGAIN', description: { ja: '同じ会員', en: 'Again' }, result: 'HOLD' };
  const features = [{ id: 'orders_7d', agg: 'count', by: ['buyer.id'], window: '7d' }];
  const all = [...ruleSet.rules, { ...repeated, when: 'velocity.orders_7d >= 1' }];
  writeFileSync(rules, JSON.stringify({ ...ruleSet, rules: all, features }));
  const ran = await cli(['export', '--project', project, '--ruleset', rules, '--out', dir, '--json']);
  expect(ran.code).toBe(0);
  folder = (JSON.parse(ran.out) as { path: string }).path;
});

const order = (id: string, at: string, fields: object): string =>
  JSON.stringify({ event_id: id, at, fields: { 'order.currency': 'JPY', ...fields } });
const events = [
  order('1', '2025-01-01T00:00:00Z', { 'order.amount': 60_000, 'buyer.id': 'm7' }),
  '{"event_id": "2", secret@example.com',
  order('3', '2025-01-02T00:00:00Z', { 'order.amount': 100, 'buyer.id': 'm7' }),
  '',
  order('4', '2025-01-01T00:00:00Z', { 'order.amount': 100, 'buyer.id': 'm7' }),
  order('5', '2025-01-09T00:00:00.000001Z', { 'order.amount': 'secret' }),
  order('6', '2025-01-09T00:00:00.000001Z', { 'order.amount': 100, 'buyer.id': 'm7' }),
].join('\n');

test('replay counts what a package says of a file of events, and names the lines it left out', async () => {
  const path = join(dir, 'events.ndjson');
  writeFileSync(path, events);
  const ran = await cli(['replay', '--package', folder, '--events', path, '--json']);
  expect(ran.code).toBe(2);
  expect(JSON.parse(ran.out)).toEqual({
    modelId: 'CRD_01',
    orders: 3,
    results: { NG: 1, HOLD: 1, OK: 1 },
    fired: { HIGH: 1, AGAIN: 1 },
    unevaluable: {},
    standIns: { exceptions: 0, lists: [] },
    droppedReports: 0,
    leftOut: 3,
    firstLeftOut: [
      { line: 2, code: 'not-json', place: '' },
      { line: 5, code: 'event-order', place: 'at' },
      { line: 6, code: 'field-type', place: 'order.amount' },
    ],
  });
  const told = await cli(['replay', '--package', folder, '--events', path], { lang: 'ja_JP.UTF-8' });
  expect(told.out).toContain('AGAIN: ヒット 1 件');
  expect(ran.out + ran.err + told.out + told.err).not.toContain('secret');
  expect((await cli(['replay', '--package', folder, '--events', join(dir, 'none')])).code).toBe(2);
});

test('the history of a project leaves as the events that a package reads, and is decided as in its backtest', async () => {
  const own = join(dir, 'history.ndjson');
  const write = ['export-events', '--project', project, '--package', folder, '--out', own];
  expect(await cli(write)).toMatchObject({ code: 2 });
  const written = await cli([...write, '--unmasked', '--json']);
  expect(written.code).toBe(0);
  const backtest = await cli(['backtest', '--project', project, '--ruleset', rules, '--json']);
  const { rows, decisions } = JSON.parse(backtest.out) as { rows: number; decisions: Record<string, number> };
  expect(JSON.parse(written.out)).toMatchObject({ events: rows });
  const replayed = JSON.parse((await cli(['replay', '--package', folder, '--events', own, '--json'])).out) as {
    results: Record<string, number>;
  };
  expect(replayed).toMatchObject({ orders: rows, leftOut: 0 });
  expect(decisions).toMatchObject(replayed.results);
});

test('a zip is replayed as the folder is', async () => {
  const zip = join(dir, 'zipped.shinsapkg');
  const made = await cli(['export', '--project', project, '--ruleset', rules, '--out', zip, '--zip']);
  expect([made.code, made.out]).toEqual([0, expect.stringContaining('history replayed')]);
  const path = join(dir, 'events.ndjson');
  const told = await cli(['replay', '--package', zip, '--events', path, '--json']);
  expect(JSON.parse(told.out)).toMatchObject({ orders: 3, results: { NG: 1, HOLD: 1, OK: 1 } });
});

test('serve-check answers line by line in the words of O-PLUX, and waits for whoever reads', async () => {
  const written: string[] = [];
  let waiting = 0;
  const output = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _, done) => {
      written.push(chunk.toString());
      waiting = Math.max(waiting, output.writableLength);
      setTimeout(done, 5);
    },
  });
  let err = '';
  const terminal = { out: () => undefined, err: (text: string) => void (err += text), env: {}, screen: false };
  const input = Readable.from([...events].map((char) => Buffer.from(char)));
  const code = await main(['serve-check', '--package', folder], { terminal, streams: { input, output } });
  expect(code).toBe(2);
  await new Promise((resolve) => void output.end(() => resolve(null)));
  const answers = written.map((line) => JSON.parse(line) as unknown);
  expect(answers).toHaveLength(6);
  // Never more than one answer waits to be taken.
  expect(waiting).toBeLessThanOrEqual(Math.max(...written.map((line) => Buffer.byteLength(line))));
  expect(answers[2]).toEqual({
    event_id: '3',
    model_id: 'CRD_01',
    aaresult: { result: 'HOLD' },
    score: { ok: 0, ng: 0, hold: 0 },
    rules: [{ code: 'AGAIN', description: '同じ会員', touchpoint: null, ok: 0, ng: 0, hold: 0, fired: true }],
    rule_group: null,
    similars: [{ event_id: '1', rule_code: 'buyer.id', touchpoints: ['event.ec.customers.buyer.ID'] }],
    by: 'rule:AGAIN',
    unevaluable: [],
    features: { orders_7d: 1 },
  });
  expect(answers[1]).toEqual({ line: 2, error: { code: 'not-json', place: '' } });
  expect(answers[5]).toMatchObject({ event_id: '6', aaresult: { result: 'OK' }, features: { orders_7d: 0 } });
  expect(written.join('') + err).not.toContain('secret');
});

test('reports whose order does not come are kept for ever, or for the days that are said, and counted', async () => {
  const features = [{ id: 'bad', agg: 'known_bad', by: ['buyer.id'], window: 'all' }];
  const bad = { code: 'BAD', description: { ja: '事故', en: 'Bad' }, result: 'NG', when: 'velocity.bad >= 1' };
  const set = join(dir, 'bad-rules.json');
  writeFileSync(set, JSON.stringify({ ...ruleSet, rules: [bad], features }));
  const made = await cli(['export', '--project', project, '--ruleset', set, '--out', dir, '--json']);
  expect([made.code, made.err]).toEqual([0, expect.any(String)]);
  const own = (JSON.parse(made.out) as { path: string }).path;
  const report = (id: string, at: string): string =>
    JSON.stringify({ kind: 'outcome', event_id: id, at, fields: { 'outcome.kind': 'chargeback' } });
  const path = join(dir, 'reports.ndjson');
  const lines = [
    report('A', '2025-01-01T00:00:00Z'),
    report('B', '2025-01-01T00:00:00Z'),
    order('A', '2025-01-05T00:00:00Z', { 'buyer.id': 'm7' }),
    order('C', '2025-01-06T00:00:00Z', { 'buyer.id': 'm7' }),
  ];
  writeFileSync(path, lines.join('\n'));
  const replayed = (...more: string[]) => cli(['replay', '--package', own, '--events', path, ...more]);
  const told = async (...more: string[]) => JSON.parse((await replayed('--json', ...more)).out) as object;
  expect(await told()).toMatchObject({ fired: { BAD: 1 }, droppedReports: 0 });
  expect(await told('--keep-early', '4')).toMatchObject({ fired: { BAD: 1 }, droppedReports: 1 });
  expect(await told('--keep-early', '3')).toMatchObject({ fired: {}, droppedReports: 2 });
  expect((await replayed('--keep-early', '3')).out).toContain('Reports let go before their order came: 2.');
  expect((await replayed('--keep-early', 'x')).code).toBe(2);
  let err = '';
  const terminal = { out: () => undefined, err: (text: string) => void (err += text), env: {}, screen: false };
  const output = new Writable({ write: (_chunk, _, done) => done() });
  const given = ['serve-check', '--package', own, '--keep-early', '3'];
  expect(await main(given, { terminal, streams: { input: Readable.from([lines.join('\n')]), output } })).toBe(0);
  expect(err).toContain('Reports let go before their order came: 2.');
});
