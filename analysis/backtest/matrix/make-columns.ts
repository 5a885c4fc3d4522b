import { createHash } from 'node:crypto';
import { join as joinPath } from 'node:path';
import { ShinsaError } from '../../model/failure.ts';
import { ColumnWriter, readHead, type ColumnHead } from '../../kernels/sidecar/column-file.ts';
import type { Connection } from '../../store/connection.ts';
import { eachCodes } from '../../store/number-rows.ts';
import { join, sql, type Sql } from '../../store/sql.ts';
import { nameOf, type Coded, type Wish } from './coded.ts';
import { dropTypes, plansOf, type About, type Plan } from './column-plans.ts';

/** Columns made in one pass over the rows. */
const atOnce = 24;
/** Columns of the orders held in memory for that. */
const mostRead = 40;

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
  const { wide, nulls, offset = 0, texts = [], doubles = [] } = head.about as About;
  if (wide === true) return 'wide';
  return { name, path, head, nulls, offset, doubles, codes: new Map(texts.map((text, i) => [text, i + 1])) };
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
  const reads = [...new Set(once.flatMap((wish) => wish.reads))];
  for (let at = 0; at < once.length; at += atOnce) {
    const part = once.slice(at, at + atOnce);
    // All columns from the first time on: a table of the orders is not made anew for each part then.
    const own = reads.length > mostRead ? [...new Set(part.flatMap((wish) => wish.reads))] : reads;
    const from = await making.from(own);
    await write(making, from, await plansOf(making.db, from, part), (share) =>
      making.done((at + share * part.length) / once.length),
    );
  }
  const made = columnsThere(making.folder, once);
  // Made and not there: the disk does not keep what is written.
  if (made.size < once.length) throw new ShinsaError('cache-unusable');
  return made;
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
          filled.forEach(({ plan, writer }, i) => {
            const codes = columns[i];
            if (codes !== undefined) writer.append(plan.encode?.(codes) ?? codes);
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
    await dropTypes(db, plans);
  }
}
