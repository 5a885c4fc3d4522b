import type { CanonicalName } from '../model/columns.ts';
import type { ImportWarning, OrderWarning } from '../model/import-report.ts';
import { alternativesOf, headersOf, type Mapping } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import type { FilePart } from './joined-tables.ts';
import { placeOf } from './part-counts.ts';
import { note } from './noted-orders.ts';
import { isPrefecture, prefectureText } from './prefecture-reading.ts';
import { rowsOf, trimmed, type SourceColumn, type SourceTable } from './source-table.ts';
import { isSerial } from './time-reading.ts';

/** A source in which what a spreadsheet certainly did to values is undone, and what was found. */
export interface Mended {
  readonly source: SourceTable;
  readonly warnings: readonly ImportWarning[];
}

/** Something to be counted: rows of a column, the first of them told. */
interface Finding {
  readonly code: OrderWarning;
  readonly header: string;
  readonly when: Sql;
}

const phones = ['phone', 'delivery_phone'] as const;
const places = [
  ['buyer_zip', ['buyer_pref', 'buyer_city', 'buyer_address']],
  ['delivery_zip', ['delivery_pref', 'delivery_city', 'delivery_address']],
] as const;
/** Canonical columns whose values are names for things, never numbers. */
const ids: readonly CanonicalName[] = [
  'event_id',
  'member_id',
  'card_bin',
  'cookie_id',
  'device_id',
  ...phones,
  'buyer_zip',
  'delivery_zip',
];
const idHeader = /番号|コード|(?:^|[_\s-])(?:id|no|code|tel|phone)$|電話|ID$/i;

/**
 * Looks for what spreadsheets do to texts of digits: `9.01E+09`, phones and postal codes without their first zero, days
 * as numbers. A zero is put back only where it is certain; everything else is left as it stands, and told.
 */
export async function mendSpreadsheet(
  db: Connection,
  {
    source,
    mapping,
    parts,
  }: { readonly source: SourceTable; readonly mapping: Mapping; readonly parts: readonly FilePart[] },
): Promise<Mended> {
  const columnsOf = (name: CanonicalName): readonly SourceColumn[] => singles(source, mapping, name);
  const mends: { readonly column: SourceColumn; readonly when: Sql; readonly value: Sql }[] = [];
  const findings: Finding[] = [...exponents(source, mapping), ...columnsOf('ordered_at').flatMap(serials)];
  for (const column of phones.flatMap(columnsOf)) {
    const mobile = sql`(strlen(${text(column)}) BETWEEN 10 AND 12 AND regexp_full_match(${text(column)}, '[789]0-?[0-9]{4}-?[0-9]{4}'))`;
    const other = sql`(strlen(${text(column)}) = 9 AND regexp_full_match(${text(column)}, '[1-9][0-9]{8}'))`;
    mends.push({ column, when: mobile, value: sql`'0' || ${text(column)}` });
    findings.push({ code: 'phone-zeros-restored', header: column.header, when: mobile });
    findings.push({ code: 'phone-zeros-lost', header: column.header, when: other });
  }
  for (const [name, beside] of places) {
    const place = beside.flatMap((part) =>
      columnsOf(part).map((one) => (isPrefecture(part) ? prefectureText(text(one)) : text(one))),
    );
    for (const column of columnsOf(name)) {
      if (!(await expectsSeven(db, source, column))) continue;
      const certain = sql`(${isShortZip(column)} AND ${zeroIsCertain(column, place)})`;
      mends.push({ column, when: certain, value: fullZip(column) });
      findings.push({ code: 'zip-zeros-restored', header: column.header, when: certain });
      findings.push({
        code: 'zip-zeros-lost',
        header: column.header,
        when: sql`(${isShortZip(column)} AND NOT ${certain})`,
      });
    }
  }
  const warnings = await counted(db, source, findings, parts);
  const mended = mends.filter(({ column }) =>
    warnings.some(({ code, params }) => code.endsWith('-restored') && params['column'] === column.header),
  );
  return {
    source: mended.length === 0 ? source : { ...source, columns: source.columns.map(replaced(mended)) },
    warnings,
  };
}

const text = (column: SourceColumn): Sql => trimmed(column);

function replaced(
  mends: readonly { readonly column: SourceColumn; readonly when: Sql; readonly value: Sql }[],
): (column: SourceColumn) => SourceColumn {
  return (column) => {
    const mend = mends.find((one) => one.column.header === column.header);
    if (mend === undefined) return column;
    const cell = sql`CASE WHEN ${mend.when} THEN ${mend.value} ELSE ${text(column)} END`;
    return { ...column, cell, type: 'VARCHAR', tidy: true };
  };
}

