import { createProject } from '../../../analysis/store/open-project.ts';
import { writeOrdersView } from '../../../analysis/store/orders-view.ts';
import { touchData } from '../../../analysis/store/settings.ts';
import { sql, type Sql } from '../../../analysis/store/sql.ts';

/** One number of many for a row, the same every time. */
const drawn = (of: Sql, salt: number, from: Sql): Sql => sql`(hash(${of} * 16 + ${salt}) % (${from})::UBIGINT)::BIGINT`;

/**
 * A project of so many invented orders with what links them, written by the engine itself: three orders a customer,
 * households that share phone and address, cards and devices that go from hand to hand, guests without a member id, and a
 * few devices and addresses with thousands of persons.
 */
export async function makeManyOrders(path: string, cacheDir: string, orders: number): Promise<void> {
  const project = await createProject(path, { cacheDir });
  try {
    await project.write({}, async (db) => {
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`DROP TABLE order_rows`);
      await db.run(sql`CREATE TABLE order_rows AS
        SELECT seq, 'o' || lpad(seq::VARCHAR, 9, '0') AS event_id,
          TIMESTAMPTZ '2022-01-01 00:00:00+09' + to_seconds(seq * 3) AS ordered_at,
          (500 + hash(seq) % 40000)::BIGINT AS amount, 'JPY' AS currency,
          CASE WHEN seq % 5 < 3 THEN 'M' || lpad(customer::VARCHAR, 9, '0') END AS member_id,
          md5(card::VARCHAR) AS card_token, 'dv' || left(md5(device::VARCHAR), 20) AS device_id,
          'ck' || left(md5((device * 3 + seq % 2)::VARCHAR), 18) AS cookie_id,
          'customer.' || customer || '@' || ['gmail.com', 'docomo.ne.jp', 'yahoo.co.jp', 'icloud.com'][1 + customer % 4] AS email_key,
          '+8190' || lpad(household::VARCHAR, 8, '0') AS phone_key,
          ['佐藤', '鈴木', '高橋', '田中', '伊藤', '渡辺', '山本', '中村'][1 + household % 8] || '名' || customer % 20000 AS buyer_name_key,
          '東京都|港区|赤坂|' || household % 97 || '-' || household // 97 AS buyer_address_key,
          CAST(NULL AS BOOLEAN) AS label, 'bench' AS import_id, seq AS source_line
        FROM (SELECT *, CASE WHEN seq % 997 = 0 THEN -(seq % 7) - 1 WHEN seq % 211 = 0
            THEN ${drawn(sql`seq`, 3, sql`${orders} // 3`)} ELSE customer END AS device,
            CASE WHEN seq % 499 = 0 THEN ${drawn(sql`seq`, 4, sql`${orders} // 3`)} ELSE customer * 2 + seq % 2 END AS card,
            CASE WHEN customer % 1009 = 0 THEN 1 ELSE customer * 10 // 13 END AS household
          FROM (SELECT range AS seq, ${drawn(sql`range`, 1, sql`${orders} // 3 + 1`)} AS customer FROM range(${orders})))
        ORDER BY seq`);
      await writeOrdersView(db);
      await touchData(db);
    });
  } finally {
    await project.close();
  }
}
