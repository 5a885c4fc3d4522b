import { scopeOf, type RecordValue, type Scope } from '../../analysis/expression/index.ts';
import { featureColumn, type Feature } from '../../analysis/model/features.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { id, join, sql, type Sql } from '../../analysis/store/sql.ts';
import type { StreamEvent, StreamFact } from './streaming.ts';
import { factsOfColumns } from './undated-facts.ts';

const money = { currency: 'JPY', timezone: 'Asia/Tokyo' } as const;

/** The features of every order, by feature, in the order of `seq`; instants in microseconds. */
export async function computed(
  project: ProjectHandle,
  features: readonly Feature[],
  { currency, timezone }: { readonly currency: string; readonly timezone: string } = money,
): Promise<(number | null)[][]> {
  const columns = features.map((feature) => featureColumn({ feature, currency, timezone }));
  return project.read({}, async (db) => {
    const rows = await project.rows(db, [...new Set(columns)]);
    const values = join(
      features.map((feature, index) => {
        const column = id(columns[index] ?? '');
        const timed = feature.agg === 'first_seen' || feature.agg === 'last_seen' || ofTime(feature);
        return timed ? sql`epoch_us(${column}) AS ${id(`c${index}`)}` : sql`${column} AS ${id(`c${index}`)}`;
      }),
      sql`, `,
    );
    const { columns: found } = await db.batch(sql`SELECT ${values} FROM ${rows} ORDER BY seq`);
    return found.map((column) =>
      Array.from<unknown, number | null>(column.values, (value) =>
        typeof value === 'number' && !Number.isNaN(value) ? value : null,
      ),
    );
  });
}

const ofTime = ({ agg, of }: Feature): boolean => of === 'order.time' && agg !== 'count_distinct';

/** The project's orders as a stream, in the order of `seq`, with the fields of these paths. */
export async function ordersOf(project: ProjectHandle, paths: readonly string[]): Promise<StreamEvent[]> {
  const scope = await scopeIn(project);
  const fields = paths.map((path) => scope.fields.get(path)).filter((field) => field !== undefined);
  return project.read({}, (db) =>
    read(
      db,
      'orders',
      fields,
      sql`SELECT epoch_us(ordered_at)::VARCHAR AS at_us, event_id AS own_id, ${list(fields)} FROM orders ORDER BY seq`,
    ),
  );
}

export async function scopeIn(project: ProjectHandle, currency = 'JPY', timezone = 'Asia/Tokyo'): Promise<Scope> {
  return scopeOf(await project.columns(), currency, timezone);
}

/** The events of the project by kind. */
export async function eventsIn(
  project: ProjectHandle,
  fields: readonly { readonly path: string; readonly column: string; readonly type: string }[],
): Promise<StreamEvent[]> {
  return project.read({}, async (db) => {
    const kinds = await db.rows(sql`SELECT DISTINCT kind FROM events`);
    const all: StreamEvent[] = [];
    for (const { kind } of kinds)
      all.push(
        ...(await read(
          db,
          String(kind),
          fields,
          sql`SELECT epoch_us(happened_at)::VARCHAR AS at_us, ident AS own_id, ${list(fields)}
          FROM events WHERE kind = ${String(kind)}`,
        )),
      );
    return all;
  });
}

type Field = { readonly path: string; readonly column: string; readonly type: string };

const list = (fields: readonly Field[]): Sql =>
  join([sql`1`, ...fields.map(({ column }, index) => sql`${id(column)} AS ${id(`f${index}`)}`)], sql`, `);

async function read(
  db: { readonly rows: (query: Sql) => Promise<Record<string, string | number | boolean | null>[]> },
  source: string,
  fields: readonly Field[],
  query: Sql,
): Promise<StreamEvent[]> {
  return (await db.rows(query)).map((row) => ({
    source,
    id: String(row['own_id']),
    at: BigInt(String(row['at_us'])),
    fields: Object.fromEntries(
      fields.map(({ path, type }, index): [string, RecordValue | null] => {
        const value = row[`f${index}`] ?? null;
        return [path, type === 'timestamp' && typeof value === 'number' ? new Date(value) : value];
      }),
    ),
  }));
}

/** Facts told of the orders, and what their own columns say beside them. */
export async function factsOf(project: ProjectHandle): Promise<StreamFact[]> {
  const facts = await toldFacts(project);
  const orders = await project.read({}, (db) =>
    db.rows(sql`SELECT event_id, epoch_us(ordered_at)::VARCHAR AS at_us, settle_status, label FROM orders`),
  );
  const own = orders.map((row) => ({
    id: String(row['event_id']),
    at: BigInt(String(row['at_us'])),
    settle_status: row['settle_status'],
    label: row['label'],
  }));
  return [...facts, ...factsOfColumns(own, facts)];
}

async function toldFacts(project: ProjectHandle): Promise<StreamFact[]> {
  const rows = await project.read({}, (db) =>
    db.rows(
      sql`SELECT order_id, kind, family, amount, days_past_due, repeats, epoch_us(reported_at)::VARCHAR AS at_us FROM outcomes`,
    ),
  );
  return rows.map((row) => ({
    order: String(row['order_id']),
    kind: String(row['kind']),
    family: typeof row['family'] === 'string' ? row['family'] : null,
    amount: typeof row['amount'] === 'number' ? row['amount'] : null,
    daysPastDue: typeof row['days_past_due'] === 'number' ? row['days_past_due'] : null,
    repeats: row['repeats'] === true,
    at: typeof row['at_us'] === 'string' ? BigInt(row['at_us']) : null,
  }));
}
