import type { ColumnKind } from '../kernels/matrix/shapes.ts';
import { wholeCodes } from '../kernels/sidecar/whole-codes.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from '../store/connection.ts';
import type { Codes } from '../store/number-rows.ts';
import { id, join, nothing, sql, type Sql } from '../store/sql.ts';
import { nameOf, type Wish } from './coded.ts';
import { Places, type Place } from './places.ts';

/** Values that 16 bits tell apart; texts with more of them are `wide`. */
const mostPlaces = 65_535;
/** Rows looked at first, the first of them: where these have too many values all have. */
const sampled = 250_000;

/** What a file says of its column beside what every one does. */
export interface About {
  readonly wide?: true;
  readonly nulls: boolean;
  readonly offset?: number;
  /** The values in their order where codes are places among them, from 1 on. */
  readonly texts?: readonly string[];
  readonly doubles?: readonly number[];
}

/** How a wish is written. */
export interface Plan {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly codes: Sql;
  /** Without `nulls` it is seen on the way: of codes of one byte. */
  readonly about: Omit<About, 'nulls'> & Partial<About>;
  /** Makes codes of what was read, where SQL has not. */
  readonly encode?: (values: Codes, rows: number) => Codes;
}

type Coding = Omit<Plan, 'name'>;

/** How wishes are written, by what the values of each are: two questions for all, and one for each that needs its values. */
export async function plansOf(db: Connection, from: Sql, wishes: readonly Wish[]): Promise<Plan[]> {
  const asked = await endsOf(db, from, wishes);
  const plans: Plan[] = [];
  for (const [i, wish] of wishes.entries())
    plans.push({ name: nameOf(wish), ...(await planOf(db, from, wish, seen(asked, i))) });
  return plans;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * The least and the greatest of whole values, which of stored columns DuckDB knows without reading them, and of others about
 * how many there are among the first rows.
 */
async function endsOf(db: Connection, from: Sql, wishes: readonly Wish[]): Promise<Row> {
  const ends = wishes.flatMap((wish, i) => {
    const value = wholeOf(wish);
    if (value === null) return [];
    const [least, most, known] = ['least', 'most', 'known'].map((name) => id(`${name}_${i}`));
    return [
      sql`min(${value}) AS ${least ?? nothing}, max(${value}) AS ${most ?? nothing}, count(${value}) AS ${known ?? nothing}`,
    ];
  });
  const many = wishes.flatMap(({ kind, of }, i) =>
    kind === 'text' || kind === 'double' ? [sql`approx_count_distinct(${of}) AS ${id(`many_${i}`)}`] : [],
  );
  const ask = (values: readonly Sql[], where: Sql): Promise<Row | undefined> =>
    values.length === 0
      ? Promise.resolve({})
      : db.first(sql`SELECT ${join(values, sql`, `)}, count(*) AS orders FROM ${from}${where}`);
  return { ...(await ask(many, sql` WHERE seq < ${sampled}`)), ...(await ask(ends, nothing)) };
}

/** What is seen of a column before its codes are chosen. */
interface Seen {
  readonly least: unknown;
  readonly most: unknown;
  readonly nulls: boolean;
  /** About so many different values among the first rows. */
  readonly many: number;
}

const seen = (asked: Row, i: number): Seen => ({
  least: asked[`least_${i}`] ?? null,
  most: asked[`most_${i}`] ?? null,
  nulls: asked[`known_${i}`] !== asked['orders'],
  many: Number(asked[`many_${i}`] ?? 0),
});

/** The whole number that a wish is coded from; null where it is none. */
function wholeOf({ kind, of }: Wish): Sql | null {
  if (kind === 'week') return sql`ordered_at`;
  if (kind === 'instant') return sql`epoch_us(${of})`;
  return kind === 'int' || kind === 'amounts' ? sql`CAST(${of} AS BIGINT)` : null;
}

const nothingKept: Coding = { kind: 'u8', codes: sql`0::UTINYINT`, about: { wide: true, nulls: true } };

async function planOf(db: Connection, from: Sql, wish: Wish, about: Seen): Promise<Coding> {
  const { kind, of } = wish;
  const whole = wholeOf(wish) ?? nothing;
  switch (kind) {
    case 'condition':
      return { kind: 'u8', codes: sql`coalesce(CAST((${of}) AS UTINYINT) + 1, 0)::UTINYINT`, about: {} };
    case 'states':
      return { kind: 'u8', codes: sql`(${of})::UTINYINT`, about: { nulls: true } };
    case 'text':
      return textPlan(db, from, sql`(${of})`, about);
    case 'double':
      return doublePlan(db, from, sql`(${of})`, about);
    case 'amounts':
      return amountPlan(whole, about);
    case 'int':
    case 'instant':
      return wholePlan(whole, about);
    case 'week':
      return weekPlan(db, sql`${of}`, about);
  }
}

function amountPlan(value: Sql, { least, most, nulls }: Seen): Coding {
  const narrow = Number(least ?? 0) >= 0 && Number(most ?? 0) < 2 ** 32;
  return narrow
    ? { kind: 'u32', codes: sql`coalesce(${value}, 0)::UINTEGER`, about: { nulls } }
    : { kind: 'f64', codes: sql`coalesce(${value}, 0)::DOUBLE`, about: { nulls } };
}

/**
 * Whole numbers from the least on, in as few bytes as hold their range; as doubles where none does. Instants after 2255, as
 * 9999-12-31 for what has no end, are beyond what a number holds exactly: DuckDB compares them.
 */
function wholePlan(value: Sql, { least, most, nulls }: Seen): Coding {
  const ends = [least, most].map((end) => (end === null ? null : Number(end)));
  const codes = wholeCodes(ends[0] ?? null, ends[1] ?? null);
  if (codes === null) return nothingKept;
  if (codes.kind === 'f64')
    return { kind: 'f64', codes: sql`coalesce(${value}::DOUBLE, 'NaN'::DOUBLE)`, about: { nulls } };
  const { kind, offset } = codes;
  const types = { u8: sql`UTINYINT`, u16: sql`USMALLINT`, u32: sql`UINTEGER` };
  return { kind, codes: sql`coalesce(${value} - ${offset}, 0)::${types[kind]}`, about: { nulls, offset } };
}

/**
 * Weeks in a zone, counted from the one of 1969-12-29, a Monday, by the instants at which they begin: DuckDB takes many times
 * as long to tell the week of an instant as to read it.
 */
async function weekPlan(db: Connection, zone: Sql, { least, most }: Seen): Promise<Coding> {
  const week = (instant: unknown): Sql =>
    sql`date_diff('week', DATE '1969-12-29', timezone(${zone}, to_timestamp(${Number(instant) / 1000}))::DATE)`;
  const starts =
    least === null
      ? []
      : await db.rows(sql`SELECT number,
          epoch_us(CAST(DATE '1969-12-29' + 7 * number::INTEGER AS TIMESTAMP) AT TIME ZONE ${zone}) AS start
        FROM (SELECT unnest(generate_series(${week(least)}, ${week(most)})) AS number) ORDER BY number`);
  const instants = Float64Array.from(starts, ({ start }) => Number(start));
  const kind = instants.length <= 0xff ? 'u8' : 'u16';
  // Those of 1250 years fit.
  if (instants.length > 0xffff) throw new ShinsaError('internal', { detail: 'weeks' });
  let last = 0;
  const encode = (values: Codes, rows: number): Codes => {
    const codes = kind === 'u8' ? new Uint8Array(rows) : new Uint16Array(rows);
    for (let i = 0; i < rows; i += 1) {
      const instant = values[i] ?? NaN;
      while (instant >= (instants[last + 1] ?? Infinity)) last += 1;
      while (instant < (instants[last] ?? -Infinity)) last -= 1;
      codes[i] = last + 1;
    }
    return codes;
  };
  const offset = Number(starts[0]?.['number'] ?? 1) - 1;
  return { kind, codes: sql`epoch_us(ordered_at)::DOUBLE`, about: { nulls: false, offset }, encode };
}

/** Doubles with few values by their places: a comparison of two bytes costs a quarter of one of eight. */
async function doublePlan(db: Connection, from: Sql, value: Sql, { many }: Seen): Promise<Coding> {
  // The count is some per cent off.
  const found = many > mostPlaces * 1.2 ? undefined : await valuesOf(db, from, value);
  // What is not finite cannot be written down in JSON.
  const doubles = found?.values.map(Number);
  if (found === undefined || doubles?.every(Number.isFinite) !== true)
    return { kind: 'f64', codes: sql`coalesce(${value}, 'NaN'::DOUBLE)`, about: { nulls: true } };
  return placesPlan(value, found, { doubles });
}

async function textPlan(db: Connection, from: Sql, value: Sql, { many }: Seen): Promise<Coding> {
  // The count is some per cent off.
  const found = many > mostPlaces * 1.2 ? undefined : await valuesOf(db, from, value);
  return found === undefined ? nothingKept : placesPlan(value, found, { texts: found.values.map(String) });
}

function placesPlan(value: Sql, { values, places, nulls }: Values, said: Plan['about']): Coding {
  const kind = values.length <= 0xff ? 'u8' : 'u16';
  const encode = (hashes: Codes, rows: number): Codes => {
    const codes = kind === 'u8' ? new Uint8Array(rows) : new Uint16Array(rows);
    places.encode(hashes, codes);
    return codes;
  };
  return { kind, codes: sql`hash(${value})`, about: { ...said, nulls }, encode };
}

/** All values in their order, and their places among them from 1 on; no value has place 0. */
interface Values {
  readonly values: readonly (string | number | boolean | null)[];
  readonly places: Places;
  readonly nulls: boolean;
}

/** Undefined where they are too many, or where hashes do not tell them apart. */
async function valuesOf(db: Connection, from: Sql, value: Sql): Promise<Values | undefined> {
  const rows = await db.rows(sql`
    SELECT value, (hash(value) & 4294967295)::UINTEGER AS low, (hash(value) >> 32)::UINTEGER AS high
    FROM (SELECT ${value} AS value FROM ${from} GROUP BY ALL LIMIT ${mostPlaces + 2}) ORDER BY value NULLS FIRST`);
  const values = rows.flatMap((row) => row['value'] ?? []);
  if (values.length > mostPlaces) return undefined;
  let last = 0;
  const places = Places.of(
    rows.map(({ value: one, low, high }): Place => ({
      low: Number(low),
      high: Number(high),
      code: one === null ? 0 : (last += 1),
    })),
  );
  return places === undefined ? undefined : { values, places, nulls: values.length < rows.length };
}
