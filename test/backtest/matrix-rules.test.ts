import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameOf, type Coded, type Wish } from '../../analysis/columns/coded.ts';
import { Gates } from '../../analysis/columns/gates.ts';
import { columnsThere, makeColumns, type Making } from '../../analysis/columns/make-columns.ts';
import { truthOf } from '../../analysis/backtest/matrix/truth.ts';
import { check, duckdbPredicate, type CheckedRule } from '../../analysis/expression/index.ts';
import { Partition } from '../../analysis/kernels/matrix/partition.ts';
import { readRows } from '../../analysis/kernels/sidecar/column-file.ts';
import { Connection } from '../../analysis/store/connection.ts';
import { nothing, sql, type Sql } from '../../analysis/store/sql.ts';
import { boolText, recordArbitrary, scope } from '../expression/generated.ts';
import { fill } from '../expression/records-table.ts';

const seed = Number(process.env['EXPRESSION_SEED'] ?? 20_261_120);
const ruleCount = Number(process.env['EXPRESSION_RULES'] ?? 240);
const recordCount = 300;
const go = (): void => undefined;

let folder = '';
let db: Connection;
let duck: DuckDBInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-columns-'));
  duck = await DuckDBInstance.create(':memory:');
  const connection = await duck.connect();
  await fill(connection, fc.sample(recordArbitrary, { numRuns: recordCount, seed }));
  db = new Connection(connection);
});
afterAll(() => {
  db.close();
  duck.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

const over = (from: Sql, rows: number): Omit<Making, 'db' | 'folder'> => ({
  orders: rows,
  apart: false,
  stored: new Set(),
  reading: (_columns, _judged, work) => work({ ...sql`(SELECT *, 0 AS seq FROM ${from})`, order: nothing }),
  done: () => undefined,
});
const making = over(sql`orders`, recordCount);

/** Every rule as the loops answer it: 1 where it is true, 2 where it is false. */
async function answersOf(
  rules: readonly CheckedRule[],
): Promise<{ yes: Uint8Array; no: Uint8Array; total: boolean }[]> {
  const known = new Map<string, Coded>();
  for (;;) {
    const wishes: Wish[] = [];
    const gates = new Gates();
    const truths = rules.map((rule) =>
      truthOf(rule, {}, gates, { find: (name) => known.get(name), wish: (wish) => void wishes.push(wish) }),
    );
    if (wishes.length > 0) {
      for (const [name, column] of await makeColumns({ db, folder, ...making }, wishes)) known.set(name, column);
      expect(wishes.every((wish) => known.has(nameOf(wish)))).toBe(true);
      continue;
    }
    const partition = new Partition(recordCount, [{ row: 0, count: recordCount, week: 0 }], 1);
    const program = gates.program(
      truths.flatMap(({ yes, no }, i) => [
        { gate: yes, name: `yes ${i}` },
        { gate: no, name: `no ${i}` },
      ]),
    );
    const atoms = program.instructions.flatMap((one) => (one.kind === 'atom' ? [one.atom.column] : []));
    for (const name of new Set(atoms)) {
      const column = known.get(name);
      if (column === undefined || column === 'wide') throw new Error(name);
      const { head, path } = column;
      partition.setColumn(name, head.kind, (target) => readRows(path, head, 0, recordCount, target));
    }
    partition.evaluate(program, go);
    return truths.map(({ total }, i) => ({
      yes: partition.rowsOf(`yes ${i}`),
      no: partition.rowsOf(`no ${i}`),
      total,
    }));
  }
}

async function duckdbAnswers(rule: CheckedRule): Promise<(boolean | null)[]> {
  const rows = await db.rows(sql`SELECT (${duckdbPredicate(rule)})::BOOLEAN AS answer FROM orders ORDER BY n`);
  return rows.map(({ answer }) => answer as boolean | null);
}

function rulesOf(texts: readonly string[]): { text: string; rule: CheckedRule }[] {
  return texts.flatMap((text) => {
    const rule = check(text, scope);
    return rule.ok ? [{ text, rule }] : [];
  });
}

async function compare(texts: readonly string[]): Promise<void> {
  const all = rulesOf(texts);
  expect(all.length).toBeGreaterThan(texts.length * 0.8);
  const answers = await answersOf(all.map(({ rule }) => rule));
  for (const [i, { text, rule }] of all.entries()) {
    const wanted = await duckdbAnswers(rule);
    const { yes, no, total } = answers[i] ?? { yes: [], no: [], total: false };
    const got = wanted.map((_, row) => (yes[row] === 1 ? true : no[row] === 1 ? false : null));
    expect({ text, got }).toEqual({ text, got: wanted });
    if (total) expect(wanted).not.toContain(null);
  }
}

describe('a rule over coded columns', () => {
  it('is true, false and neither on the orders on which DuckDB says so, for generated rules', async () => {
    await compare(fc.sample(boolText(4, { regex: true }), { numRuns: ruleCount, seed }));
  }, 120_000);

  it('is so at the edges of codes, of doubles and of whole numbers', async () => {
    await compare([
      ...['<', '<=', '>', '>=', '==', '!='].flatMap((op) => [
        ...['0', '-0.0', '0.1', '5e-324', '-5e-324', '1.5', '1e308', '-1e308'].map((c) => `custom.score ${op} ${c}`),
        ...['0', '1', '-7', '100', '1250', '9007199254740991', '-9007199254740991'].map(
          (c) => `custom.points ${op} ${c}`,
        ),
        ...['0', '12.50', '-1.00'].map((c) => `order.amount ${op} ${c}`),
        `timestamp("2024-02-29T00:00:00Z") ${op} order.time`,
        `order.time.getHours() ${op} 22`,
        `custom.points * 2 ${op} 7`,
        `buyer.email ${op} "a"`,
        `size(buyer.email) ${op} 2`,
      ]),
      'custom.points in [0, 1, 7, 9, 11, 13, 15, 17, 19, 21, 100, 1250, 9007199254740991]',
      'custom.score in [0.0, 0.1, 1.5]',
      'buyer.email in ["a", "nobody has this", "が"]',
      '!(buyer.email in ["a", "ab"])',
      'custom.vip == true && !(auth.first != false)',
      'has(buyer.email) ? custom.vip : custom.score > 0.5',
    ]);
  }, 60_000);
});

describe('columns of codes', () => {
  it('are found again under their name, and are none when their wish is another one', async () => {
    const wish: Wish = { kind: 'text', of: sql`card_bin`, reads: [] };
    const made = await makeColumns({ db, folder, ...making }, [wish]);
    expect(columnsThere({ folder, ...making }, [wish])).toEqual(made);
    expect(columnsThere({ folder, ...making }, [{ ...wish, kind: 'condition' }]).size).toBe(0);
    expect(columnsThere({ folder, ...making, orders: recordCount + 1 }, [wish]).size).toBe(0);
    expect(columnsThere({ folder, ...making, orders: recordCount + 1, apart: true }, [wish]).size).toBe(1);
  });

  it('of texts with too many values are wide', async () => {
    const many = over(sql`(SELECT 't' || range AS t FROM range(70000))`, 70_000);
    const wish: Wish = { kind: 'text', of: sql`t`, reads: [] };
    const made = await makeColumns({ db, folder, ...many }, [wish]);
    expect([...made.values()]).toEqual(['wide']);
  });

  it('are as narrow as their values allow', async () => {
    const kindOf = async (values: string): Promise<string> => {
      const wish: Wish = { kind: 'int', of: sql`v`, reads: [], version: values };
      const rows = over(sql`(SELECT unnest(${values}::BIGINT[]) AS v)`, 3);
      const [column] = (await makeColumns({ db, folder, ...rows }, [wish])).values();
      return column === undefined || column === 'wide'
        ? 'none'
        : `${column.head.kind} ${column.offset} ${column.nulls}`;
    };
    expect(await kindOf('[5, 259, NULL]')).toBe('u8 4 true');
    expect(await kindOf('[5, 260, 6]')).toBe('u16 4 false');
    expect(await kindOf('[-5, 65529, 0]')).toBe('u16 -6 false');
    expect(await kindOf('[-5, 65530, 0]')).toBe('u32 -6 false');
    expect(await kindOf('[0, 4294967295, 0]')).toBe('f64 0 false');
    expect(await kindOf('[1, 4294967295, 1]')).toBe('u32 0 false');
    expect(await kindOf('[NULL, NULL, NULL]')).toBe('u8 0 true');
  });
});
