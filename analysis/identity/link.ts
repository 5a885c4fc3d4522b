import {
  linkColumn,
  linkedBy,
  linkKinds,
  valueKinds,
  type HubKey,
  type LinkKind,
  type LinkReport,
  type ValueKind,
} from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { saveLinks } from '../store/links.ts';
import { markApplied } from '../store/near.ts';
import { appendNumbers, eachNumbers } from '../store/number-rows.ts';
import { columnsOf } from '../store/orders-view.ts';
import { isPlaceholder } from '../store/placeholder.ts';
import { touchData } from '../store/settings.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { untilWhole } from '../store/streamed.ts';
import { Linking } from './components.ts';
import { addNearLinks } from './near/links.ts';

/** Columns that together are one value of a kind, each way that orders have. */
function columnsOfKind(kind: ValueKind, stored: ReadonlySet<string>): readonly (readonly string[])[] {
  const column = linkColumn(kind, stored);
  if (column === null) return [];
  if (kind !== 'name') return [[column]];
  return ['buyer_name_key', 'buyer_kana_key'].filter((name) => stored.has(name)).map((name) => [column, name]);
}

/** What tells one person from another; the first of these that an order has. */
const personColumns = ['buyer_name_key', 'buyer_kana_key', 'email_key', 'member_id'] as const;

/** Whose an order is, as hubs count persons. */
export function personOf(stored: ReadonlySet<string>): Sql {
  const people = personColumns.filter((column) => stored.has(column)).map((column) => id(column));
  return people.length === 0 ? sql`NULL::VARCHAR` : sql`coalesce(${join(people, sql`, `)})`;
}

/** Whether a value stands for none (`0`, `guest`, test@test.com, 090-0000-0000): it names nobody, and links nobody. */
export function isNobody(kind: ValueKind, value: Sql): Sql {
  switch (kind) {
    case 'email':
      return isPlaceholder('email', 'text', value);
    case 'phone':
      return isPlaceholder('phone', 'text', sql`replace(${value}, '+81', '0')`);
    case 'name':
      return sql`FALSE`;
    default:
      return isPlaceholder(linkedBy[kind].at(-1) ?? kind, 'text', value);
  }
}

/** Near matches that link, besides values: none, those persons accepted, or with them all over the link threshold. */
export type NearLinks = 'none' | 'accepted' | 'over';

/** Hubs named in a report, the largest first. */
const namedHubs = 50;

/**
 * Links orders that share a member, mail address, phone, card, device, cookie, or name and address, to entities
 * (connected components), and writes them into the project. A value with more than `hubPersons` persons is a hub and
 * links nothing: for the whole history where it ever becomes one (`entity_id`, `entity_orders`), and from the order that
 * made it one on for `entity_orders_before`, which counts only links known at each order's time, orders of the same
 * instant with a smaller id among them. Near matches are hindsight and never count there. Inside a write job; orders are read in `seq` order.
 */
export async function linkOrders(
  db: Connection,
  hubPersons: number,
  near: NearLinks = 'accepted',
): Promise<LinkReport> {
  const orders = Number((await db.first(sql`SELECT count(*) AS n FROM order_rows`))?.['n']);
  await gatherLinks(db, hubPersons, near);
  if (near !== 'none') await markApplied(db);
  const linking = await grow(db, orders);
  await writeEntities(db, orders, linking);
  const found = await reportOf(db, orders, hubPersons);
  const report: LinkReport = near === 'over' ? { ...found, near: true } : found;
  await saveLinks(db, sql`entities`, sql`(${linksOfEntities})`, report);
  await touchData(db);
  return report;
}

/** Makes the temporary tables `shared_values` and `links` of what links orders; nothing of the project is changed. */
export async function gatherLinks(db: Connection, hubPersons: number, near: NearLinks): Promise<void> {
  const stored = await columnsOf(db, sql`order_rows`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE shared_values (kind UTINYINT, value VARCHAR, head INTEGER, orders BIGINT,
    persons BIGINT, hub_from INTEGER)`);
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE links (seq INTEGER, head INTEGER, kind UTINYINT, known_then INTEGER, known_ever INTEGER)`,
  );
  for (const [code, kind] of valueKinds.entries()) {
    for (const columns of columnsOfKind(kind, stored)) await findLinks(db, { code, kind, columns, hubPersons, stored });
  }
  if (near !== 'none') await addNearLinks(db, { code: linkKinds.indexOf('near'), over: near === 'over', stored });
}

interface KindOf {
  readonly code: number;
  readonly kind: ValueKind;
  readonly columns: readonly string[];
  readonly hubPersons: number;
  readonly stored: ReadonlySet<string>;
}

