import { usualHubPersons } from '../model/identity.ts';
import { ShinsaError } from '../model/failure.ts';
import { everything } from '../model/filter.ts';
import {
  graphColumns,
  refText,
  type GraphEdge,
  type GraphKey,
  type GraphKind,
  type GraphOrder,
  type GraphQuestion,
  type OrderGraph,
} from '../model/order-graph.ts';
import { results } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { readLinks } from '../store/links.ts';
import { atRevision } from '../store/one-version.ts';
import { columnsOf } from '../store/orders-view.ts';
import { isPlaceholder } from '../store/placeholder.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { autoResult, recordedColumn } from '../store/recorded-decisions.ts';
import { pseudonym } from '../store/redact.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { isNobody, personOf } from './link.ts';

/** A kind and the columns that hold its values. */
interface KindColumns {
  readonly kind: GraphKind;
  readonly columns: readonly string[];
}

/** What is asked once for the whole graph. */
interface Asked extends GraphQuestion {
  readonly db: Connection;
  readonly sources: readonly KindColumns[];
  readonly stored: ReadonlySet<string>;
  /** Working rows, for how orders ended. */
  readonly rows: Sql;
  readonly mask: (column: string) => (value: string) => string;
}

/** A key before its value is read. */
type FoundKey = Omit<GraphKey, 'mask'> & { readonly n: number };

/**
 * The orders and keys around an order or its entity. Keys of one order alone are left out. Every answer has at most
 * `nodes` nodes: shared keys are half of them at most, those of the orders expanded first; a key brings `perKey` orders at
 * most, and where there is no room for all, those that most keys bring come first. 'input-invalid' where there is no such
 * order, 'view-gone' when orders were just written.
 */
export async function orderGraph(project: ProjectHandle, db: Connection, question: GraphQuestion): Promise<OrderGraph> {
  const { from } = await filteredRows(project, db, everything, []);
  const known = new Map((await project.columns()).map((column) => [column.name, column]));
  const mask = (name: string) => {
    const column = known.get(name) ?? { name, type: 'text' as const, pii: 'identity' as const };
    return pseudonym(column, project.maskKey(column));
  };
  return atRevision(db, from.revision, async () => {
    const stored = await columnsOf(db, sql`order_rows`);
    const sources = question.kinds
      .map((kind) => ({ kind, columns: graphColumns(kind, stored) }))
      .filter(({ columns }) => columns.length > 0);
    const asked: Asked = { ...question, db, sources, stored, rows: from, mask };
    const { expanded, cut } = await expandedOrders(asked);
    const hubPersons = (await readLinks(db))?.hubPersons ?? usualHubPersons;
    const { keys, left } = await sharedKeys(asked, expanded, hubPersons);
    const orders = await chosenOrders(asked, expanded, keys);
    return {
      ...(await withFacts(asked, expanded, keys, orders)),
      outside: { ...(await outside(asked, keys, orders)), keys: left, expanded: cut },
      full: expanded.length >= mostExpanded(asked),
      hubPersons,
    };
  });
}

/** The orders begun with and those expanded since: half of the nodes at most. */
const mostExpanded = ({ nodes }: GraphQuestion): number => Math.floor(nodes / 2);

/** The order begun with, the others of its entity and those expanded since, each once. Where there is no room for all, the latter stay. */
async function expandedOrders({ db, stored, ...question }: Asked): Promise<{
  readonly expanded: readonly number[];
  readonly cut: number;
}> {
  const { seq, entity, orders } = question;
  if ((await db.first(sql`SELECT 1 FROM order_rows WHERE seq = ${seq}`)) === undefined)
    throw new ShinsaError('input-invalid', {}, { place: { field: 'seq' } });
  const asked = new Set([seq, ...orders]);
  const most = mostExpanded(question);
  const others =
    entity && stored.has('entity_id')
      ? await db.rows(sql`SELECT seq, count(*) OVER () AS n FROM order_rows
          WHERE entity_id = (SELECT entity_id FROM order_rows WHERE seq = ${seq}) AND seq NOT IN (${numbers([...asked])})
          ORDER BY seq LIMIT ${most}`)
      : [];
  const own = others.map((row) => Number(row['seq'])).slice(0, Math.max(0, most - asked.size));
  const expanded = [...new Set([seq, ...own, ...orders])].slice(0, most);
  return { expanded, cut: asked.size + Number(others[0]?.['n'] ?? 0) - expanded.length };
}

