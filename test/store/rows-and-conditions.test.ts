import { windowsOnly } from '../../analysis/store/features/compute.ts';
import { scopeOf } from '../../analysis/expression/index.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clause } from '../../analysis/model/filter.ts';
import { Connection } from '../../analysis/store/connection.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { WorkingRows, type RowsState } from '../../analysis/store/working-rows.ts';
import { fraudWithin30Days } from '../backtest/history.ts';
import { codeOf, newProject, putOrders, putOutcomes, scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let project: OpenProject;

beforeEach(async () => {
  place = scratch();
  project = await newProject(place.dir);
  await putOrders(project, [
    // Tokyo is UTC+9: a is Monday 2024-01-01 00:30, b Sunday 2024-01-07 23:59, c Monday 2024-01-08 00:00.
    { id: 'a', at: '2023-12-31T15:30:00Z', amount: 500, payment: '02' },
    { id: 'b', at: '2024-01-07T14:59:59Z', amount: 1500, payment: '01' },
    { id: 'c', at: '2024-01-07T15:00:00Z', amount: 2500 },
    { id: 'd_%', at: '2024-02-01T03:00:00Z', amount: 10_000, payment: 'ＡＢＣ' },
  ]);
});

afterEach(async () => {
  await project.close();
  place.dispose();
});

describe('working rows', () => {
  test('have hour and Monday of the week in the project zone', async () => {
    const rows = await project.read({}, async (db) =>
      db.rows(
        sql`SELECT event_id, hour, week::VARCHAR AS week FROM ${await project.rows(db, ['event_id'])} ORDER BY seq`,
      ),
    );
    expect(rows).toEqual([
      { event_id: 'a', hour: 0, week: '2024-01-01' },
      { event_id: 'b', hour: 23, week: '2024-01-01' },
      { event_id: 'c', hour: 0, week: '2024-01-08' },
      { event_id: 'd_%', hour: 12, week: '2024-01-29' },
    ]);
  });

  test('get wider when asked for more, and refuse what is no column', async () => {
    await project.read({}, async (db) => {
      const narrow = await project.rows(db, ['payment_method']);
      const wide = await project.rows(db, ['email', 'phone']);
      expect(await db.first(sql`SELECT count(payment_method) AS n FROM ${narrow}`)).toEqual({ n: 3 });
      expect(await db.first(sql`SELECT count(payment_method) AS n, count(email) AS e FROM ${wide}`)).toEqual({
        n: 3,
        e: 0,
      });
    });
    const unknown = project.read({}, (db) => project.rows(db, ['no_such']));
    expect(await codeOf(unknown)).toBe('input-invalid');
  });

  test('are kept as long as a job reads them, and are the new ones for the next job', async () => {
    await project.read({}, async (db) => {
      const before = await project.rows(db, []);
      await project.write({}, async (writer) => {
        await writer.run(sql`DELETE FROM order_rows WHERE event_id = 'a'`);
        await touchData(writer);
      });
      const after = await project.read({}, async (other) =>
        other.first(sql`SELECT count(*) AS n FROM ${await project.rows(other, [])}`),
      );
      expect(after).toEqual({ n: 3 });
      expect(await db.first(sql`SELECT count(*) AS n FROM ${before}`)).toEqual({ n: 4 });
    });
    const tables = await project.read({}, (db) =>
      db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE database_name = 'work'`),
    );
    expect(tables).toHaveLength(1);
  });

  test('serve many jobs asking for different columns at once', async () => {
    const columns = [
      'email',
      'phone',
      'buyer_name',
      'payment_method',
      'ip_address',
      'label',
      'import_id',
      'settle_status',
    ];
    const counts = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        project.read({}, async (db) => {
          const mine = [columns[i % 8] ?? '', columns[(i * 3) % 8] ?? ''];
          const rows = await project.rows(db, mine);
          return (await db.first(sql`SELECT count(*) AS n FROM ${rows} WHERE amount > 0`))?.['n'];
        }),
      ),
    );
    expect(counts).toEqual(Array(24).fill(4));
  });

  test('lie in seq order also where outcomes are joined and orders lie otherwise', async () => {
    await project.write({}, async (db) => {
      await db.run(sql`CREATE OR REPLACE TABLE order_rows AS SELECT * FROM order_rows ORDER BY seq DESC`);
      await touchData(db);
    });
    await putOutcomes(project, [{ order: 'b', at: '2024-01-20T00:00:00Z' }]);
    const rows = await project.read({}, async (db) => db.rows(sql`SELECT seq FROM ${await project.rows(db, [])}`));
    expect(rows.map((row) => row['seq'])).toEqual([0, 1, 2, 3]);
  });
});

describe('prepared columns', () => {
  const expensive = sql`CASE WHEN amount < ${2000} THEN 'small' ELSE 'large' END`;

  /** What stands for the expression, and its values in the order of the rows. */
  async function asked(columns: readonly string[] = []): Promise<{ text: string; values: unknown[] }> {
    return project.read({}, async (db) => {
      const rows = await project.rows(db, columns);
      const prepared = rows.prepared(expensive);
      const found = await db.rows(sql`SELECT ${prepared} AS v FROM ${rows} ORDER BY seq`);
      return { text: prepared.text, values: found.map((row) => row['v']) };
    });
  }

  test('take the place of their expression with the same values, and never outlive the data', async () => {
    const values = ['small', 'small', 'large', 'large'];
    expect(await asked()).toEqual({ text: expensive.text, values });
    const isColumn = async (): Promise<boolean> => /^"rows_[0-9_]+"$/.test((await asked()).text);
    await vi.waitFor(async () => expect(await isColumn()).toBe(true), { timeout: 10_000, interval: 50 });
    expect((await asked()).values).toEqual(values);
    expect((await asked(['email'])).values).toEqual(values);
    await project.write({}, async (db) => {
      await db.run(sql`UPDATE order_rows SET amount = 1 WHERE event_id = 'c'`);
      await touchData(db);
    });
    expect(await asked()).toEqual({ text: expensive.text, values: ['small', 'small', 'small', 'large'] });
  });

  test('are made beside jobs that read the table, of which one stays in the end', async () => {
    await project.read({}, async (db) => {
      const rows = await project.rows(db, []);
      rows.prepared(expensive);
      await vi.waitFor(async () => expect((await asked()).text).not.toBe(expensive.text), { timeout: 10_000 });
      expect(await db.first(sql`SELECT count(*) AS n FROM ${rows}`)).toEqual({ n: 4 });
    });
    const tables = await project.read({}, (db) =>
      db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE database_name = 'work'`),
    );
    expect(tables).toHaveLength(1);
  });
});

