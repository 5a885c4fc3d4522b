import { alternativesOf, sourceOf, type ColumnSource, type Mapping } from '../model/mapping.ts';
import { lineColumns } from '../model/order-lines.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import type { LineSources } from './line-columns.ts';
import { columnNamed, firstOf, joiningOf, rowsOf, trimmed, trimmedText, type SourceTable } from './source-table.ts';

/**
 * The lines that accepted orders (`keys`) list within themselves, as `readLineValues` takes them: the objects of the JSON list under a
 * header, in their order. What is no list, or no object in it, gives none.
 */
export function listedLines(
  source: SourceTable,
  list: string,
  { columns = {}, only }: NonNullable<Mapping['lines']>,
): Sql {
  const goods =
    only === undefined ? nothing : sql` WHERE ${valueAt(only.from)} IN (${join(only.values.map(literal), sql`, `)})`;
  const texts = lineColumns.map(({ name }) => sql`, ${valueOf(columns[name], name)} AS ${id(name)}`);
  const cell = trimmed(columnNamed(source, list));
  return sql`
    SELECT row_number() OVER (ORDER BY source_line, nth) AS line, * EXCLUDE (nth) FROM (
      SELECT source_line, nth, order_id, currency${join(texts, nothing)} FROM (
        SELECT source_line, order_id, currency, unnest(items) AS item, generate_subscripts(items, 1) AS nth FROM (
          SELECT ${source.line} AS source_line, k.event_id AS order_id, k.currency, ${objectsIn(cell)} AS items
          FROM ${rowsOf(source, [list])} JOIN keys AS k ON k.line = ${source.line}))${goods})`;
}

/** The headers that the keys of a list's objects have where the file is seen as a table. */
export function listSources(list: string, sources: LineSources): LineSources {
  const named: LineSources = {};
  for (const { name } of lineColumns) {
    const keys = alternativesOf(sources[name]).map((parts) => parts.map((key) => `${list}[].${key}`));
    const source = sourceOf(keys);
    if (source !== undefined) named[name] = source;
  }
  return named;
}

const objectsIn = (cell: Sql): Sql =>
  sql`from_json(CASE WHEN json_valid(${cell}) AND json_type(${cell}) = 'ARRAY' THEN ${cell} END, '["JSON"]')`;

function valueOf(source: ColumnSource | undefined, column: string): Sql {
  if (typeof source === 'object' && 'value' in source) return sql`CAST(${literal(String(source.value))} AS VARCHAR)`;
  const { separator } = joiningOf(column);
  return firstOf(
    alternativesOf(source).map((keys) =>
      keys.length === 1
        ? valueAt(keys.join())
        : sql`nullif(concat_ws(${literal(separator)}, ${join(keys.map(valueAt), sql`, `)}), '')`,
    ),
  );
}

/** The text under `a.b` of an object. */
const valueAt = (key: string): Sql => trimmedText(sql`json_extract_string(item, ${literal(pointerOf(key))})`);

const pointerOf = (key: string): string =>
  key
    .split('.')
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
