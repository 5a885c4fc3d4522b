import type { ColumnKind } from '../../kernels/matrix/shapes.ts';
import { Connection } from '../../store/connection.ts';
import type { Codes } from '../../store/number-rows.ts';
import { id, join, sql, type Sql } from '../../store/sql.ts';
import { nameOf, type Wish } from './coded.ts';

/** Values that 16 bits tell apart; texts with more of them are `wide`. */
const mostPlaces = 65_535;

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
  readonly about: About;
  /** The type whose members' places are the codes, made for this only. */
  readonly type?: string;
  /** Makes codes of what was read, where SQL has not. */
  readonly encode?: (values: Codes) => Codes;
}

/** How wishes are written: two scans of the orders at most for each that needs to know its values. */
export async function plansOf(db: Connection, from: Sql, wishes: readonly Wish[]): Promise<Plan[]> {
  const values = wishes.map(valueOf);
  const asked = wishes.flatMap(({ kind }, i) => {
    const value = values[i] ?? sql`NULL`;
    if (kind === 'states') return [];
    const known = sql`count(${value}) AS ${id(`known_${i}`)}`;
    if (kind === 'text' || kind === 'double')
      return [known, sql`approx_count_distinct(${value}) AS ${id(`many_${i}`)}`];
    if (kind === 'int' || kind === 'instant' || kind === 'amounts')
      return [known, sql`min(${value}) AS ${id(`least_${i}`)}`, sql`max(${value}) AS ${id(`most_${i}`)}`];
    return [known];
  });
  const found = (await db.first(sql`SELECT ${join([sql`count(*) AS orders`, ...asked], sql`, `)} FROM ${from}`)) ?? {};
  const orders = Number(found['orders']);
  const plans: Plan[] = [];
  for (const [i, { kind, ...wish }] of wishes.entries()) {
    const value = values[i] ?? sql`NULL`;
    const seen = {
      nulls: Number(found[`known_${i}`] ?? 0) < orders,
      many: Number(found[`many_${i}`] ?? 0),
      least: found[`least_${i}`] ?? null,
      most: found[`most_${i}`] ?? null,
    };
    try {
      plans.push({ name: nameOf({ kind, ...wish }), ...(await planOf(db, from, kind, value, seen)) });
    } catch (error) {
      await dropTypes(db, plans);
      throw error;
    }
  }
  return plans;
}

/** Connections are lent again, also after a cancelled job: the types made for these do not stay. */
export async function dropTypes({ duck }: Connection, plans: readonly Plan[]): Promise<void> {
  const calm = new Connection(duck);
  for (const { type } of plans) if (type !== undefined) await calm.run(sql`DROP TYPE IF EXISTS ${id(type)}`);
}

/** What is seen of a column before its codes are chosen. */
interface Seen {
  readonly nulls: boolean;
  /** About so many different values. */
  readonly many: number;
  readonly least: unknown;
  readonly most: unknown;
}

type Coding = Omit<Plan, 'name'>;

const nothingKept = { kind: 'u8' as const, codes: sql`0::UTINYINT` };

async function planOf(db: Connection, from: Sql, kind: Wish['kind'], value: Sql, seen: Seen): Promise<Coding> {
  const { nulls } = seen;
  switch (kind) {
    case 'text':
      return textPlan(db, from, value, seen);
    case 'double':
      return doublePlan(db, from, value, seen);
    case 'condition':
      return { kind: 'u8', codes: sql`coalesce(CAST(${value} AS UTINYINT) + 1, 0)::UTINYINT`, about: { nulls } };
    case 'states':
      return { kind: 'u8', codes: sql`${value}::UTINYINT`, about: { nulls } };
    case 'amounts':
      return amountPlan(value, seen);
    case 'int':
    case 'instant':
      return wholePlan(value, seen);
  }
}

/** The value in the type it is coded from. */
function valueOf({ kind, of }: Wish): Sql {
  if (kind === 'instant') return sql`epoch_us(${of})`;
  return kind === 'int' || kind === 'amounts' ? sql`CAST(${of} AS BIGINT)` : sql`(${of})`;
}

