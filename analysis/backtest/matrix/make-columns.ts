import { createHash } from 'node:crypto';
import { join as joinPath } from 'node:path';
import type { ColumnKind } from '../../kernels/matrix/shapes.ts';
import { ColumnWriter, readHead, type ColumnHead } from '../../kernels/sidecar/column-file.ts';
import type { Connection } from '../../store/connection.ts';
import { eachCodes } from '../../store/number-rows.ts';
import { id, join, sql, type Sql } from '../../store/sql.ts';
import { nameOf, type Coded, type Wish } from './coded.ts';

/** Texts with more values than this are `wide`: their codes would not fit into 16 bits. */
const mostTexts = 65_535;
/** Columns made in one pass over the rows. */
const atOnce = 24;

/** Where columns are kept, and the orders they are made of. */
export interface Making {
  readonly db: Connection;
  readonly folder: string;
  /** How many orders there are. */
  readonly rows: number;
  /** The orders with these columns, in their order; of the state of the data that the folder is for. */
  readonly from: (columns: readonly string[]) => Promise<Sql>;
  /** Share of the rows that were read. */
  readonly done: (share: number) => void;
}

/** What a file says of its column beside what every one does. */
interface About {
  readonly wide?: true;
  readonly nulls: boolean;
  readonly offset: number;
  readonly texts: readonly string[];
}

/** Those of the wishes that are there, by `nameOf`; damaged and foreign files are none. */
export function columnsThere(folder: string, wishes: readonly Wish[]): Map<string, Coded> {
  return new Map(
    wishes.flatMap((wish) => {
      const name = nameOf(wish);
      const path = pathOf(folder, name);
      const head = readHead(path, name);
      return head === undefined ? [] : [[name, codedOf(name, path, head)] as const];
    }),
  );
}

function codedOf(name: string, path: string, head: ColumnHead): Coded {
  // Written a few lines below; the checksum of the head says so.
  const { wide, nulls, offset, texts } = head.about as About;
  if (wide === true) return 'wide';
  return { name, path, head, nulls, offset, codes: new Map(texts.map((text, i) => [text, i + 1])) };
}

