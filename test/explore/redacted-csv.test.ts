import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { PersonalValues } from '../../analysis/model/explore.ts';
import { everything } from '../../analysis/model/filter.ts';
import { isMasked, projectColumns, type CustomColumn } from '../../analysis/model/columns.ts';
import { redactor } from '../../analysis/store/redact.ts';
import { fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';

const custom: readonly CustomColumn[] = (['int', 'double', 'timestamp', 'bool', 'text'] as const).map((type) => ({
  id: type,
  label: type,
  type,
  knownAtScreening: 'yes',
}));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, custom });
  const own = (account: number | null) => ({
    'custom.int': account,
    'custom.double': account === null ? null : account + 0.5,
    'custom.timestamp': account === null ? null : '1985-04-03T00:00:00+09:00',
    'custom.bool': account === null ? null : true,
    'custom.text': account === null ? null : '会員A',
  });
  const base = { ordered_at: '2024-05-01T09:00:00+09:00', currency: 'JPY', amount: 100 };
  await history.load([
    { ...base, event_id: 'a', ...own(4_820_117) },
    { ...base, event_id: 'b', ...own(4_820_117) },
    { ...base, event_id: 'c', ...own(7_700_001) },
    { ...base, event_id: 'd', ...own(null) },
  ]);
});
afterAll(() => history.close());

async function csv(personal: PersonalValues): Promise<string[][]> {
  const columns = ['amount', ...custom.map(({ id }) => `custom.${id}`)];
  const input = { filter: everything, sort: { column: 'event_id', descending: false }, columns, personal };
  const { staged } = await exploreHandlers(history.project)['orders.exportCsv'](input, listening());
  const text = readFileSync(join(dirname(history.project.stagingPath('x')), staged));
  return parse(text, { bom: true });
}

test("every column of the client's own counts as personal, whatever its type", () => {
  const own = projectColumns(custom, new Set()).filter(({ name }) => name.startsWith('custom.'));
  expect(own.map(({ pii }) => pii)).toEqual(custom.map(() => 'identity'));
});

test("a redacted CSV holds no number, time or answer of the client's own columns, but shows who is the same", async () => {
  const [, a, b, c, d] = await csv('masked');
  const text = [a, b, c, d].flat().join(' ');
  for (const personal of ['4820117', '7700001', '1985', '会員A']) expect(text).not.toContain(personal);
  for (const column of [1, 2, 3, 5]) expect(a?.[column]).toMatch(/^[0-9a-f]{12}$/);
  expect(a).toEqual(b);
  expect(c?.[1]).not.toBe(a?.[1]);
  expect([a?.[4], c?.[4]]).toEqual(['●●●', '●●●']);
  expect(d).toEqual(['100', '', '', '', '', '']);
});

test('of a card a redacted CSV keeps the first digits alone: a hash of four could be tried out', async () => {
  const column = (name: string) => projectColumns([], new Set()).find((one) => one.name === name);
  const masked = (name: string, value: string): string => {
    const found = column(name);
    if (found === undefined) throw new Error(name);
    return isMasked(found) ? redactor(found, 'key')(value) : value;
  };
  expect([masked('card_bin', '411111'), masked('card_last4', '1111')]).toEqual(['411111', '●●●']);
  expect(masked('approval_number', '012345')).toMatch(/^[0-9a-f]{12}$/);
  expect(masked('transaction_id', 'T-1')).toMatch(/^[0-9a-f]{12}$/);
});

test('a plain CSV holds them as they are', async () => {
  const [, a] = await csv('plain');
  expect(a).toEqual(['100', '4820117', '4820117.5', '1985-04-03 00:00:00', 'true', '会員A']);
});