function amountPlan(value: Sql, { nulls, least, most }: Seen): Coding {
  const narrow = Number(least ?? 0) >= 0 && Number(most ?? 0) < 2 ** 32;
  return narrow
    ? { kind: 'u32', codes: sql`coalesce(${value}, 0)::UINTEGER`, about: { nulls } }
    : { kind: 'f64', codes: sql`coalesce(${value}, 0)::DOUBLE`, about: { nulls } };
}

/**
 * Whole numbers from the least on, in as few bytes as hold their range; as doubles where none does. Instants after 2255, as
 * 9999-12-31 for what has no end, are beyond what a number holds exactly: DuckDB compares them.
 */
function wholePlan(value: Sql, { nulls, least, most }: Seen): Coding {
  if (![least ?? 0, most ?? 0].every(Number.isSafeInteger)) return { ...nothingKept, about: { wide: true, nulls } };
  const offset = Number(least ?? 1) - 1;
  const codes = Number(most ?? 0) - offset;
  const about = { nulls, offset };
  if (codes > 0xffff_ffff)
    return { kind: 'f64', codes: sql`coalesce(${value}::DOUBLE, 'NaN'::DOUBLE)`, about: { nulls } };
  const code = sql`coalesce(${value} - ${offset}, 0)`;
  if (codes <= 0xff) return { kind: 'u8', codes: sql`${code}::UTINYINT`, about };
  return codes <= 0xffff
    ? { kind: 'u16', codes: sql`${code}::USMALLINT`, about }
    : { kind: 'u32', codes: sql`${code}::UINTEGER`, about };
}

/** Doubles with few values by their places: a comparison of two bytes costs a quarter of one of eight. */
async function doublePlan(db: Connection, from: Sql, value: Sql, { nulls, many }: Seen): Promise<Coding> {
  const whole = { kind: 'f64' as const, codes: sql`coalesce(${value}, 'NaN'::DOUBLE)`, about: { nulls } };
  if (many > mostPlaces * 1.2) return whole;
  const rows = await db.rows(sql`SELECT ${value} AS value FROM ${from} WHERE ${value} IS NOT NULL
    GROUP BY ALL ORDER BY value LIMIT ${mostPlaces + 1}`);
  // Both zeros are one number.
  const doubles = [...new Set(rows.map((row) => Number(row['value'])))];
  // What is not finite cannot be written down in JSON.
  if (doubles.length > mostPlaces || !doubles.every(Number.isFinite)) return whole;
  const places = new Map(doubles.map((double, i) => [double, i + 1]));
  const kind = doubles.length <= 0xff ? 'u8' : 'u16';
  const encode = (values: Codes): Codes => {
    const codes = kind === 'u8' ? new Uint8Array(values.length) : new Uint16Array(values.length);
    for (let i = 0; i < values.length; i += 1) codes[i] = places.get(values[i] ?? NaN) ?? 0;
    return codes;
  };
  return { ...whole, kind, about: { nulls, doubles }, encode };
}

let types = 0;

async function textPlan(db: Connection, from: Sql, value: Sql, { nulls, many }: Seen): Promise<Coding> {
  // The count is some per cent off.
  if (many > mostPlaces * 1.2) return { ...nothingKept, about: { wide: true, nulls } };
  const rows = await db.rows(sql`SELECT ${value} AS text FROM ${from} WHERE ${value} IS NOT NULL
    GROUP BY ALL ORDER BY text LIMIT ${mostPlaces + 1}`);
  if (rows.length > mostPlaces) return { ...nothingKept, about: { wide: true, nulls } };
  const texts = rows.map(({ text }) => String(text));
  if (texts.length === 0) return { ...nothingKept, about: { nulls } };
  const type = `matrix_${(types += 1)}`;
  await db.run(sql`CREATE TEMP TYPE ${id(type)} AS ENUM (SELECT ${value} FROM ${from} WHERE ${value} IS NOT NULL
    GROUP BY ALL ORDER BY ALL)`);
  const code = sql`coalesce(enum_code(CAST(${value} AS ${id(type)}))::UINTEGER + 1, 0)`;
  return texts.length <= 0xff
    ? { kind: 'u8', codes: sql`${code}::UTINYINT`, about: { nulls, texts }, type }
    : { kind: 'u16', codes: sql`${code}::USMALLINT`, about: { nulls, texts }, type };
}