/** Every value of a kind with its order, one row for each of its columns that says another. */
function saidIn({ columns }: KindColumns, among: Sql): readonly Sql[] {
  return columns.map((column, at) => {
    const again = columns.slice(0, at).map((earlier) => sql` AND ${id(earlier)} IS DISTINCT FROM ${id(column)}`);
    return sql`SELECT seq, ${id(column)} AS value, ${literal(column)} AS column_name
      FROM order_rows WHERE ${id(column)} IS NOT NULL${join(again, sql``)}${among}`;
  });
}

const union = (parts: readonly Sql[]): Sql => join(parts, sql` UNION ALL `);
const numbers = (list: readonly number[]): Sql =>
  join(
    list.map((one) => sql`${one}`),
    sql`, `,
  );

/** Values that stand for nobody are shared by strangers. */
function namesNobody(kind: GraphKind): Sql {
  if (kind === 'address') return sql`FALSE`;
  return kind === 'ip' ? isPlaceholder('ip_address', 'text', sql`value`) : isNobody(kind, sql`value`);
}

/** Makes the temporary tables `graph_asked` (keys of the expanded orders) and `graph_matched` (all orders that have them). */
async function gather({ db, sources }: Asked, expanded: readonly number[]): Promise<void> {
  const places = join(
    expanded.map((seq, place) => sql`(${seq}::BIGINT, ${place}::INTEGER)`),
    sql`, `,
  );
  const values = sources.map(
    (
      source,
      kind,
    ) => sql`SELECT ${kind} AS kind, said.* FROM (${union(saidIn(source, sql` AND seq IN (${numbers(expanded)})`))}) AS said
      WHERE NOT ${namesNobody(source.kind)}`,
  );
  const none = sql`SELECT 0 AS kind, 0 AS seq, '' AS value, '' AS column_name WHERE FALSE`;
  await db.run(sql`CREATE OR REPLACE TEMP TABLE graph_asked AS
    SELECT row_number() OVER (ORDER BY place, kind, column_name, value)::INTEGER AS n, * FROM (
      SELECT kind, value, min(place) AS place, arg_min(seq, (place, column_name)) AS seq,
        arg_min(column_name, (place, column_name)) AS column_name
      FROM (${union([none, ...values])}) JOIN (VALUES ${places}) AS places(of, place) ON of = seq GROUP BY kind, value)`);
  const matched = sources.flatMap((source, kind) =>
    saidIn(source, sql``).map(
      (said) => sql`SELECT n, said.seq FROM (${said}) AS said
        JOIN (SELECT n, value FROM graph_asked WHERE kind = ${kind}) AS asked USING (value)`,
    ),
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE graph_matched AS
    ${union([sql`SELECT 0::INTEGER AS n, 0::BIGINT AS seq WHERE FALSE`, ...matched])}`);
}

/** The keys of the expanded orders that other orders have too, and how many found no room. */
async function sharedKeys(
  asked: Asked,
  expanded: readonly number[],
  hubPersons: number,
): Promise<{ readonly keys: readonly FoundKey[]; readonly left: number }> {
  const { db, sources, stored, nodes } = asked;
  await gather(asked, expanded);
  const most = Math.floor(nodes / 2);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE graph_keys AS
    SELECT *, count(*) OVER () AS shared FROM (SELECT n, count(*) AS orders FROM graph_matched GROUP BY n HAVING count(*) > 1)
    ORDER BY n LIMIT ${most}`);
  const rows = await db.rows(sql`SELECT n, kind, value, seq, column_name, k.orders, shared, persons
    FROM graph_keys AS k JOIN graph_asked USING (n) JOIN (
      SELECT n, count(DISTINCT person) AS persons FROM graph_matched SEMI JOIN graph_keys USING (n)
        JOIN (SELECT seq, ${personOf(stored)} AS person FROM order_rows) USING (seq) GROUP BY n) USING (n)
    ORDER BY n`);
  const open = new Set(asked.keys.map(refText));
  const keys = rows.map((row): FoundKey => {
    const ref = { column: String(row['column_name']), seq: Number(row['seq']) };
    const hub = Number(row['persons']) > hubPersons;
    return {
      ...ref,
      n: Number(row['n']),
      id: refText(ref),
      kind: sources[Number(row['kind'])]?.kind ?? 'member',
      value: String(row['value']),
      orders: Number(row['orders']),
      persons: Number(row['persons']),
      hub,
      opened: !hub || open.has(refText(ref)),
    };
  });
  return { keys, left: Number(rows[0]?.['shared'] ?? 0) - keys.length };
}

