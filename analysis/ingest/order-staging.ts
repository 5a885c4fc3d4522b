import { canonicalColumns, type CanonicalColumn } from '../model/columns.ts';
import type { ImportWarning } from '../model/import-report.ts';
import type { Mapping } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { binOf, lastFourOf, maskedLastFour } from './card-parts.ts';
import type { KeptColumn } from './kept-columns.ts';
import { labelOf } from './label-reading.ts';
import type { LineItems } from './order-lines.ts';
import { note } from './noted-orders.ts';
import { isPrefecture, prefectureText } from './prefecture-reading.ts';
import { settleReading } from './settle-status.ts';
import { headersOf, rowsOf, joiningOf, sourceLabel, textOf, type SourceTable } from './source-table.ts';
import { timeReading, type TimeReading } from './time-reading.ts';
import { toInstant, type Zone } from './zone.ts';

/** What goes into the staged orders. */
export interface StagedOrders {
  readonly source: SourceTable;
  readonly mapping: Mapping;
  readonly zone: Zone;
  readonly kept: readonly KeptColumn[];
  /** The goods of the orders where rows are lines. */
  readonly items: LineItems | null;
  readonly path: string;
}

/** A staged column: read once inside, then finished (zone, range) outside; `blank` tells NULLs that were in the file. */
interface Field {
  readonly name: string;
  /** Headers of the file it is read from. */
  readonly reads: readonly string[];
  readonly inner: Sql;
  /** Worked out from `inner` before `outer`. */
  readonly middle: readonly Sql[];
  readonly outer: Sql;
  readonly unreadable: { readonly header: string; readonly when: Sql } | null;
}

/**
 * Writes the accepted rows of `keys` as Parquet in (time, id) order: `event_id, ordered_at, amount, currency`, the
 * mapped columns, `label`, `custom.<id>` and `source_line`. Answers warnings on optional values that were not readable.
 */
export async function writeOrders(db: Connection, orders: StagedOrders): Promise<ImportWarning[]> {
  const { fields, warnings } = await fieldsOf(db, orders);
  const outer = fields.map((field) => sql`, ${field.outer} AS ${id(field.name)}`);
  await db.run(sql`
    COPY (SELECT event_id, make_timestamptz(at_us) AS ordered_at, amount, currency${join(outer, nothing)}, line AS source_line
      FROM (${rowsWith(orders, fields)}) ORDER BY at_us, event_id)
    TO ${literal(orders.path)} (FORMAT parquet, COMPRESSION uncompressed)`);
  return [...(await unreadable(db, orders, fields)), ...warnings];
}

/** The accepted rows with the parts the fields are finished from. */
function rowsWith({ source, items }: StagedOrders, fields: readonly Field[]): Sql {
  const inner = fields.map((field) => sql`, ${field.inner}`);
  const middle = fields.flatMap((field) => field.middle.map((part) => sql`, ${part}`));
  const rows = rowsOf(
    source,
    fields.flatMap((field) => field.reads),
  );
  return sql`
    SELECT *${join(middle, nothing)} FROM (
      SELECT k.event_id, k.at_us, k.amount, k.currency, k.line${join(inner, nothing)}
      FROM ${rows} JOIN keys AS k ON k.line = ${source.line}${items === null ? nothing : items.join})`;
}

const required = new Set(['event_id', 'ordered_at', 'amount', 'currency', 'card_token']);

interface Fields {
  readonly fields: readonly Field[];
  readonly warnings: readonly ImportWarning[];
}

async function fieldsOf(db: Connection, orders: StagedOrders): Promise<Fields> {
  const { mapping, source, kept, items } = orders;
  const fields: Field[] = [];
  const warnings: ImportWarning[] = [];
  for (const column of canonicalColumns) {
    if (required.has(column.name) || mapping.columns[column.name] === undefined) continue;
    if (items !== null && (column.name === 'items_summary' || column.name === 'item_quantity')) {
      fields.push(plainField(column.name, [], column.name === 'items_summary' ? items.items : items.quantity));
    } else if (column.name === 'settle_status') {
      const settled = await settleField(db, orders);
      fields.push(settled.field);
      warnings.push(...settled.warnings);
    } else fields.push(await canonicalField(db, orders, column));
  }
  fields.push(...cardToken(orders), ...lastFour(orders));
  fields.push(plainField('label', mapping.label === undefined ? [] : [mapping.label.from], labelOf(source, mapping)));
  for (const column of kept) fields.push(keptField(orders, column));
  return { fields, warnings };
}

async function settleField(
  db: Connection,
  { source, mapping }: StagedOrders,
): Promise<{ readonly field: Field; readonly warnings: readonly ImportWarning[] }> {
  const name = 'settle_status';
  const entry = mapping.columns[name] ?? { value: '' };
  const reads = headersOf(entry);
  const text = sql`nullif(${textOf(source, entry, joiningOf(name))}, '')`;
  const { code, warnings } = await settleReading(db, text, rowsOf(source, reads));
  const raw = id(`${name}#`);
  const field = { name, reads, inner: sql`${text} AS ${raw}`, middle: [], outer: code(raw), unreadable: null };
  return { field, warnings };
}

