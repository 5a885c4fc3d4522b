import { describe, expect, test } from 'vitest';
import { conformEvents } from '../../analysis/export/conform/conform-events.ts';
import { readRecorded, type RecordedTable } from '../../analysis/export/conform/recorded.ts';
import type { ConformReport } from '../../analysis/model/conform.ts';
import type { Rule, RuleSet } from '../../analysis/model/ruleset.ts';
import { codeOf } from '../store/projects.ts';

const rule = (code: string, when: string, ng: number): Rule => ({
  ...{ code, when, result: 'NG', description: { ja: code, en: code }, scores: { ok: 0, ng, hold: 0 } },
});
const rules = [
  rule('HIGH', 'order.amount > 50000', 10),
  rule('MAIL', 'buyer.email.endsWith("@x.jp")', 20),
  rule('LISTED', 'buyer.id in lists.bad', 30),
  rule('NAME', 'delivery.name == "山田 太郎"', 40),
  rule('SELF', 'buyer.name == delivery.name', 50),
];
const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, profile: 'wb-1', modelId: 'CRD_01', name: 'x' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK', rules },
  groups: [{ priority: 1, result: 'NG', kind: 'single', rules: rules.map(({ code }) => code) }],
};
const group = '優先度1_NG_ルール単発';
const lists = [{ id: 'bad', match: 'exact', entries: [{ value: 'm-bad', addedAt: null, removedAt: null }] }];

const whole = { 'buyer.email': 'a@y.jp', 'buyer.id': 'm1', 'buyer.name': '佐藤', 'delivery.name': '鈴木' };
const orders: Record<string, object> = {
  agreeing: { 'order.amount': 60_000 },
  input: { 'order.amount': 100, 'buyer.email': null },
  list: { 'order.amount': 100, 'buyer.id': 'm7' },
  unlisted: { 'order.amount': 100, 'buyer.id': 'm-bad' },
  folded: { 'order.amount': 100, 'delivery.name': '山田\u3000太郎' },
  keyed: {
    'order.amount': 100,
    ...{ 'buyer.name': '齋藤', 'buyer.name_key': '斉藤', 'delivery.name': '斎藤', 'delivery.name_key': '斉藤' },
  },
  score: { 'order.amount': 60_000 },
  policy: { 'order.amount': 60_000 },
  logic: { 'order.amount': 40_000 },
  mixed: { 'order.amount': 40_000, 'buyer.email': null },
  gone: { 'order.amount': 100 },
  alone: { 'order.amount': 100 },
};
const events = Object.entries(orders).map(([id, fields], n) =>
  JSON.stringify({
    ...{ event_id: id, at: `2025-01-01T00:${10 + n}:00Z` },
    fields: { 'order.currency': 'JPY', ...whole, ...fields },
  }),
);

const told = (id: string, result: string, fired: readonly string[], ng: number, by: string | null): object => ({
  ...{ event_id_for_shop: id, aaresult: { result }, score: { ok: 0, ng, hold: 0 }, rule_group: by },
  rules: fired.map((code) => ({ code, fired: true })),
});
const recorded = [
  told('agreeing', 'NG', ['HIGH'], 10, group),
  told('input', 'NG', ['MAIL'], 20, group),
  told('list', 'NG', ['LISTED'], 30, group),
  told('unlisted', 'OK', [], 0, null),
  told('folded', 'NG', ['NAME'], 40, group),
  told('keyed', 'NG', ['SELF'], 50, group),
  told('score', 'NG', ['HIGH'], 15, group),
  told('policy', 'HOLD', ['HIGH'], 10, '優先度1_HOLD_ルール単発'),
  told('logic', 'NG', ['HIGH'], 10, group),
  told('mixed', 'NG', ['HIGH', 'MAIL'], 30, group),
  // Of a rule that the package does not have.
  told('gone', 'NG', ['OLD'], 10, group),
  told('elsewhere', 'OK', [], 0, null),
];

/** Results as a table, as JSON is spread. */
function tableOf(results: readonly object[]): RecordedTable {
  const timed = results.some((one) => Object.hasOwn(one, 'screened_at'));
  const headers = [
    'event_id_for_shop',
    'aaresult.result',
    'score',
    'rule_group',
    'rules',
    'error.code',
    ...(timed ? ['screened_at'] : []),
  ];
  const text = (value: unknown): string =>
    typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
  return {
    headers,
    each: async (take) => {
      results.forEach((result, index) => {
        const one = result as Record<string, unknown> & { aaresult?: { result: string }; error?: { code: string } };
        const flat: Record<string, unknown> = {
          ...{ ...one, 'aaresult.result': one.aaresult?.result, 'error.code': one.error?.code },
        };
        take(
          index + 1,
          headers.map((header) => text(flat[header])),
        );
      });
      await Promise.resolve();
    },
  };
}

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  await Promise.resolve();
  yield* lines;
}

const conform = async (results: readonly object[], unmasked = true): Promise<ConformReport> =>
  conformEvents(
    { ruleSet, content: { ruleSet, lists }, standIns: { exceptions: 0, lists: [] }, origin: null },
    await readRecorded(tableOf(results)),
    linesOf(events),
    {
      ...{ signal: new AbortController().signal, unmasked },
    },
  );