describe('making working rows', () => {
  const state: RowsState = {
    version: 'v',
    revision: 0,
    orders: 0,
    bills: null,
    judgement: {
      target: fraudWithin30Days,
      timezone: 'Asia/Tokyo',
      asOf: null,
      cutoff: null,
      maturity: 'not measured',
      outcomesKnown: false,
      undated: 0,
      bills: false,
      filtered: sql`FALSE`,
    },
    columns: new Set<string>(),
    lists: [],
    raw: false,
    purchaseMinutes: 30,
    attempts: { at: () => Promise.reject(new Error('no money asked')) },
    singleCurrency: 'JPY',
    scope: (currency, timezone) => scopeOf([], currency, timezone),
    memory: 0,
    folder: () => '',
  };

  /** Working rows whose table is never finished, and the signal that stops it. */
  function endless(): { readonly rows: WorkingRows; readonly stopped: () => boolean } {
    let signal: AbortSignal | undefined;
    const rows = new WorkingRows({
      current: () => Promise.resolve(state),
      features: windowsOnly,
      build: (_, given) =>
        new Promise((_resolve, reject) => {
          signal = given;
          given?.addEventListener('abort', () => reject(new Error('interrupted')));
        }),
    });
    return { rows, stopped: () => signal?.aborted === true };
  }

  test('stops when the last job that waits for them is cancelled, and each of these is told at once', async () => {
    await project.read({}, async ({ duck }) => {
      const { rows, stopped } = endless();
      const [first, second] = [new AbortController(), new AbortController()];
      const jobs = [first, second].map(({ signal }) => codeOf(rows.rows(new Connection(duck, signal), [])));
      await new Promise((resolve) => setTimeout(resolve, 20));
      first.abort();
      expect(await jobs[0]).toBe('cancelled');
      expect(stopped()).toBe(false);
      second.abort();
      expect(await jobs[1]).toBe('cancelled');
      expect(stopped()).toBe(true);
    });
  });

  test('a job after a cancelled one gets its table', async () => {
    const cancel = new AbortController();
    const cancelled = project.read({ signal: cancel.signal }, (db) => project.rows(db, ['email']));
    setTimeout(() => cancel.abort(), 1);
    await codeOf(cancelled);
    const count = project.read({}, async (db) =>
      db.first(sql`SELECT count(*) AS n FROM ${await project.rows(db, ['email'])}`),
    );
    expect(await count).toEqual({ n: 4 });
  });
});

async function matching(...clauses: Clause[]): Promise<string> {
  const { where, columns } = await project.condition({ clauses });
  const rows = await project.read({}, async (db) =>
    db.rows(sql`SELECT event_id FROM ${await project.rows(db, ['event_id', ...columns])} WHERE ${where} ORDER BY seq`),
  );
  return rows.map((row) => String(row['event_id'])[0]).join('');
}

