import { keyPlace, listColumnParts, type ListDefinition } from '../model/lists.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { Connection } from './connection.ts';
import { listedOrders, type Membership } from './list-membership.ts';
import { itemLists } from './order-lines.ts';
import { moneyColumn, orderMoneySql } from './order-money.ts';
import type { Judgement } from './outcome-state.ts';
import { id, join, nothing, sql, type Sql } from './sql.ts';

/** Columns that stand elsewhere than in the rows themselves: the lines of an order, whether a value was on a list, its money. */

/** What such columns are made of. */
export interface MadeFrom {
  /** The rows' own columns. */
  readonly columns: ReadonlySet<string>;
  readonly lists: readonly Pick<ListDefinition, 'id' | 'match'>[];
  /** How orders are judged, and the table of their attempts; absent where what is asked does not depend on it. */
  readonly money?: { readonly judgement: Judgement; readonly tried: Sql };
}

/** What a column tells of a list; null for any other column, and where there is no such list or column any more. */
export function membershipOf(name: string, { columns, lists }: MadeFrom): Membership | null {
  const parts = listColumnParts(name);
  const match = lists.find(({ id: own }) => own === parts?.listId)?.match;
  if (parts === null || match === undefined || !columns.has(parts.column)) return null;
  return keyPlace(match, parts.column) === null ? null : { ...parts, match };
}

/** The rows `o`, and the names of the tables that are made beside them. */
export interface MadeBeside {
  /** A relation with `seq` and `ordered_at`, whose rows columns are made for; absent: the orders. */
  readonly rows?: Sql;
  readonly tables: string;
}

/** Columns made: their joins to rows `o`, their values there, and what takes their tables away again, also after a cancel. */
export interface Made {
  readonly names: ReadonlySet<string>;
  readonly joins: Sql;
  readonly values: readonly { readonly column: string; readonly value: Sql }[];
  readonly drop: () => Promise<void>;
}

/** Makes those of the columns that do not stand in the rows themselves, each in a table of its own. */
export async function makeColumns(
  db: Connection,
  wanted: readonly string[],
  from: MadeFrom,
  { rows, tables }: MadeBeside,
): Promise<Made> {
  const made: (MadeColumn & { readonly column: string; readonly alias: Sql; readonly table: Sql })[] = [];
  for (const [index, column] of wanted.entries()) {
    const alias = id(`made_${index}`);
    const found = madeColumn(column, from, alias, rows);
    if (found !== null) made.push({ ...found, column, alias, table: id('work', `${tables}_made_${index}`) });
  }
  // Made before, because inside the one statement they would be planned with all else, and badly.
  const drop = async (): Promise<void> => {
    // A transaction that failed takes them away itself, and refuses to be told.
    for (const { table } of made) await db.calm.run(sql`DROP TABLE IF EXISTS ${table}`).catch(() => undefined);
  };
  try {
    for (const { query, table } of made) await db.run(sql`CREATE TABLE ${table} AS ${query}`);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    names: new Set(made.map(({ column }) => column)),
    joins: join(
      made.map(({ table, alias, on }) => sql` LEFT JOIN ${table} AS ${alias} ON ${on}`),
      nothing,
    ),
    values: made.map(({ column, value }) => ({ column, value })),
    drop,
  };
}

/** What is asked for a column, and how its answer is joined and read. */
interface MadeColumn {
  readonly query: Sql;
  readonly on: Sql;
  readonly value: Sql;
}

/** The lines of an order, its money, or whether a value of it was on a list; null for the rows' own columns. */
function madeColumn(column: string, from: MadeFrom, made: Sql, rows: Sql | undefined): MadeColumn | null {
  if (column === itemsColumn)
    return {
      query: sql`SELECT * FROM ${itemLists}`,
      on: sql`${made}.order_id = o.event_id`,
      value: sql`${made}.${id(column)}`,
    };
  if (column === moneyColumn && from.money !== undefined)
    return {
      query: orderMoneySql(from.money.judgement, from.money.tried),
      on: sql`${made}.seq = o.seq`,
      value: sql`${made}.value`,
    };
  const asked = membershipOf(column, from);
  if (asked === null) return null;
  return {
    query: listedOrders(asked, rows),
    on: sql`${made}.seq = o.seq`,
    value: sql`CASE WHEN o.${id(asked.column)} IS NOT NULL THEN ${made}.seq IS NOT NULL END`,
  };
}
