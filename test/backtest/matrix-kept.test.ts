import { readdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { Matrix } from '../../analysis/backtest/matrix/matrix.ts';
import type { Question } from '../../analysis/backtest/measurement.ts';
import { byDuckdb, type Measuring } from '../../analysis/backtest/measuring.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { MatrixPool, Stopped } from '../../analysis/kernels/matrix/pool.ts';
import { ColumnDamaged } from '../../analysis/kernels/sidecar/column-file.ts';
import { Connection } from '../../analysis/store/connection.ts';
import { checkedRule } from '../../analysis/store/rule-condition.ts';
import { sql } from '../../analysis/store/sql.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { fraudWithin30Days, listening, openHistory, type History, type OrderRow } from './history.ts';

const devices = ['a b', 'c', 'a', 'b c', 'a', 'c'];
const orders: readonly OrderRow[] = devices.map((device_id, i) => ({
  event_id: `o${i}`,
  ordered_at: `2024-04-0${i + 1}T12:00:00+09:00`,
  amount: 1000 * (i + 1),
  currency: 'JPY',
  device_id,
  email: i % 2 === 0 ? `u${i}@example.com` : null,
}));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  await history.load(orders);
});
afterAll(() => history.close());
afterEach(() => vi.restoreAllMocks());

const run = async (
  ruleSet: RuleSet,
  { filter = everything, measure }: { readonly filter?: Filter; readonly measure?: Measuring } = {},
): Promise<Pick<BacktestResult, 'rows' | 'rules' | 'decisions'>> => {
  const handlers = backtestHandlers(history.project, measure);
  const { result } = await handlers['backtest.run']({ ruleSet, filter, save: false }, listening());
  const { rows, rules, decisions } = result;
  return { rows, rules, decisions };
};
const onDevices = (...values: readonly string[]): Filter => ({
  clauses: [{ kind: 'in', column: 'device_id', values: [...values] }],
});
const rulesOn = (amount: number): RuleSet => ruleSetOf(ruleOf('BIG', `order.amount >= ${amount}`));
const over = (matrix: Matrix): Measuring => matrix.measure.bind(matrix);

/** Rows of its own, not those that whatever asks of the project shares. */
const alone = ({ project }: History) => ({ memory: project.memory });