const pathOf = (folder: string, name: string): string =>
  joinPath(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 40)}.column`);

/** What was noted under a name, in a file without rows. */
export function noteThere(folder: string, name: string): unknown {
  return readHead(pathOf(folder, name), name)?.about;
}

export function writeNote(folder: string, name: string, about: unknown): void {
  new ColumnWriter(pathOf(folder, name), 'u8').finish({ key: name, kind: 'u8', rows: 0, about });
}

/** Makes the columns wished for, and leaves nothing half made. Throws 'cancelled' between two pieces of rows. */
export async function makeColumns(making: Making, wishes: readonly Wish[]): Promise<Map<string, Coded>> {
  const once = [...new Map(wishes.map((wish) => [nameOf(wish), wish])).values()];
  for (let at = 0; at < once.length; at += atOnce) {
    const part = once.slice(at, at + atOnce);
    const from = await making.from([...new Set(part.flatMap(({ reads }) => reads))]);
    await write(making, from, await plansOf(making.db, from, part), (share) =>
      making.done((at + share * part.length) / once.length),
    );
  }
  return columnsThere(making.folder, once);
}

/** How a wish is written. */
interface Plan {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly codes: Sql;
  readonly about: About;
  /** The type whose members' places are the codes, made for this only. */
  readonly type: string | null;
}

async function plansOf(db: Connection, from: Sql, wishes: readonly Wish[]): Promise<Plan[]> {
  const values = wishes.map(valueOf);
  const asked = wishes.flatMap(({ kind }, i) => {
    const value = values[i] ?? sql`NULL`;
    if (kind === 'states') return [];
    const known = sql`count(${value}) AS ${id(`known_${i}`)}`;
    if (kind === 'text') return [known, sql`approx_count_distinct(${value}) AS ${id(`many_${i}`)}`];
    if (kind === 'int' || kind === 'instant' || kind === 'amounts')
      return [known, sql`min(${value}) AS ${id(`least_${i}`)}`, sql`max(${value}) AS ${id(`most_${i}`)}`];
    return [known];
  });
  const found = (await db.first(sql`SELECT ${join([sql`count(*) AS orders`, ...asked], sql`, `)} FROM ${from}`)) ?? {};
  const orders = Number(found['orders']);
  const plans: Plan[] = [];
  for (const [i, wish] of wishes.entries()) {
    const name = nameOf(wish);
    const value = values[i] ?? sql`NULL`;
    const nulls = Number(found[`known_${i}`] ?? 0) < orders;
    const plain = { name, about: { nulls, offset: 0, texts: [] }, type: null };
    if (wish.kind === 'text') plans.push(await textPlan(db, from, name, value, nulls, Number(found[`many_${i}`])));
    else if (wish.kind === 'double')
      plans.push({ ...plain, kind: 'f64', codes: sql`coalesce(${value}, 'NaN'::DOUBLE)` });
    else if (wish.kind === 'condition')
      plans.push({ ...plain, kind: 'u8', codes: sql`coalesce(CAST(${value} AS UTINYINT) + 1, 0)::UTINYINT` });
    else if (wish.kind === 'states') plans.push({ ...plain, kind: 'u8', codes: sql`${value}::UTINYINT` });
    else if (wish.kind === 'amounts')
      plans.push({ ...plain, ...amountPlan(value, found[`least_${i}`], found[`most_${i}`]) });
    else plans.push({ ...plain, ...wholePlan(value, nulls, found[`least_${i}`], found[`most_${i}`]) });
  }
  return plans;
}

/** The value in the type it is coded from. */
function valueOf({ kind, of }: Wish): Sql {
  if (kind === 'instant') return sql`epoch_us(${of})`;
  return kind === 'int' || kind === 'amounts' ? sql`CAST(${of} AS BIGINT)` : sql`(${of})`;
}

function amountPlan(value: Sql, least: unknown, most: unknown): Pick<Plan, 'kind' | 'codes'> {
  const narrow = Number(least ?? 0) >= 0 && Number(most ?? 0) < 2 ** 32;
  return narrow
    ? { kind: 'u32', codes: sql`coalesce(${value}, 0)::UINTEGER` }
    : { kind: 'f64', codes: sql`coalesce(${value}, 0)::DOUBLE` };
}

/** Whole numbers from the least on, in as few bytes as hold their range; as doubles where none does. */
function wholePlan(value: Sql, nulls: boolean, least: unknown, most: unknown): Pick<Plan, 'kind' | 'codes' | 'about'> {
  const offset = Number(least ?? 1) - 1;
  const codes = Number(most ?? 0) - offset;
  const about = { nulls, offset, texts: [] };
  if (codes > 0xffff_ffff)
    return { kind: 'f64', codes: sql`coalesce(${value}::DOUBLE, 'NaN'::DOUBLE)`, about: { ...about, offset: 0 } };
  const code = sql`coalesce(${value} - ${offset}, 0)`;
  if (codes <= 0xff) return { kind: 'u8', codes: sql`${code}::UTINYINT`, about };
  return codes <= 0xffff
    ? { kind: 'u16', codes: sql`${code}::USMALLINT`, about }
    : { kind: 'u32', codes: sql`${code}::UINTEGER`, about };
}

let types = 0;

async function textPlan(
  db: Connection,
  from: Sql,
  name: string,
  value: Sql,
  nulls: boolean,
  many: number,
): Promise<Plan> {
  const wide: Plan = {
    name,
    kind: 'u8',
    codes: sql`0::UTINYINT`,
    about: { wide: true, nulls, offset: 0, texts: [] },
    type: null,
  };
  // It is some per cent off.
  if (many > mostTexts * 1.2) return wide;
  const rows = await db.rows(sql`SELECT ${value} AS text FROM ${from} WHERE ${value} IS NOT NULL
    GROUP BY ALL ORDER BY text LIMIT ${mostTexts + 1}`);
  if (rows.length > mostTexts) return wide;
  const texts = rows.map(({ text }) => String(text));
  const about = { nulls, offset: 0, texts };
  if (texts.length === 0) return { name, kind: 'u8', codes: sql`0::UTINYINT`, about, type: null };
  const type = `matrix_${(types += 1)}`;
  await db.run(sql`CREATE TEMP TYPE ${id(type)} AS ENUM (SELECT ${value} FROM ${from} WHERE ${value} IS NOT NULL
    GROUP BY ALL ORDER BY ALL)`);
  const code = sql`coalesce(enum_code(CAST(${value} AS ${id(type)}))::UINTEGER + 1, 0)`;
  return texts.length <= 0xff
    ? { name, kind: 'u8', codes: sql`${code}::UTINYINT`, about, type }
    : { name, kind: 'u16', codes: sql`${code}::USMALLINT`, about, type };
}

async function write(
  { db, folder, rows }: Making,
  from: Sql,
  plans: readonly Plan[],
  done: (share: number) => void,
): Promise<void> {
  const writers: { readonly plan: Plan; readonly writer: ColumnWriter }[] = [];
  let ended = 0;
  try {
    for (const plan of plans) writers.push({ plan, writer: new ColumnWriter(pathOf(folder, plan.name), plan.kind) });
    const filled = writers.filter(({ plan }) => plan.about.wide !== true);
    let read = 0;
    if (filled.length > 0)
      await eachCodes(
        db,
        sql`SELECT ${join(
          filled.map(({ plan }) => plan.codes),
          sql`, `,
        )} FROM ${from}`,
        (columns) => {
          filled.forEach(({ writer }, i) => {
            const codes = columns[i];
            if (codes !== undefined) writer.append(codes);
          });
          read += columns[0]?.length ?? 0;
          done(read / rows);
        },
      );
    for (const { plan, writer } of writers) {
      writer.finish({ key: plan.name, kind: plan.kind, rows: plan.about.wide === true ? 0 : read, about: plan.about });
      ended += 1;
    }
  } finally {
    for (const { writer } of writers.slice(ended)) writer.abandon();
    for (const { type } of plans)
      if (type !== null) await db.run(sql`DROP TYPE IF EXISTS ${id(type)}`).catch(() => undefined);
  }
}
