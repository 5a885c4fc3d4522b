import { listedColumnOf, type ListedTerm, type ScopeField } from '../expression/index.ts';
import type { Vector, VectorValue } from '../model/package.ts';
import { resultSchema } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql } from '../store/sql.ts';
import type { Terms } from './duckdb-text.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { linesForm, linesType } from './vector-lines.ts';
import { isOn } from './vector-lists.ts';
import type { VectorRecord } from './vector-records.ts';

/** SQL types of columns by the type of their field. */
export const columnTypes = {
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

/** Makes the table `vectors`: the records appended as texts, then cast to the columns that rules read. */
async function fill(
  db: Connection,
  currency: string,
  { fields, asked }: Read,
  records: readonly VectorRecord[],
): Promise<void> {
  const own = fields.filter((field) => field.column !== 'currency');
  const typed = [
    ...own.map((field) => ({ name: field.column, type: columnTypes[field.type] })),
    ...asked.map((term) => ({ name: listedColumnOf(term), type: columnTypes.bool })),
  ];
  const texts = typed.map((_, index) => id(`c${index}`));
  const textColumns = [sql`n BIGINT`, sql`currency VARCHAR`, ...texts.map((name) => sql`${name} VARCHAR`)];
  await db.run(sql`CREATE OR REPLACE TEMP TABLE vector_texts (${join(textColumns, sql`, `)})`);
  const appender = await openTextAppender(db, 'vector_texts', typed.length + 1);
  records.forEach((vector, n) => {
    const cells = own.map((field) => cell(vector.record[field.path], field));
    const listed = asked.map((term) => cell(isOn(vector, term) ?? undefined, null));
    appender.append(n, [currencyOf(vector.record, fields, currency), ...cells, ...listed]);
  });
  appender.flush();
  appender.close();
  const cast = typed.map(({ name, type }, index) => {
    const given = texts[index] ?? id('n');
    return type === linesType
      ? sql`from_json(${given}, ${literal(linesForm)}) AS ${id(name)}`
      : sql`CAST(${given} AS ${type}) AS ${id(name)}`;
  });
  await db.run(sql`CREATE OR REPLACE TEMP TABLE vectors AS
    SELECT ${join([sql`n`, sql`currency`, ...cast], sql`, `)} FROM vector_texts`);
  await db.run(sql`DROP TABLE vector_texts`);
}

/** A value as the text that its column is cast from; lines as JSON. */
function cell(value: VectorValue | undefined, field: ScopeField | null): string | null {
  if (field?.type === 'list') return Array.isArray(value) ? JSON.stringify(value) : null;
  return value === undefined || Array.isArray(value) ? null : String(value);
}

/** A record that carries the currency as a field may lack it; one that does not is in the package's currency. */
function currencyOf(record: VectorRecord['record'], fields: readonly ScopeField[], currency: string): string | null {
  if (!fields.some((field) => field.column === 'currency')) return currency;
  const own = record['order.currency'];
  return typeof own === 'string' ? own : null;
}