/** The columns that one canonical column is read from, each by itself, in the file's own rows. */
function singles(source: SourceTable, mapping: Mapping, name: CanonicalName): readonly SourceColumn[] {
  const alone = alternativesOf(mapping.columns[name]).filter((headers) => headers.length === 1);
  return alone.flatMap(([header]) =>
    source.columns.filter(
      (column) => column.header === header && column.join === null && /^(?:VARCHAR|U?(?:BIG)?INT.*)$/.test(column.type),
    ),
  );
}

function exponents(source: SourceTable, mapping: Mapping): Finding[] {
  const named = new Set([
    ...ids.flatMap((name) => headersOf(mapping.columns[name])),
    ...(mapping.keep ?? []).filter((header) => idHeader.test(header.normalize('NFKC').trim())),
  ]);
  return source.columns
    .filter(({ header, type, join: one }) => named.has(header) && type === 'VARCHAR' && one === null)
    .map((column) => ({
      code: 'exponent-numbers' as const,
      header: column.header,
      when: sql`(${column.cell} ILIKE '%E+%' AND regexp_full_match(${text(column)}, '[1-9](?:[.][0-9]+)?[eE][+][0-9]{2,3}'))`,
    }));
}

function serials(time: SourceColumn): Finding[] {
  if (time.rawType !== 'VARCHAR') return [];
  const cell = trimmed(time);
  return [{ code: 'serial-dates', header: time.header, when: sql`(strlen(${cell}) >= 5 AND ${isSerial(cell)})` }];
}

const isZip = (column: SourceColumn): Sql =>
  sql`(strlen(${text(column)}) IN (7, 8) AND regexp_full_match(${text(column)}, '[0-9]{3}-?[0-9]{4}'))`;
/** Seven digits without the one or two zeros they began with. */
const isShortZip = (column: SourceColumn): Sql =>
  sql`(strlen(${text(column)}) IN (5, 6, 7) AND regexp_full_match(${text(column)}, '[1-9][0-9]{4,5}|[1-9][0-9]?-[0-9]{4}'))`;
const fullZip = (column: SourceColumn): Sql =>
  sql`lpad(${text(column)}, CASE WHEN contains(${text(column)}, '-') THEN 8 ELSE 7 END, '0')`;

/** Whether the other values of a column are Japanese postal codes: nearly all of those that are not short. */
async function expectsSeven(db: Connection, source: SourceTable, column: SourceColumn): Promise<boolean> {
  const row = await db.first(sql`
    SELECT count(*) FILTER (${isZip(column)}) AS whole, count(*) FILTER (${isShortZip(column)}) AS short, count(${text(column)}) AS filled
    FROM ${rowsOf(source, [column.header])}`);
  const [whole, short, filled] = [Number(row?.['whole']), Number(row?.['short']), Number(row?.['filled'])];
  return short > 0 && whole > 0 && whole >= (filled - short) * 0.9;
}

/** Prefectures whose postal codes begin with 0, by the second digit; Hokkaido has all others. */
const northern = [
  ['1', '秋田'],
  ['2', '岩手'],
  ['3', '青森'],
] as const;

/** The prefecture beside the code is the one the zero gives; where none stands there, codes of other countries are short too. */
function zeroIsCertain(column: SourceColumn, place: readonly Sql[]): Sql {
  if (place.length === 0) return sql`FALSE`;
  const where = sql`concat(${join(place, sql`, `)})`;
  const second = sql`substr(${fullZip(column)}, 2, 1)`;
  const cases = northern.map(
    ([digit, name]) => sql`WHEN ${literal(digit)} THEN starts_with(${where}, ${literal(name)})`,
  );
  return sql`CASE ${second} ${join(cases, sql` `)} ELSE starts_with(${where}, '北海道') END`;
}

async function counted(
  db: Connection,
  source: SourceTable,
  findings: readonly Finding[],
  parts: readonly FilePart[],
): Promise<ImportWarning[]> {
  if (findings.length === 0) return [];
  const asked = findings.map(
    ({ when }, i) =>
      sql`count(*) FILTER (${when}) AS ${id(`n${i}`)}, min(${source.line}) FILTER (${when}) AS ${id(`l${i}`)}`,
  );
  const row = await db.first(sql`SELECT ${join(asked, sql`, `)} FROM ${rowsOf(source, [])}`);
  const warnings: ImportWarning[] = [];
  for (const [i, { code, header, when }] of findings.entries()) {
    const rows = Number(row?.[`n${i}`] ?? 0);
    if (rows === 0) continue;
    warnings.push({ code, params: { column: header, rows, ...placeOf(parts, Number(row?.[`l${i}`])) } });
    await note(
      db,
      code,
      header,
      sql`SELECT k.event_id FROM ${rowsOf(source, [])} JOIN keys AS k ON k.line = ${source.line} WHERE ${when}`,
    );
  }
  return warnings;
}