const rule = (when: string, value: 'true' | 'false' | 'unevaluable'): Clause => ({
  kind: 'rule',
  code: 'R',
  when,
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  value,
});

describe('filter clauses', () => {
  test.each<[string, Clause[], string]>([
    ['nothing is every order', [], 'abcd'],
    ['range is half-open', [{ kind: 'range', column: 'amount', min: 500, max: 2500 }], 'ab'],
    ['range open above', [{ kind: 'range', column: 'amount', min: 1500.5, max: null }], 'cd'],
    [
      'time is half-open',
      [{ kind: 'time', column: 'ordered_at', from: '2024-01-07T14:59:59Z', to: '2024-01-08T00:00:00+09:00' }],
      'b',
    ],
    ['in', [{ kind: 'in', column: 'payment_method', values: ['01', 'ＡＢＣ'] }], 'bd'],
    ['in with missing', [{ kind: 'in', column: 'payment_method', values: ['01', null] }], 'bc'],
    ['only missing', [{ kind: 'in', column: 'payment_method', values: [null] }], 'c'],
    ['not in lets missing pass', [{ kind: 'notIn', column: 'payment_method', values: ['01'] }], 'acd'],
    ['not in, missing neither', [{ kind: 'notIn', column: 'payment_method', values: ['01', null] }], 'ad'],
    ['hours', [{ kind: 'hour', from: 0, to: 1 }], 'ac'],
    ['hours over midnight', [{ kind: 'hour', from: 23, to: 1 }], 'abc'],
    ['contains takes no wildcards', [{ kind: 'contains', column: 'event_id', text: '_%' }], 'd'],
    ['contains is the same in upper and lower case', [{ kind: 'contains', column: 'event_id', text: 'A' }], 'a'],
    ['a quote is only a quote', [{ kind: 'in', column: 'event_id', values: ["a' OR 1=1 --"] }], ''],
    ['state', [{ kind: 'state', states: ['excluded'] }], 'abcd'],
    ['rule true', [rule('order.amount > 1500', 'true')], 'cd'],
    ['rule false', [rule('order.amount > 1500', 'false')], 'ab'],
    ['rule not evaluable', [rule('order.payment_method == "01"', 'unevaluable')], 'c'],
    [
      'all must hold',
      [
        { kind: 'range', column: 'amount', min: 1000, max: null },
        { kind: 'hour', from: 12, to: 24 },
      ],
      'bd',
    ],
  ])('%s', async (_, clauses, expected) => {
    expect(await matching(...clauses)).toBe(expected);
  });

  test('decision: the orders a rule set would refuse', async () => {
    const ruleSet = {
      format: 'shinsa-ruleset' as const,
      formatVersion: 1 as const,
      modelId: 'CRD_01',
      name: 'two rules',
      profile: 'wb-1' as const,
      currency: 'JPY',
      timezone: 'Asia/Tokyo',
      default: 'OK' as const,
      rules: [
        { code: 'ALLOW', description: { ja: '', en: '' }, when: 'order.payment_method == "01"', result: 'OK' as const },
        { code: 'BIG', description: { ja: '', en: '' }, when: 'order.amount >= 1500', result: 'NG' as const },
      ],
    };
    expect(await matching({ kind: 'decision', ruleSet, results: ['NG'] })).toBe('cd');
    expect(await matching({ kind: 'decision', ruleSet, results: ['OK', 'REVIEW'] })).toBe('ab');
  });

  test.each<[string, Clause, string]>([
    ['an unknown column', { kind: 'range', column: 'x', min: 1, max: null }, 'filter-invalid'],
    ['SQL for a column', { kind: 'in', column: '1=1; DROP TABLE orders', values: ['a'] }, 'filter-invalid'],
    ['a number for a text range', { kind: 'range', column: 'email', min: 1, max: 2 }, 'filter-invalid'],
    ['a text for money', { kind: 'in', column: 'amount', values: ['many'] }, 'filter-invalid'],
    ['a time that is none', { kind: 'time', column: 'ordered_at', from: 'tomorrow', to: null }, 'filter-invalid'],
    ['a rule that does not check', rule('order.amount >', 'true'), 'rule-invalid'],
  ])('%s is refused', async (_, clause, code) => {
    expect(await codeOf(project.condition({ clauses: [clause] }))).toBe(code);
  });

  test('money of another currency is not evaluable where there are several', async () => {
    await project.write({}, async (db) => {
      await db.run(sql`UPDATE order_rows SET currency = 'USD' WHERE event_id = 'c'`);
      await touchData(db);
    });
    expect(await matching(rule('order.amount > 1500', 'true'))).toBe('d');
    expect(await matching(rule('order.amount > 1500', 'unevaluable'))).toBe('c');
  });
});
