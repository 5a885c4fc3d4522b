import { keyPlace, type ListMatch, type ListTime } from '../model/lists.ts';
import { ShinsaError } from '../model/failure.ts';
import { narrowText } from './narrow-text.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** Whose values are asked for on which list, and when. */
export interface Membership {
  readonly listId: string;
  readonly match: ListMatch;
  /** A text column of `orders`. */
  readonly column: string;
  readonly when: ListTime;
}

/** Every order, as values are asked for. */
const everyOrder = sql`orders`;

/**
 * `seq` of the orders (or of the rows of another relation with `seq`, `ordered_at` and the column) whose value was on the list: an entry was added before the order and not yet removed, both
 * strictly. An entry without an added time was there always. `today`: an entry nothing takes off, whatever the order.
 */
export function listedOrders({ listId, match, column, when }: Membership, rows: Sql = everyOrder): Sql {
  const place = keyPlace(match, column);
  if (place === null) throw new ShinsaError('input-invalid', { column });
  const entries = sql`(SELECT key, coalesce(added_at, '-infinity'::TIMESTAMPTZ) AS added_at,
    coalesce(removed_at, 'infinity'::TIMESTAMPTZ) AS removed_at FROM list_entries WHERE list_id = ${literal(listId)})`;
  const { value, spans } = read(place.kind === 'ip' ? 'cidr' : match, place.kind === 'ip' ? column : place.column, {
    entries,
    rows,
  });
  const own = id(column);
  const then =
    when === 'order'
      ? sql`e.added_at < o.ordered_at AND e.removed_at > o.ordered_at`
      : sql`e.added_at <= now() AND e.removed_at > now()`;
  return sql`SELECT DISTINCT o.seq FROM (SELECT seq, ordered_at, ${value} AS value FROM ${rows} WHERE ${own} IS NOT NULL) AS o
    JOIN ${spans} AS e ON e.value = o.value AND ${then}`;
}

/** The entries of a list, and the rows whose values are looked up on it. */
interface LookedUp {
  readonly entries: Sql;
  readonly rows: Sql;
}

/** What of an order is looked up, and the spans `(value, added_at, removed_at)` it is looked up in. */
function read(match: ListMatch, column: string, from: LookedUp): { readonly value: Sql; readonly spans: Sql } {
  const own = id(column);
  if (match === 'domain') return { value: domainOf(own), spans: domainSpans(domainOf(own), own, from) };
  if (match === 'cidr') return { value: own, spans: ipSpans(column, from) };
  return { value: own, spans: sql`(SELECT key AS value, added_at, removed_at FROM ${from.entries})` };
}

/** What stands behind the @, or the whole where there is none; narrow, in small letters, without a last dot. */
const domainOf = (value: Sql): Sql => sql`rtrim(lower(split_part(trim(${narrowText(value)}), '@', -1)), '.')`;

/** Each distinct domain of the orders with the entries for it or for one above it, the last label alone left out. */
function domainSpans(domain: Sql, own: Sql, { entries, rows }: LookedUp): Sql {
  const domains = sql`SELECT DISTINCT ${domain} AS value FROM ${rows} WHERE ${own} IS NOT NULL`;
  const above = sql`SELECT value, labels, unnest(generate_series(1, greatest(len(labels) - 1, 1))) AS n
    FROM (SELECT value, string_split(value, '.') AS labels FROM (${domains}))`;
  return sql`(SELECT d.value, e.added_at, e.removed_at
    FROM (SELECT value, array_to_string(labels[n:], '.') AS key FROM (${above})) AS d
    JOIN ${entries} AS e ON e.key = d.key)`;
}

/** Each distinct IP address of the orders with the ranges it lies in. */
function ipSpans(column: string, { entries, rows }: LookedUp): Sql {
  const known =
    column === 'ip_key'
      ? sql`SELECT DISTINCT ip_key AS value, ip_key AS address FROM ${rows} WHERE ip_key IS NOT NULL`
      : sql`SELECT DISTINCT raw AS value, key AS address FROM identity_values WHERE kind = 'ip' AND key IS NOT NULL`;
  return sql`(SELECT a.value, e.added_at, e.removed_at
    FROM (SELECT value, ${numberOfIp(sql`address`)} AS number FROM (${known})) AS a
    JOIN (SELECT split_part(key, '-', 1) AS low, split_part(key, '-', 2) AS high, added_at, removed_at
      FROM ${entries}) AS e ON a.number >= e.low AND a.number <= e.high)`;
}

/**
 * An address in its shortest form as its version and all its digits, hexadecimal: in the order of addresses, versions
 * apart. As `ipNumber` of ingest writes the ends of ranges.
 */
export function numberOfIp(address: Sql): Sql {
  const byte = (n: number): Sql => sql`CAST(split_part(${address}, '.', ${literal(String(n))}::INTEGER) AS INTEGER)`;
  const four = sql`printf('4%02x%02x%02x%02x', ${join([1, 2, 3, 4].map(byte), sql`, `)})`;
  const groups = (part: number): Sql => {
    const text = sql`split_part(${address}, '::', ${literal(String(part))}::INTEGER)`;
    return sql`CASE ${text} WHEN '' THEN ''
      ELSE array_to_string(list_transform(string_split(${text}, ':'), lambda g: lpad(g, 4, '0')), '') END`;
  };
  const [head, tail] = [groups(1), groups(2)];
  return sql`CASE WHEN contains(${address}, ':')
    THEN concat('6', ${head}, repeat('0', 32 - len(${head}) - len(${tail})), ${tail}) ELSE ${four} END`;
}
