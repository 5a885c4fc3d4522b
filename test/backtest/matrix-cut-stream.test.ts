import { DuckDBConnection } from '@duckdb/node-api';
import { afterEach, expect, test, vi } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type History, type OrderRow } from './history.ts';

const orders: readonly OrderRow[] = Array.from({ length: 5000 }, (_, i) => ({
  ...{ event_id: `o${i}`, ordered_at: new Date(Date.UTC(2024, 3, 1, 0, i)).toISOString(), currency: 'JPY' },
  amount: (i * 7919) % 20_000,
}));

let history: History | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await history?.close();
});

/** Streams of codes end before their first rows, or behind them, so often; the driver tells no error. */
function cutting(times: number): () => number {
  const { stream } = DuckDBConnection.prototype;
  let cut = 0;
  vi.spyOn(DuckDBConnection.prototype, 'stream').mockImplementation(async function (this: DuckDBConnection, ...given) {
    const result = await stream.apply(this, given);
    if (cut >= times || !given[0].includes('UTINYINT')) return result;
    cut += 1;
    const left = cut % 2;
    let told = 0;
    const fetch = result.fetchChunk.bind(result);
    result.fetchChunk = async () => (told++ < left ? fetch() : null);
    return result;
  });
  return () => cut;
}

const run = async (of: History) => {
  const ruleSet = ruleSetOf(ruleOf('BIG', 'order.amount > 15000'), ruleOf('MID', 'order.amount > 9000', 'REVIEW'));
  const input = { ruleSet, filter: everything, save: false };
  return (await backtestHandlers(of.project)['backtest.run'](input, listening())).result;
};

test('columns of a stream that ended before its rows did are read again, and are whole', async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, []);
  const cut = cutting(3);
  const { engine, decisions } = await run(history);
  expect(cut()).toBe(3);
  expect(engine.rules).toBe('matrix');
  const over = (amount: number) => orders.filter((order) => Number(order['amount']) > amount).length;
  expect(decisions).toMatchObject({ NG: over(15_000), REVIEW: over(9000) - over(15_000) });
});

test('where every stream ends too early nothing is computed of what there is', async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, []);
  cutting(Infinity);
  await expect(run(history)).rejects.toMatchObject({ failure: { code: 'internal', params: { detail: 'stream-cut' } } });
});