/** Adds the values of one kind that several orders share, and a link from every later order to the first. */
async function findLinks(db: Connection, { code, kind, columns, hubPersons, stored }: KindOf): Promise<void> {
  const value = join(
    columns.map((column) => id(column)),
    sql` || chr(31) || `,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE said AS
    SELECT ${value} AS value, seq::INTEGER AS seq, ${personOf(stored)} AS person FROM order_rows WHERE ${value} IS NOT NULL`);
  await db.run(sql`INSERT INTO shared_values
    WITH several AS (SELECT value, min(seq) AS head, count(*) AS orders FROM said GROUP BY value HAVING count(*) > 1),
      heads AS (SELECT * FROM several WHERE NOT ${isNobody(kind, sql`value`)}),
      many AS (SELECT value FROM heads WHERE orders > ${hubPersons}),
      people AS (SELECT value, person, min(seq) AS first FROM said SEMI JOIN many USING (value)
        WHERE person IS NOT NULL GROUP BY value, person),
      ranked AS (SELECT value, first, row_number() OVER (PARTITION BY value ORDER BY first) AS nth FROM people),
      hubs AS (SELECT value, count(*) AS persons, min(first) FILTER (nth = ${hubPersons + 1}) AS hub_from
        FROM ranked GROUP BY value)
    SELECT ${code}, heads.value, head, orders, persons, hub_from FROM heads LEFT JOIN hubs USING (value)`);
  await db.run(sql`INSERT INTO links
    SELECT said.seq, shared.head, ${code}, (hub_from IS NULL OR said.seq < hub_from)::INTEGER, (hub_from IS NULL)::INTEGER
    FROM said JOIN (SELECT * FROM shared_values WHERE kind = ${code}) AS shared USING (value)
    WHERE said.seq > shared.head`);
  await db.run(sql`DROP TABLE said`);
}

async function grow(db: Connection, orders: number): Promise<Linking> {
  // Sorted by a statement that a cancel stops at once; a table is read in the order it was written.
  await db.run(
    sql`CREATE OR REPLACE TEMP TABLE links_in_order AS SELECT seq, head, known_then, known_ever FROM links ORDER BY seq`,
  );
  return untilWhole(async () => {
    const linking = new Linking(orders);
    await eachNumbers(db, sql`FROM links_in_order`, ([order = [], earlier = [], then = [], ever = []]) =>
      linking.add({ order, earlier, then, ever }),
    );
    return linking;
  });
}

/** Temporary table `entities`: one row per order, in their order. */
async function writeEntities(db: Connection, orders: number, linking: Linking): Promise<void> {
  const rootOf = linking.finish();
  await db.run(sql`CREATE OR REPLACE TEMP TABLE grown (seq INTEGER, root INTEGER, size INTEGER, before INTEGER)`);
  await appendNumbers(db, 'grown', orders, (from, to) => {
    const seqs = Array.from({ length: to - from }, (_, at) => from + at);
    const roots = seqs.map(rootOf);
    return [seqs, roots, roots.map((root) => linking.sizeOf(root)), Array.from(linking.before.subarray(from, to))];
  });
  await db.run(sql`CREATE OR REPLACE TEMP TABLE entities AS
    SELECT grown.seq, grown.root, CASE WHEN grown.size > 1 THEN first.event_id END AS entity_id,
      grown.size::BIGINT AS entity_orders, grown.before::BIGINT AS entity_orders_before
    FROM grown JOIN order_rows AS first ON first.seq = grown.root ORDER BY grown.seq`);
}

/** Each order once for each kind that links it; only names have two ways to, and near matches several. */
const severalWays = sql`kind IN (${linkKinds.indexOf('name')}, ${linkKinds.indexOf('near')})`;
const linkedOrders = sql`(SELECT seq, kind FROM links WHERE known_ever = 1 AND NOT ${severalWays}
  UNION ALL SELECT DISTINCT seq, kind FROM links WHERE known_ever = 1 AND ${severalWays})`;

const linksOfEntities = sql`SELECT first.event_id AS entity, ${kindName(sql`kind`)} AS kind, orders
  FROM (SELECT root, kind, count(*) AS orders FROM ${linkedOrders} JOIN entities USING (seq) GROUP BY root, kind) JOIN order_rows AS first ON first.seq = root`;

/** The name of a kind of link by its code. */
export function kindName(code: Sql): Sql {
  const cases = linkKinds.map((kind, index) => sql`WHEN ${literal(String(index))}::UTINYINT THEN ${literal(kind)}`);
  return sql`CASE ${code} ${join(cases, sql` `)} END`;
}

async function reportOf(db: Connection, orders: number, hubPersons: number): Promise<LinkReport> {
  const totals = await db.first(sql`SELECT count(*) AS linked, count(*) FILTER (seq = root) AS entities,
    max(entity_orders) AS largest FROM entities WHERE entity_id IS NOT NULL`);
  const kinds = await db.rows(sql`SELECT ${kindName(sql`kind`)} AS kind, orders, values
    FROM (SELECT kind, count(*) AS orders FROM ${linkedOrders} GROUP BY kind)
      JOIN (SELECT kind, count(*) AS values FROM (SELECT DISTINCT kind, head FROM links WHERE known_ever = 1)
        GROUP BY kind) USING (kind) ORDER BY orders DESC, 1`);
  const hubs =
    await db.rows(sql`SELECT ${kindName(sql`kind`)} AS kind, o.event_id AS first, o.seq AS seq, orders, persons
    FROM shared_values JOIN order_rows AS o ON o.seq = head WHERE hub_from IS NOT NULL
    ORDER BY persons DESC, orders DESC, o.event_id LIMIT ${namedHubs}`);
  const hubCount = await db.first(sql`SELECT count(*) AS n FROM shared_values WHERE hub_from IS NOT NULL`);
  return {
    orders,
    linked: Number(totals?.['linked']),
    entities: Number(totals?.['entities']),
    largest: Number(totals?.['largest'] ?? 0),
    hubPersons,
    kinds: kinds.map((row) => ({
      kind: row['kind'] as LinkKind,
      orders: Number(row['orders']),
      values: Number(row['values']),
    })),
    hubs: hubs.map((row): HubKey => ({
      kind: row['kind'] as ValueKind,
      first: String(row['first']),
      seq: Number(row['seq']),
      orders: Number(row['orders']),
      persons: Number(row['persons']),
    })),
    hubCount: Number(hubCount?.['n']),
  };
}