describe('what is kept of the matrix', () => {
  it('is of one filter, also where another has the same letters', async () => {
    for (const filter of [onDevices('a b', 'c'), onDevices('a', 'b c')])
      expect(await run(rulesOn(2000), { filter })).toEqual(
        await run(rulesOn(2000), { filter, measure: byDuckdb(history.project) }),
      );
  });

  it('is of one filter, also where the change to another was cut off', async () => {
    const measure = over(new Matrix(history.project, alone(history)));
    const before = await run(rulesOn(2000), { measure });
    const set = MatrixPool.prototype.setBase;
    vi.spyOn(MatrixPool.prototype, 'setBase').mockImplementationOnce(async function (this: MatrixPool, base, signal) {
      await set.call(this, base, signal);
      throw new Stopped();
    });
    const cut = run(rulesOn(2000), { measure, filter: onDevices('a') });
    await expect(cut).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(await run(rulesOn(2000), { measure })).toEqual(before);
    expect(await run(rulesOn(3000), { measure })).toEqual(
      await run(rulesOn(3000), { measure: byDuckdb(history.project) }),
    );
  });

  it('names what a rule misses as its own set does', async () => {
    const mails = (id: string): Feature => ({ id, agg: 'max', of: 'order.amount', by: ['buyer.email'], window: '24h' });
    for (const id of ['one', 'other']) {
      const ruleSet: RuleSet = { ...ruleSetOf(ruleOf('MAX', `velocity.${id} > 5`)), features: [mails(id)] };
      const { rules } = await run(ruleSet);
      expect(rules[0]?.causes).toEqual([{ cause: `velocity.${id}`, orders: 6 }]);
      expect(rules).toEqual((await run(ruleSet, { measure: byDuckdb(history.project) })).rules);
      const why = await backtestHandlers(history.project)['rules.why']({ ruleSet, seq: 0 }, listening());
      expect(why.unevaluable).toEqual(['MAX']);
    }
  });

  it('has its bounds: what is forgotten is made again', async () => {
    const matrix = new Matrix(history.project, { figures: 2, columns: { files: 1, bytes: 1 } });
    const texts = ['order.amount > 2000', 'device.id.startsWith("a")', 'has(buyer.email)', 'order.amount * 2 >= 5000'];
    for (const round of [0, 1, 2])
      for (const [i, text] of texts.entries()) {
        const ruleSet = ruleSetOf(
          ruleOf('R', text),
          ruleOf('S', texts[(i + round) % 4] ?? ''),
          ruleOf('T', texts[0] ?? ''),
        );
        expect(await run(ruleSet, { measure: over(matrix) })).toEqual(
          await run(ruleSet, { measure: byDuckdb(history.project) }),
        );
      }
    const files = readdirSync(await history.project.columnsDir()).filter((name) => name.endsWith('.column'));
    expect(files.length).toBeLessThan(24);
  });

  it('is given up where files are damaged as often as they are made', async () => {
    const matrix = new Matrix(history.project, alone(history));
    const load = vi.spyOn(MatrixPool.prototype, 'load').mockImplementation(async ([column]) => {
      throw new ColumnDamaged(column?.path ?? '');
    });
    const failed = run(rulesOn(2000), { measure: over(matrix) });
    await expect(failed).rejects.toMatchObject({ failure: { code: 'cache-unusable' } });
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('is made anew after a thread died', async () => {
    const matrix = new Matrix(history.project, alone(history));
    const before = await run(rulesOn(2000), { measure: over(matrix) });
    vi.spyOn(MatrixPool.prototype, 'dead', 'get').mockReturnValueOnce(true);
    const opened = vi.spyOn(MatrixPool, 'open');
    expect(await run(rulesOn(2000), { measure: over(matrix) })).toEqual(before);
    expect(opened).toHaveBeenCalledTimes(1);
  });
});

describe('instants that no number holds exactly', () => {
  it('are compared as DuckDB compares them', async () => {
    const until = { id: 'ends_at', label: '終了', type: 'timestamp' as const, knownAtScreening: 'yes' as const };
    const endless = await openHistory({ target: fraudWithin30Days, custom: [until] });
    const end = '9999-12-31T23:59:59Z';
    await endless.load(orders.map((order, i) => ({ ...order, 'custom.ends_at': i < 4 ? end : null })));
    const hits = async (measure?: Measuring): Promise<number[][]> => {
      const rules = [
        ruleOf('SAME', `custom.ends_at == timestamp("${end}")`),
        ruleOf('BEFORE', `custom.ends_at < timestamp("${end}")`),
        ruleOf('FROM', `custom.ends_at >= timestamp("9999-12-31T23:59:58.999999Z")`),
      ];
      const handlers = backtestHandlers(endless.project, measure);
      const asked = { ruleSet: ruleSetOf(...rules), filter: everything, save: false };
      const { result } = await handlers['backtest.run'](asked, listening());
      return result.rules.map((rule) => [rule.hits, rule.unevaluable]);
    };
    try {
      expect(await hits()).toEqual([
        [4, 2],
        [0, 2],
        [4, 2],
      ]);
      expect(await hits(byDuckdb(endless.project))).toEqual(await hits());
    } finally {
      await endless.close();
    }
  });
});

describe('a measurement that is cancelled', () => {
  it('leaves no transaction on the connection it was lent, and no half of a file', async () => {
    const stop = new AbortController();
    const matrix = new Matrix(history.project, alone(history));
    const when = 'buyer.email == "u0@example.com"';
    const question: Question = {
      ...{ filter: everything, currency: 'JPY', timezone: 'Asia/Tokyo', features: [], overlap: false, ruleSet: null },
      rules: (scope) => ({ rules: new Map([['R', checkedRule('R', when, scope)]]), exceptions: [] }),
    };
    const rows = Connection.prototype.rows;
    let asked = 0;
    vi.spyOn(Connection.prototype, 'rows').mockImplementation(async function (this: Connection, query) {
      const found = await rows.call(this, query);
      if (!query.text.includes('hash(value)')) return found;
      asked += 1;
      stop.abort();
      return found;
    });
    await history.write(sql`UPDATE order_rows SET email = 'v' || email`);
    await history.project.read({ signal: stop.signal }, async (db) => {
      await expect(matrix.measure(db, question, stop.signal)).rejects.toMatchObject({ failure: { code: 'cancelled' } });
      const calm = new Connection(db.duck);
      await calm.run(sql`BEGIN TRANSACTION`);
      await calm.run(sql`COMMIT`);
    });
    expect(asked).toBe(1);
    expect(readdirSync(await history.project.columnsDir()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