/** The expanded orders and those that opened keys bring, as many as there is room for. */
async function chosenOrders(
  { db, seq, nodes, perKey }: Asked,
  expanded: readonly number[],
  keys: readonly FoundKey[],
): Promise<readonly number[]> {
  const opened = keys.filter((key) => key.opened).map(({ n }) => n);
  const room = Math.max(0, nodes - keys.length - expanded.length);
  if (opened.length === 0 || room === 0) return expanded;
  const rows = await db.rows(sql`SELECT seq FROM (
      SELECT n, unnest(nearest) AS seq FROM (
        SELECT m.n, arg_min(m.seq, 2 * abs(m.seq - a.seq) + (m.seq > a.seq)::INTEGER, ${perKey}::BIGINT) AS nearest
        FROM graph_matched AS m JOIN graph_asked AS a USING (n) WHERE m.n IN (${numbers(opened)}) GROUP BY m.n))
    WHERE seq NOT IN (${numbers(expanded)})
    GROUP BY seq ORDER BY count(*) DESC, min(n), abs(seq - ${seq}), seq LIMIT ${room}`);
  return [...expanded, ...rows.map((row) => Number(row['seq']))];
}

/** Orders, keys and every edge between them, as the orders themselves say. */
async function withFacts(
  { db, rows, sources, stored, mask }: Asked,
  expanded: readonly number[],
  keys: readonly FoundKey[],
  orders: readonly number[],
): Promise<Pick<OrderGraph, 'orders' | 'keys' | 'edges'>> {
  const columns = sources.flatMap((source) => source.columns);
  const found = await db.rows(sql`SELECT o.seq AS seq, o.event_id AS order_id, epoch_ms(o.ordered_at) AS time,
      o.amount AS amount, o.currency AS currency, ${autoResult(stored.has(recordedColumn))} AS result, r.state AS state
      ${join(
        columns.map((column) => sql`, o.${id(column)} AS ${id(`key ${column}`)}`),
        sql``,
      )}
    FROM order_rows AS o JOIN (SELECT seq, state FROM ${rows}) AS r ON r.seq = o.seq
    WHERE o.seq IN (${numbers(orders)}) AND r.seq IN (${numbers(orders)})`);
  const bySeq = new Map(found.map((row) => [Number(row['seq']), row]));
  const byValue = new Map(keys.map((key) => [`${key.kind} ${key.value}`, key]));
  const maskId = mask('event_id');
  const isExpanded = new Set(expanded);
  const told: GraphOrder[] = [];
  const edges: GraphEdge[] = [];
  for (const seq of orders) {
    const row = bySeq.get(seq);
    if (row === undefined) continue;
    const orderId = String(row['order_id']);
    told.push({
      ...{ seq, orderId, mask: maskId(orderId), time: Number(row['time']) },
      amount: number(row['amount']),
      currency: text(row['currency']),
      result: results.find((one) => one === row['result']) ?? null,
      state: outcomeStates[Number(row['state'])] ?? 'excluded',
      expanded: isExpanded.has(seq),
    });
    for (const { kind, columns: own } of sources) {
      const having = new Map<string, string[]>();
      for (const column of own) {
        const key = byValue.get(`${kind} ${String(row[`key ${column}`])}`);
        if (key !== undefined) having.set(key.id, [...(having.get(key.id) ?? []), column]);
      }
      for (const [key, in_] of having) edges.push({ order: seq, key, columns: in_ });
    }
  }
  return { orders: told, keys: keys.map((key) => toldKey(key, mask(key.column))), edges };
}

function toldKey(found: FoundKey, mask: (value: string) => string): GraphKey {
  const { id: name, kind, column, seq, value, orders, persons, hub, opened } = found;
  return { id: name, kind, column, seq, value, mask: mask(value), orders, persons, hub, opened };
}

/** Orders of the keys that the answer has no room for, or no reason to show. */
async function outside(
  { db }: Asked,
  keys: readonly FoundKey[],
  orders: readonly number[],
): Promise<{ readonly orders: number }> {
  if (keys.length === 0) return { orders: 0 };
  const row = await db.first(sql`SELECT count(DISTINCT seq) AS n FROM graph_matched SEMI JOIN graph_keys USING (n)
    WHERE seq NOT IN (${numbers(orders)})`);
  return { orders: Number(row?.['n']) };
}

const number = (value: string | number | boolean | null | undefined): number | null =>
  typeof value === 'number' ? value : null;
const text = (value: string | number | boolean | null | undefined): string | null =>
  typeof value === 'string' ? value : null;