describe('recorded results beside a package', () => {
  test('are told apart by cause, each planted one as what it is', async () => {
    const report = await conform(recorded);
    expect(report).toMatchObject({
      ...{ replayed: 12, recorded: 12, matched: 11, onlyRecorded: 1, onlyReplayed: 1, agreeing: 1, differing: 10 },
      parts: {
        result: { told: 11, differing: 9 },
        rules: { told: 11, differing: 8 },
        score: { told: 11, differing: 9 },
        group: { told: 11, differing: 9 },
      },
    });
    // Told of eleven, on nine of which it differs.
    const sum = (agreeing: boolean) =>
      report.crossed
        .filter(({ recorded: theirs, replayed: ours }) => (theirs === ours) === agreeing)
        .reduce((orders, one) => orders + one.orders, 0);
    expect([sum(true), sum(false)]).toEqual([2, 9]);
    expect(Object.fromEntries(report.causes.map(({ cause, orderIds }) => [cause, orderIds]))).toEqual({
      input: ['input'],
      list: ['list', 'unlisted'],
      normalisation: ['folded', 'keyed'],
      score: ['score'],
      policy: ['policy'],
      missing: ['gone'],
      logic: ['logic', 'mixed'],
      untold: [],
    });
    const of = (cause: string) => report.causes.find((one) => one.cause === cause);
    expect(of('input')?.first?.rules).toEqual([
      { code: 'MAIL', fired: 'recorded', cause: 'input', detail: ['buyer.email'] },
    ]);
    expect(of('list')?.rules).toEqual([{ code: 'LISTED', recorded: 1, replayed: 1 }]);
    expect(of('list')?.first?.rules[0]?.detail).toEqual(['bad']);
    expect(of('logic')?.rules).toEqual([
      { code: 'HIGH', recorded: 2, replayed: 0 },
      { code: 'MAIL', recorded: 1, replayed: 0 },
    ]);
    expect(of('score')?.first).toMatchObject({
      recorded: { result: 'NG', score: { ng: 15 }, group },
      replayed: { result: 'NG', score: { ng: 10 }, group },
      fields: { 'order.amount': 60_000 },
    });
  });

  test('show no person, and the same one alike', async () => {
    const report = await conform(recorded, false);
    const text = JSON.stringify(report);
    for (const { first, orderIds } of report.causes) {
      if (first !== null) expect(first.fields['buyer.name']).toHaveLength(2);
      expect(orderIds.every((id) => !Object.hasOwn(orders, id))).toBe(true);
    }
    for (const value of ['a@y.jp', '佐藤', '鈴木', '齋藤', 'm-bad']) expect(text).not.toContain(value);
  });

  test('compare only what they tell, and a later record of an order stands for an earlier one', async () => {
    const results = [
      {
        event_id_for_shop: 'agreeing',
        aaresult: { result: '20' },
        rules: 'HIGH',
        screened_at: '2024-01-01T10:00:00+09:00',
      },
      { event_id_for_shop: 'agreeing', aaresult: { result: '40' }, screened_at: '2024-01-01T00:59:59Z' },
      { event_id_for_shop: 'alone', aaresult: { result: '' } },
      // What serve-check writes of a line that it left out.
      { line: 7, error: { code: 'not-json', place: '' } },
    ];
    const report = await conform(results);
    expect(report).toMatchObject({ recorded: 1, repeated: 1, unscreened: 2, matched: 1, agreeing: 0 });
    expect(report.parts.score).toEqual({ told: 0, differing: 0 });
    expect(report.parts.result).toEqual({ told: 1, differing: 0 });
  });

  test('tell one screening in several records, and leave out what differs at one time', async () => {
    const at = (id: string, result: string, rules: string, time: string) => ({
      ...{ event_id_for_shop: id, aaresult: { result }, rules, screened_at: time },
    });
    const read = await readRecorded(
      tableOf([
        at('a', 'NG', 'HIGH', '2024/1/2 9:00'),
        at('a', 'NG', 'MAIL', '2024-01-02 09:00:00'),
        at('a', 'OK', '', '2024-01-01'),
        at('b', 'NG', 'HIGH', ''),
        at('b', 'OK', '', 'soon'),
        at('c', 'NG', 'HIGH', '2024-01-01'),
        at('c', 'OK', '', '2024-01-01'),
        at('c', 'HOLD', 'MAIL', '2024-01-03'),
      ]),
    );
    const told = [...read.byOrder].map(([id, { result, rules }]) => [id, result, rules]);
    expect(told).toEqual([
      ['a', 'NG', ['HIGH', 'MAIL']],
      ['c', 'HOLD', ['MAIL']],
    ]);
    expect(read).toMatchObject({ repeated: 3, contradicting: 1, unscreened: 0 });
  });

  test('are refused where they cannot be read or none is of a replayed order', async () => {
    const none = { event_id_for_shop: 'x', aaresult: { result: 'OK' } };
    expect(await codeOf(conform([none]))).toBe('recorded-unmatched');
    expect(await codeOf(conform([{ ...none, aaresult: { result: 'PASS' } }]))).toBe('recorded-invalid');
    expect(await codeOf(conform([{ ...none, event_id_for_shop: '' }]))).toBe('recorded-invalid');
    expect(await codeOf(conform([{ ...none, rules: [{ id: 1 }] }]))).toBe('recorded-invalid');
    const table = { ...tableOf([none]), headers: ['event_id', 'x'] };
    expect(await codeOf(readRecorded(table))).toBe('recorded-columns');
  });
});
