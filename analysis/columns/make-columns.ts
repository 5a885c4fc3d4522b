import { ShinsaError } from '../model/failure.ts';
import { ColumnWriter, readHead, type ColumnHead } from '../kernels/sidecar/column-file.ts';
import { columnPlace } from '../store/column-names.ts';
import type { Connection } from '../store/connection.ts';
import { eachCodes } from '../store/number-rows.ts';
import { join, sql, type Sql } from '../store/sql.ts';
import { untilWhole } from '../store/streamed.ts';
import { nameOf, type Coded, type Wish } from './coded.ts';
import { plansOf, type About, type Plan } from './column-plans.ts';

/** Columns made in one pass over the rows. */
const atOnce = 64;

/** Rows to be read from end to end, and what brings them into order. */
export interface Rows extends Sql {
  readonly order: Sql;
}

/** Where columns are kept, and the orders they are made of. */
export interface Making {
  readonly db: Connection;
  readonly folder: string;
  /** How many orders there are, each with a row in every column. */
  readonly orders: number;
  /** Whether columns are of some of the orders only: it is not told how many. */
  readonly apart: boolean;
  /** Columns that stand in the orders themselves. */
  readonly stored: ReadonlySet<string>;
  /** Work on the orders with these columns, `judged`: and how they ended; of the state of the data that the folder is for. */
  readonly reading: <T>(columns: readonly string[], judged: boolean, work: (rows: Rows) => Promise<T>) => Promise<T>;
  /** Share of the rows that were read. */
  readonly done: (share: number) => void;
}

/**
 * Those of the wishes that are there, by `nameOf`; damaged files, those of another state or project, and those that have not a
 * row for every order are none.
 */
export function columnsThere(
  { folder, orders, apart }: Pick<Making, 'folder' | 'orders' | 'apart'>,
  wishes: readonly Wish[],
): Map<string, Coded> {
  const rows = apart ? null : orders;
  return new Map(
    wishes.flatMap((wish) => {
      const name = nameOf(wish);
      const { path, key } = columnPlace(folder, name);
      const head = readHead(path, key);
      const coded = head === undefined ? undefined : codedOf(name, path, head, rows);
      return coded === undefined ? [] : [[name, coded] as const];
    }),
  );
}

function codedOf(name: string, path: string, head: ColumnHead, rows: number | null): Coded | undefined {
  // Written a few lines below; the checksum of the head says so.
  const { wide, nulls, offset = 0, texts = [], doubles = [] } = head.about as About;
  if (wide === true) return 'wide';
  if (rows !== null && head.rows !== rows) return undefined;
  return { name, path, head, nulls, offset, doubles, codes: new Map(texts.map((text, i) => [text, i + 1])) };
}

/** What was noted under a name, in a file without rows. */
export function noteThere(folder: string, name: string): unknown {
  const { path, key } = columnPlace(folder, name);
  return readHead(path, key)?.about;
}

export function writeNote(folder: string, name: string, about: unknown): void {
  const { path, key } = columnPlace(folder, name);
  new ColumnWriter(path, 'u8').finish({ key, kind: 'u8', rows: 0, about });
}

/** Makes the columns wished for, and leaves nothing half made. Throws 'cancelled' between two pieces of rows. */
export async function makeColumns(making: Making, wishes: readonly Wish[]): Promise<Map<string, Coded>> {
  const once = [...new Map(wishes.map((wish) => [nameOf(wish), wish])).values()];
  let before = 0;
  for (const part of passesOf(once, making.stored)) {
    const reads = [...new Set(part.flatMap((wish) => wish.reads))];
    await making.reading(reads, part.some(isJudged), async (rows) => {
      const plans = await plansOf(making.db, rows, part);
      await untilWhole(() =>
        write(making, rows, plans, (share) => making.done((before + share * part.length) / once.length)),
      );
    });
    before += part.length;
  }
  const made = columnsThere(making, once);
  // Made and not there: the disk does not keep what is written.
  if (made.size < once.length) throw new ShinsaError('cache-unusable');
  return made;
}

const isJudged = ({ version }: Wish): boolean => version !== undefined;

/**
 * Wishes that are written in one pass over the rows: together those of the orders' own columns, which need no table; those of
 * how orders ended; and those that read a column that has to be made for it.
 */
function passesOf(wishes: readonly Wish[], stored: ReadonlySet<string>): Wish[][] {
  const judged = wishes.filter(isJudged);
  const rest = wishes.filter((wish) => !isJudged(wish));
  const own = rest.filter(({ reads }) => reads.every((column) => stored.has(column)));
  const made = rest.filter((wish) => !own.includes(wish));
  return [own, judged, made].flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / atOnce) }, (_, i) => part.slice(i * atOnce, (i + 1) * atOnce)),
  );
}

async function write(
  { db, folder, orders: all }: Making,
  rows: Rows,
  plans: readonly Plan[],
  done: (share: number) => void,
): Promise<void> {
  const writers: { readonly plan: Plan; readonly key: string; readonly writer: ColumnWriter; nulls: boolean }[] = [];
  let ended = 0;
  try {
    for (const plan of plans) {
      const { path, key } = columnPlace(folder, plan.name);
      writers.push({ plan, key, writer: new ColumnWriter(path, plan.kind), nulls: plan.about.nulls ?? false });
    }
    const filled = writers.filter(({ plan }) => plan.about.wide !== true);
    let read = 0;
    if (filled.length > 0)
      await eachCodes(
        db,
        sql`SELECT ${join(
          filled.map(({ plan }) => plan.codes),
          sql`, `,
        )} FROM ${rows}${rows.order}`,
        (columns, count) => {
          filled.forEach((one, i) => {
            const { plan, writer } = one;
            const values = columns[i];
            if (values === undefined) return;
            const codes = plan.encode?.(values, count) ?? values;
            if (plan.about.nulls === undefined)
              one.nulls ||= Buffer.from(codes.buffer, codes.byteOffset, count).includes(0);
            writer.append(codes);
          });
          read += count;
          done(read / all);
        },
      );
    for (const { plan, key, writer, nulls } of writers) {
      const { kind } = plan;
      writer.finish({ key, kind, rows: plan.about.wide === true ? 0 : read, about: { ...plan.about, nulls } });
      ended += 1;
    }
  } finally {
    for (const { writer } of writers.slice(ended)) writer.abandon();
  }
}