const plainField = (name: string, reads: readonly string[], value: Sql): Field => ({
  name,
  reads,
  inner: sql`${value} AS ${id(name)}`,
  middle: [],
  outer: id(name),
  unreadable: null,
});

async function canonicalField(db: Connection, orders: StagedOrders, column: CanonicalColumn): Promise<Field> {
  const { source, mapping, zone } = orders;
  const name = column.name as keyof Mapping['columns'];
  const entry = mapping.columns[name] ?? { value: '' };
  const reads = headersOf(entry);
  if (column.type === 'timestamp') return timeField(column.name, reads, await timeReading(db, source, entry), zone);
  const text = sql`nullif(${textOf(source, entry, joiningOf(column.name))}, '')`;
  if (column.name === 'card_bin') return plainField(column.name, reads, binOf(text));
  if (column.name === 'card_last4') return plainField(column.name, reads, lastFourOf(text));
  if (isPrefecture(column.name)) return plainField(column.name, reads, prefectureText(text));
  if (column.type === 'text') return plainField(column.name, reads, text);
  const raw = `${column.name}#`;
  const number = sql`regexp_replace(replace(translate(${id(raw)}, '０１２３４５６７８９，', '0123456789,'), ',', ''), '[.]0+$', '')`;
  // The cast alone would round 2.7 to 3 and read 0x10 and 1e3.
  const value = sql`CASE WHEN regexp_full_match(${number}, '[+-]?[0-9]+') THEN TRY_CAST(${number} AS BIGINT) END`;
  return {
    name: column.name,
    reads,
    inner: sql`${text} AS ${id(raw)}`,
    middle: [],
    outer: sql`CASE WHEN abs(${value}) < 9007199254740992 THEN ${value} END`,
    unreadable: {
      header: sourceLabel(entry) ?? '',
      when: sql`${id(raw)} IS NOT NULL AND (${value} IS NULL OR abs(${value}) >= 9007199254740992)`,
    },
  };
}

/** The mapped card token, or the one made of a full number standing in the BIN column. */
function cardToken(orders: StagedOrders): Field[] {
  const { source, mapping } = orders;
  const { card_token: mapped, card_bin: bin } = mapping.columns;
  if (mapped !== undefined)
    return [
      plainField('card_token', headersOf(mapped), sql`nullif(${textOf(source, mapped, joiningOf('card_token'))}, '')`),
    ];
  if (bin === undefined || !headersOf(bin).some((header) => source.cards.has(header))) return [];
  const text = textOf(source, bin, joiningOf('card_bin'));
  return [plainField('card_token', headersOf(bin), sql`CASE WHEN starts_with(${text}, 'card:') THEN ${text} END`)];
}

/** The last four digits where they are not mapped but stand in a masked number that was mapped for its first ones. */
function lastFour({ source, mapping }: StagedOrders): Field[] {
  const { card_last4: mapped, card_bin: bin } = mapping.columns;
  if (mapped !== undefined || bin === undefined) return [];
  const text = textOf(source, bin, joiningOf('card_bin'));
  return [plainField('card_last4', headersOf(bin), maskedLastFour(text))];
}

function keptField(orders: StagedOrders, kept: KeptColumn): Field {
  const name = `custom.${kept.column.id}`;
  if (kept.time !== null) return timeField(name, [kept.source.header], kept.time, orders.zone);
  return plainField(name, [kept.source.header], kept.value ?? sql`NULL`);
}

function timeField(name: string, reads: readonly string[], time: TimeReading, zone: Zone): Field {
  const [input, local, instant] = [id(`${name}#t`), id(`${name}#l`), id(`${name}#i`)];
  const parts = time.read(input);
  return {
    name,
    reads,
    inner: sql`${time.input} AS ${input}`,
    middle: [sql`${parts.local} AS ${local}`, sql`${parts.instant} AS ${instant}`],
    outer: sql`make_timestamptz(coalesce(${instant}, ${toInstant(zone, local)}))`,
    unreadable: {
      header: reads.join(' + '),
      when: sql`NOT (${parts.blank}) AND ${local} IS NULL AND ${instant} IS NULL`,
    },
  };
}

async function unreadable(db: Connection, orders: StagedOrders, fields: readonly Field[]): Promise<ImportWarning[]> {
  const doubtful = fields.filter((field) => field.unreadable !== null);
  const asked = doubtful.flatMap((field) => (field.unreadable === null ? [] : [field.unreadable]));
  if (asked.length === 0) return [];
  const counts = join(
    asked.map((one, i) => sql`count(*) FILTER (${one.when}) AS ${id(`n${i}`)}`),
    sql`, `,
  );
  const read = rowsWith(orders, doubtful);
  const row = await db.first(sql`SELECT ${counts} FROM (${read})`);
  const warnings: ImportWarning[] = [];
  for (const [i, { header, when }] of asked.entries()) {
    const rows = Number(row?.[`n${i}`] ?? 0);
    if (rows === 0) continue;
    warnings.push({ code: 'value-unreadable', params: { column: header, rows } });
    await note(db, 'value-unreadable', header, sql`SELECT event_id FROM (${read}) WHERE ${when}`);
  }
  return warnings;
}
