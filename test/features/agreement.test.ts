import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventScope } from '../../analysis/expression/index.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { computed, eventsIn, factsOf, ordersOf, scopeIn } from './computed.ts';
import { cases, custom, iso, listed, load, onList, unique } from './histories.ts';
import { codeOf } from '../store/projects.ts';
import { streamed, type StreamEvent } from './streaming.ts';
import { isRefused } from './undated-facts.ts';
import { ways } from './ways.ts';

let history: History;

const paths = [
  'order.amount',
  'order.currency',
  'order.time',
  'device.id',
  'buyer.email',
  'buyer.id',
  'custom.score',
  'custom.shop',
];
const eventPaths = ['event.amount', 'event.passed', 'device.id', 'buyer.id', 'order.currency'];

const withLists = (event: StreamEvent): StreamEvent => ({
  ...event,
  lists: { neg: onList(event.fields['buyer.id'], event.at) },
});

/** What has no date is of no day: a file that comes later may say it of an earlier order. */
const undatedAside = <T extends object>(order: T): T => ({ ...order, settle_status: null, label: null });

/** Values by order, told apart where an id is used twice. */
async function valuesById(asked: readonly Feature[]): Promise<Map<string, (number | null)[]>> {
  const values = await computed(history.project, asked);
  const stream = await ordersOf(history.project, []);
  return new Map(stream.map((order, seq) => [order.id, values.map((column) => column[seq] ?? null)]));
}

describe.each(ways)('by %s', (_, maker) => {
  beforeAll(async () => {
    history = await openHistory({
      target: fraudWithin30Days,
      features: maker,
      custom,
    });
    await history.write(...listed);
  });
  afterAll(() => history.close());

  test('SQL and a stream of events agree on every order', async () => {
    const counted = { refused: 0, assumed: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ({ orders, facts, events, features: asked }) => {
        await load(history, orders, facts, events);
        const scope = {
          ...(await scopeIn(history.project)),
          lists: new Map([['neg', { id: 'neg', match: 'exact' as const }]]),
        };
        const stream = (await ordersOf(history.project, paths)).map(withLists);
        const fields = eventPaths
          .map((path) => eventScope(scope).fields.get(path))
          .filter((field) => field !== undefined);
        const beside = (await eventsIn(history.project, fields)).map(withLists);
        const told = await factsOf(history.project);
        const ids = new Set(stream.map(({ id: own }) => own));
        const refused = asked.filter((feature) => isRefused(feature, told, ids));
        for (const feature of refused)
          expect(await codeOf(computed(history.project, [feature])), JSON.stringify(feature)).toBe('feature-undated');
        const computable = asked.filter((feature) => !refused.includes(feature));
        counted.refused += refused.length;
        counted.assumed += computable.filter(({ outcome }) => outcome?.assumedDelayDays !== undefined).length;
        const values = await computed(history.project, computable);
        computable.forEach((feature, index) => {
          expect(values[index], JSON.stringify(feature)).toEqual(streamed(feature, scope, stream, beside, told));
        });
      }),
      { numRuns: 8 },
    );
    expect(Math.min(counted.refused, counted.assumed)).toBeGreaterThan(3);
  }, 240_000);

  test('whatever is added after an instant leaves every feature before it as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.integer({ min: 20, max: 80 }),
        async ({ orders, facts: some, events, features: asked }, cut) => {
          const all = unique(orders).map(undatedAside);
          const facts = some.filter(({ reported_at }) => reported_at !== null);
          const before = iso(cut);
          const past = all.filter(({ ordered_at }) => ordered_at <= before);
          await load(
            history,
            past,
            facts.filter(({ reported_at }) => reported_at !== null && reported_at < before),
            events.filter(({ at }) => at < before),
          );
          const then = await valuesById(asked);
          await load(history, all, facts, events);
          const later = await valuesById(asked);
          for (const { event_id, ordered_at } of past)
            if (ordered_at <= before) expect(later.get(event_id), event_id).toEqual(then.get(event_id));
        },
      ),
      { numRuns: 6 },
    );
  }, 240_000);

  test('the order of rows does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ orders, facts, events, features: every }) => {
        const all = unique(orders);
        await load(history, all, facts, events);
        const told = await factsOf(history.project);
        const ids = new Set(all.map(({ event_id }) => event_id));
        const asked = every.filter((feature) => !isRefused(feature, told, ids));
        const one = await valuesById(asked);
        await history.write(
          sql`CREATE TEMP TABLE turned AS SELECT * FROM order_rows ORDER BY seq DESC`,
          sql`DELETE FROM order_rows`,
          sql`INSERT INTO order_rows SELECT * FROM turned`,
          sql`DROP TABLE turned`,
          sql`CREATE TEMP TABLE told AS SELECT * FROM outcomes ORDER BY hash(order_id, reported_at, kind)`,
          sql`DELETE FROM outcomes`,
          sql`INSERT INTO outcomes SELECT * FROM told`,
          sql`DROP TABLE told`,
        );
        expect(await valuesById(asked)).toEqual(one);
      }),
      { numRuns: 4 },
    );
  }, 240_000);
});

test('histories hold what makes windows hard', () => {
  const sample = fc.sample(cases, 20);
  const shared = sample.filter(
    ({ orders }) => new Set(orders.map(({ ordered_at }) => ordered_at)).size < orders.length,
  );
  const twice = sample.filter(({ orders }) => unique(orders).length < orders.length);
  expect(Math.min(shared.length, twice.length)).toBeGreaterThan(15);
});
