import { eventColumns } from '../model/events.ts';
import type { Connection } from './connection.ts';
import { hashOf } from './hash.ts';
import { columnsOf } from './orders-view.ts';
import { notSampled } from './sampled-kinds.ts';
import { eventKeyColumns } from './schema.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** What the importer writes beside the data: two projects with the same orders differ in these. */
const notData: ReadonlySet<string> = new Set(['seq', 'import_id', 'source_line']);

/** What an outcome says, and the keys it gives; which of them joined it is no data. */
const outcomeTexts = [
  ...['kind', 'currency', 'reason', 'family'],
  ...['told_id', 'transaction_id', 'approval_number', 'card_bin', 'card_last4', 'card_token'],
];

/** What a line of an order says. */
const lineTexts = ['order_id', 'line', 'sku', 'name', 'category', 'unit_price', 'quantity', 'amount', 'currency'];

/** What an event says, its time apart. */
const eventTexts = [
  'kind',
  ...eventColumns.map(({ name }) => name).filter((name) => name !== 'happened_at'),
  ...['passed', ...eventKeyColumns],
];

/**
 * SHA-256 (hex) over what the project's orders, their lines, events and outcomes are: equal for equal data, whenever and in however many
 * files they came, and another one when any value differs. Per column DuckDB's hashes of order id and value are summed,
 * so that it tells data apart and shows that they are unchanged; it is no defence against somebody who makes collisions.
 */
export async function contentHash(db: Connection): Promise<string> {
  const columns = [...(await columnsOf(db, sql`order_rows`))].filter((name) => !notData.has(name)).sort();
  const orders = await db.first(
    sql`SELECT ${figures(columns.map((name) => ({ name, of: id(name) })))} FROM order_rows`,
  );
  const facts = [
    ...[...outcomeTexts, 'amount'].map((name) => ({ name, of: id(name) })),
    ...['reported_at', 'purchased_at'].map((name) => ({ name, of: sql`epoch_us(${id(name)})` })),
  ];
  const key = sql`order_id`;
  const outcomes = await db.first(
    sql`SELECT count(*)::VARCHAR AS n, ${sumOf(
      join([key, ...facts.map(({ of }) => of)], sql`, `),
      sql`TRUE`,
    )} AS s, ${sumOf(join([key, sql`kind`, sql`epoch_us(reported_at)`, sql`days_past_due`], sql`, `), overdue)} AS days,
      ${sumOf(join([key, sql`kind`, sql`epoch_us(due_at)`], sql`, `), sql`due_at IS NOT NULL`)} AS due
      FROM outcomes WHERE ${notSampled}`,
  );
  const lines = await db.first(
    sql`SELECT count(*)::VARCHAR AS n, ${sumOf(
      join(
        lineTexts.map((name) => id(name)),
        sql`, `,
      ),
      sql`TRUE`,
    )} AS s FROM order_lines`,
  );
  const events = await db.first(
    sql`SELECT count(*)::VARCHAR AS n, ${sumOf(
      join([...eventTexts.map((name) => id(name)), sql`epoch_us(happened_at)`], sql`, `),
      sql`TRUE`,
    )} AS s FROM events`,
  );
  const filled = columns.flatMap((name, i) => {
    const count = orders?.[`n${i}`];
    return count === '0' ? [] : [[name, count, orders?.[`s${i}`]]];
  });
  // Projects without such days have the hash they had before there were any.
  const days = [outcomes?.['days'] ?? null, outcomes?.['due'] ?? null].filter((sum) => sum !== null);
  const beside = events?.['n'] === '0' ? [] : ['events', events?.['n'], events?.['s']];
  const told = [...days, ...(lines?.['n'] === '0' ? [] : [lines?.['n'], lines?.['s']]), ...beside];
  return hashOf([filled, outcomes?.['n'] ?? '0', outcomes?.['s'] ?? null, ...told]);
}

const overdue = sql`days_past_due IS NOT NULL`;

function figures(columns: readonly { readonly name: string; readonly of: Sql }[]): Sql {
  return join(
    columns.map(({ name, of }, i) => {
      const values = name === 'event_id' ? of : join([sql`event_id`, of], sql`, `);
      return sql`count(${of})::VARCHAR AS ${id(`n${i}`)}, ${sumOf(values, sql`${of} IS NOT NULL`)} AS ${id(`s${i}`)}`;
    }),
    sql`, `,
  );
}

/** As text: a sum of 64-bit hashes has 128 bits. Many FILTERs in one statement each cost a copy of the rows. */
const sumOf = (values: Sql, where: Sql): Sql => sql`sum(CASE WHEN ${where} THEN hash(${values}) END)::VARCHAR`;
