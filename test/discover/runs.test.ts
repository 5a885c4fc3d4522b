import '../property-seed.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runs, runsBesides } from '../../analysis/discover/runs.ts';
import { join, sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
});
afterAll(() => history.close());

interface Event {
  readonly key: string;
  readonly hour: number;
  readonly value: string;
}

/** The same, window by window: each begins at an event and holds all of its key up to so many hours later. */
function reference(events: readonly Event[], least: number, hours: number): ReadonlyMap<number, number> {
  const most = new Map<number, number>();
  for (const { key, hour } of events) {
    const inside = events.flatMap((other, at) =>
      other.key === key && other.hour >= hour && other.hour <= hour + hours ? [at] : [],
    );
    const values = new Set(inside.map((at) => events[at]?.value)).size;
    if (values >= least) for (const at of inside) most.set(at, Math.max(most.get(at) ?? 0, values));
  }
  return most;
}

function asked(events: readonly Event[], least: number, hours: number) {
  const rows = events.map(
    ({ key, hour, value }, seq) =>
      sql`(${seq}, TIMESTAMPTZ '2025-01-01 00:00:00+00' + to_hours(${hour}), ${key}, ${value})`,
  );
  const from = sql`(SELECT * FROM (VALUES ${join(rows, sql`, `)}) AS t (seq, ordered_at, k, v))`;
  return { from, by: ['k'], of: 'v', least, within: `${hours} hours` };
}
const found = (events: readonly Event[], least: number, hours: number) =>
  history.project.read({}, (db) => db.rows(sql`SELECT * FROM ${runs(asked(events, least, hours))} ORDER BY seq`));

test('windows that touch are one run, and what lies apart is another', async () => {
  const at = (hour: number, value: string): Event => ({ key: 'a', hour, value });
  const events = [at(0, 'x'), at(1, 'y'), at(2, 'x'), at(20, 'x'), at(21, 'y'), at(40, 'x')];
  const rows = await found(events, 2, 2);
  expect(rows.map(({ seq, part, within }) => [seq, part, within])).toEqual([
    [0, 1, 2],
    [1, 1, 2],
    [2, 1, 2],
    [3, 2, 2],
    [4, 2, 2],
  ]);
});

test('usual are the orders outside the fullest window, however often its values come again in it', async () => {
  const at = (hour: number, value: string, key = 'a'): Event => ({ key, hour, value });
  const run = [at(1, 'x'), at(1, 'x'), at(2, 'y'), at(3, 'y'), at(3, 'z')];
  const others = [at(20, 'x'), at(40, 'y'), at(40, 'p', 'b')];
  const told = async (events: readonly Event[]) => {
    const one = asked(events, 2, 2);
    const rows = await history.project.read({}, (db) =>
      db.rows(sql`SELECT DISTINCT s0, part, most, usual FROM ${runsBesides(one, one.from)} ORDER BY 1, 2`),
    );
    return rows.map(({ s0, part, most, usual }) => [s0, part, most, usual].map(String));
  };
  expect(await told(run)).toEqual([['a', '1', '3', '0']]);
  expect(await told([...run, ...others])).toEqual([['a', '1', '3', '2']]);
  // A run that goes on is longer than its fullest window: what is outside is usual, though in the run.
  expect(await told([...run, at(5, 'y'), at(6, 'x')])).toEqual([['a', '1', '3', '2']]);
});

test('orders of runs are those that lie in some window with enough different values', async () => {
  const event = fc.record({
    key: fc.constantFrom('a', 'b'),
    hour: fc.integer({ min: 0, max: 30 }),
    value: fc.constantFrom('p', 'q', 'r', 's'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(event, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 6 }),
      async (events, least, hours) => {
        const rows = await found(events, least, hours);
        const told = new Map(rows.map(({ seq, within }) => [Number(seq), Number(within)]));
        expect([...told.keys()]).toEqual([...reference(events, least, hours).keys()].toSorted((a, b) => a - b));
        for (const [at, most] of reference(events, least, hours)) expect(told.get(at)).toBe(most);
      },
    ),
    { numRuns: 60, endOnFailure: true },
  );
}, 60_000);
