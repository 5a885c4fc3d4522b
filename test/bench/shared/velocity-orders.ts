import { createProject } from '../../../analysis/store/open-project.ts';
import { writeOrdersView } from '../../../analysis/store/orders-view.ts';
import { touchData, writeSettings } from '../../../analysis/store/settings.ts';
import { id, join, literal, sql, type Sql } from '../../../analysis/store/sql.ts';

/** Keys that windows are made over: the path of the field, its column, how many orders share one, and how its texts begin. */
export const velocityKeys = [
  { path: 'device.id', column: 'device_id', orders: 3.3, text: 'dv' },
  { path: 'buyer.email', column: 'email', orders: 4.2, text: 'mail' },
  { path: 'card.token', column: 'card_token', orders: 3.2, text: 'tok' },
  { path: 'custom.address', column: 'custom.address', orders: 4.1, text: '東京都' },
  { path: 'custom.phone', column: 'custom.phone', orders: 4.4, text: '+8190' },
  { path: 'buyer.id', column: 'member_id', orders: 5, text: 'M' },
  { path: 'custom.asn', column: 'custom.asn', orders: 2500, text: 'AS' },
] as const;

const drawn = (salt: number): Sql => sql`(hash(r * 64 + ${salt}) >> 11)::DOUBLE / 9007199254740992`;

/** Most keys have few orders and few have many. */
export const keyOf = (index: number, orders: number, each: number, text: string): Sql =>
  sql`${literal(text)} || lpad(floor(pow(${drawn(index)}, 1.6) * ${Math.ceil(orders / each)})::BIGINT::VARCHAR, 9, '0')`;

/** A project of so many invented orders over two years, to the second, with seven keys that link them. */
export async function makeVelocityOrders(path: string, cacheDir: string, orders: number): Promise<void> {
  const project = await createProject(path, { cacheDir });
  try {
    await project.write({}, async (db) => {
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`DROP TABLE order_rows`);
      const keys = velocityKeys.map(
        ({ column, orders: each, text }, index) => sql`${keyOf(index, orders, each, text)} AS ${id(column)}`,
      );
      await db.run(sql`CREATE TABLE order_rows AS
        SELECT r AS seq, 'o' || lpad(r::VARCHAR, 9, '0') AS event_id,
          TIMESTAMPTZ '2023-01-01 00:00:00+09' + to_seconds((r * (63072000::DOUBLE / ${orders}))::BIGINT) AS ordered_at,
          floor(exp(7 + 2 * ${drawn(62)} + 1.5 * ${drawn(63)}))::BIGINT AS amount, 'JPY' AS currency,
          NULL::BOOLEAN AS label, 'bench' AS import_id, r AS source_line, ${join(keys, sql`, `)}
        FROM range(${orders}) AS rows(r) ORDER BY r`);
      const custom = velocityKeys.filter(({ column }) => column.startsWith('custom.'));
      for (const [position, { column }] of custom.entries())
        await db.run(sql`INSERT INTO custom_columns (id, label, type, known_at_screening, position)
          VALUES (${column.slice(7)}, ${column.slice(7)}, 'text', 'yes', ${position})`);
      await writeOrdersView(db);
      await writeSettings(db, {});
      await touchData(db);
    });
  } finally {
    await project.close();
  }
}
