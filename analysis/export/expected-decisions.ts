import { listedColumnOf, type ListedTerm, type ScopeField } from '../expression/index.ts';
import type { Vector, VectorValue } from '../model/package.ts';
import { resultSchema } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import type { Terms } from './duckdb-text.ts';
import { linesType, linesValue } from './vector-lines.ts';
import { isOn } from './vector-lists.ts';
import type { VectorRecord } from './vector-records.ts';

const columnTypes = {
  int: sql`BIGINT`,
  money: sql`BIGINT`,
  double: sql`DOUBLE`,
  string: sql`VARCHAR`,
  bool: sql`BOOLEAN`,
  timestamp: sql`TIMESTAMPTZ`,
  list: linesType,
} as const;

/** What rules read of an order: its fields, and which of them they look up on lists. */
export interface Read {
  readonly fields: readonly ScopeField[];
  readonly asked: readonly ListedTerm[];
}

/** Predicates evaluated by one statement. */
const rulesAtOnce = 50;

/**
 * What the tested engine says of each record: DuckDB runs the predicates of the backtest (printed for orders of any
 * currency) over the records as they stand in the package, after identities were replaced.
 */
export async function expectedDecisions(
  db: Connection,
  currency: string,
  { fields, asked }: Read,
  records: readonly VectorRecord[],
  { rules, exceptions, decision, by }: Terms,
): Promise<Vector[]> {
  return withRecords(db, currency, { fields, asked }, records, () =>
    decisionsOf(db, records, { rules, exceptions, decision, by }),
  );
}

/** Does some work while the records stand in the table `vectors`, in their order by `n`. */
export async function withRecords<T>(
  db: Connection,
  currency: string,
  read: Read,
  records: readonly VectorRecord[],
  work: () => Promise<T>,
): Promise<T> {
  await fill(db, currency, read, records);
  const done = await work();
  await db.run(sql`DROP TABLE vectors`);
  return done;
}

async function decisionsOf(
  db: Connection,
  records: readonly VectorRecord[],
  { rules, exceptions, decision, by }: Terms,
): Promise<Vector[]> {
  const fired = records.map((): string[] => []);
  const unevaluable = records.map((): string[] => []);
  for (let start = 0; start < rules.length; start += rulesAtOnce) {
    const some = rules.slice(start, start + rulesAtOnce);
    const columns = join(
      some.map((rule, index) => sql`${rule.predicate} AS ${id(`r${index}`)}`),
      sql`, `,
    );
    const answers = await db.rows(sql`SELECT n, ${columns} FROM vectors ORDER BY n`);
    answers.forEach((answer, n) => {
      some.forEach((rule, index) => {
        const value = answer[`r${index}`];
        if (value === true) fired[n]?.push(rule.code);
        if (value === null) unevaluable[n]?.push(rule.code);
      });
    });
  }
  const holds = exceptions.map((one, index) => sql`${one} AS ${id(`x${index}`)}`);
  const results = await db.rows(
    sql`SELECT ${join([sql`n, ${decision} AS result, ${by} AS by`, ...holds], sql`, `)} FROM vectors ORDER BY n`,
  );
  return records.map((record, n) => ({
    id: `v${n + 1}`,
    ...record,
    fired: fired[n] ?? [],
    unevaluable: unevaluable[n] ?? [],
    ...(exceptions.length === 0
      ? {}
      : { exceptions: exceptions.flatMap((_, index) => (results[n]?.[`x${index}`] === true ? [index] : [])) }),
    result: resultSchema.parse(results[n]?.['result']),
    by: String(results[n]?.['by']),
  }));
}

async function fill(
  db: Connection,
  currency: string,
  { fields, asked }: Read,
  records: readonly VectorRecord[],
): Promise<void> {
  const own = fields.filter((field) => field.column !== 'currency');
  const columns = [
    ...own.map((field) => sql`${id(field.column)} ${columnTypes[field.type]}`),
    ...asked.map((term) => sql`${id(listedColumnOf(term))} BOOLEAN`),
  ];
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE vectors (${join([sql`n BIGINT`, sql`currency VARCHAR`, ...columns], sql`, `)})`,
  );
  const row = (vector: VectorRecord, n: number): Sql => {
    const { record } = vector;
    const cells = own.map((field) => cell(record[field.path], field));
    const listed = asked.map((term) => sql`CAST(${isOn(vector, term)} AS BOOLEAN)`);
    return sql`(${join([sql`${n}`, sql`${currencyOf(record, fields, currency)}`, ...cells, ...listed], sql`, `)})`;
  };
  for (let start = 0; start < records.length; start += 200) {
    const some = records.slice(start, start + 200).map((record, index) => row(record, start + index));
    await db.run(sql`INSERT INTO vectors VALUES ${join(some, sql`, `)}`);
  }
}

function cell(value: VectorValue | undefined, field: ScopeField): Sql {
  if (field.type === 'list') return linesValue(Array.isArray(value) ? value : undefined);
  return sql`CAST(${Array.isArray(value) ? null : (value ?? null)} AS ${columnTypes[field.type]})`;
}

/** A record that carries the currency as a field may lack it; one that does not is in the package's currency. */
function currencyOf(record: VectorRecord['record'], fields: readonly ScopeField[], currency: string): string | null {
  if (!fields.some((field) => field.column === 'currency')) return currency;
  const own = record['order.currency'];
  return typeof own === 'string' ? own : null;
}
