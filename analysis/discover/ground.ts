import { currencyDigits } from '../expression/index.ts';
import type { Filter } from '../model/filter.ts';
import type { ProjectColumn } from '../model/columns.ts';
import type { ListMatch } from '../model/lists.ts';
import type { FinderLack } from '../model/patterns.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn } from '../store/money.ts';
import { isPlaceholder, isSharedContact, tellsWho } from '../store/placeholder.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

/** The orders that finders look at: the filtered ones, over their whole history. */
export interface Ground {
  readonly db: Connection;
  readonly info: ProjectInfo;
  /** To select from; `paid` is the amount where it is in the project's currency. What stands for nobody is NULL in it. */
  readonly rows: Sql;
  /** The state of the project they are of, for `atRevision`. */
  readonly revision: number;
  readonly has: (column: string) => boolean;
  readonly count: number;
  /** Times of the first and the last of them, epoch ms; null without orders. */
  readonly period: { readonly from: number; readonly to: number } | null;
  /** A length of time as a share of the rest of the period: what is usual in it, of what came outside of it. 0 without a rest. */
  readonly besides: (ms: number) => number;
  /** Columns of `rows` whose values may stand on a negative list. */
  readonly listed: readonly Listed[];
  /** The client's own columns with the browser's language and time zone; null where there are none. */
  readonly language: ProjectColumn | null;
  readonly zone: ProjectColumn | null;
  readonly lacks: (what: FinderLack) => boolean;
  /** That much of an amount as a rule writes it. */
  readonly written: (minor: number) => string;
}

export interface Listed {
  readonly list: string;
  readonly match: ListMatch;
  readonly column: string;
}

/** Columns whose values tell a person, or a thing of one, apart, by how a list is matched; a domain or a name is of many. */
const personsBy: Readonly<Partial<Record<ListMatch, readonly string[]>>> = {
  exact: ['member_id', 'email', 'card_token', 'device_id', 'cookie_id', 'ip_address'],
  address: ['buyer_address_key', 'delivery_address_key'],
  phone: ['phone_key', 'delivery_phone_key'],
  email: ['email_key'],
  cidr: ['ip_address'],
};

/** The columns that `Ground.listed` may name. */
export const listedColumns: readonly string[] = [...new Set(Object.values(personsBy).flat())];

function listedOf({ lists }: ProjectInfo, present: ReadonlySet<string>): readonly Listed[] {
  return lists
    .filter(({ purpose, entries }) => purpose === 'negative' && entries > 0)
    .flatMap(({ id: list, match }) =>
      (personsBy[match] ?? []).filter((column) => present.has(column)).map((column) => ({ list, match, column })),
    );
}

/** A client's own text column, known at the order, whose id or header says that it holds this. */
const ownColumn = (columns: readonly ProjectColumn[], named: RegExp): ProjectColumn | null =>
  columns.find(
    ({ name, type, present, knownAt, label }) =>
      name.startsWith('custom.') &&
      type === 'text' &&
      present &&
      knownAt === 'screening' &&
      [name.slice('custom.'.length), label.ja, label.en].some((text) => named.test(text)),
  ) ?? null;

const languageNames = /(browser|accept)[ _-]?lang|^lang(uage)?$|言語|ブラウザー?言語/i;
const zoneNames = /time[ _-]?zone|^tz$|タイムゾーン|時間帯情報/i;

/** The filtered orders with those of the columns that some file filled. */
export async function groundOf(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  columns: readonly string[],
): Promise<Ground> {
  const all = await project.columns();
  const present = new Set(all.filter((column) => column.present).map(({ name }) => name));
  const listed = listedOf(await project.info(), present);
  const [language, zone] = [ownColumn(all, languageNames), ownColumn(all, zoneNames)];
  const own = [language, zone].flatMap((column) => (column === null ? [] : [column.name]));
  const read = [
    ...new Set([...columns.filter((name) => present.has(name)), ...listed.map(({ column }) => column), ...own]),
  ];
  const { from, where, info, singleCurrency } = await filteredRows(project, db, filter, ['event_id', ...read]);
  const paid = amountIn(info.currency, singleCurrency);
  const filtered = sql`(SELECT *, ${paid} AS paid FROM ${from} WHERE ${where})`;
  const told = read.flatMap((column) => {
    const somebody = isSomebody(column);
    return somebody === null ? [] : [sql`CASE WHEN ${somebody} THEN ${id(column)} END AS ${id(column)}`];
  });
  const rows = told.length === 0 ? filtered : sql`(SELECT * REPLACE (${join(told, sql`, `)}) FROM ${filtered})`;
  const row = await db.first(sql`SELECT count(*) AS n, epoch_ms(min(ordered_at)) AS first,
    epoch_ms(max(ordered_at)) AS last FROM ${rows}`);
  const count = Number(row?.['n'] ?? 0);
  const period = count === 0 ? null : { from: Number(row?.['first']), to: Number(row?.['last']) };
  const length = period === null ? 0 : period.to - period.from;
  const unit = 10 ** currencyDigits(info.currency);
  return {
    ...{ db, info, rows, revision: from.revision, count, period, listed, language, zone },
    lacks: (what) => (what === 'negative-list' ? listed.length === 0 : language === null || zone === null),
    has: (column) => present.has(column),
    besides: (ms) => (length <= ms ? 0 : ms / (length - ms)),
    written: (minor) => String(minor / unit),
  };
}

/** That a value does not stand for nobody (member `0`, 127.0.0.1, noreply@), whose orders are of strangers; null for other columns. */
function isSomebody(column: string): Sql | null {
  const value = id(column);
  switch (column) {
    case 'device_key':
      return tellsWho('device_id', value);
    case 'ip_address':
      return sql`NOT ${isPlaceholder(column, 'text')}`;
    case 'email_key':
      return sql`NOT ${isSharedContact('email', value)}`;
    case 'phone_key':
      return sql`NOT ${isSharedContact('phone', sql`replace(${value}, '+81', '0')`)}`;
    default:
      return tellsWho(column);
  }
}

/** The amount that this share of the orders that meet a condition stays at or under; null without any. */
export async function amountAt({ db, rows }: Ground, share: number, where: Sql): Promise<number | null> {
  const row = await db.first(sql`SELECT quantile_disc(paid, ${share}) AS cut FROM ${rows} WHERE ${where}`);
  const cut = row?.['cut'];
  return typeof cut === 'number' ? cut : null;
}

/** How many there are of an expression, without NULL. */
export async function countOf({ db, rows }: Pick<Ground, 'db' | 'rows'>, what: Sql): Promise<number> {
  return Number((await db.first(sql`SELECT count(${what}) AS n FROM ${rows}`))?.['n'] ?? 0);
}

/** The values of a column among the orders that meet a condition, the first 200 in their order. */
export async function valuesOf(
  { db, rows }: Pick<Ground, 'db' | 'rows'>,
  column: string,
  where: Sql,
): Promise<readonly string[]> {
  const found = await db.rows(
    sql`SELECT DISTINCT ${id(column)} AS value FROM ${rows} WHERE ${where} AND ${id(column)} IS NOT NULL ORDER BY 1 LIMIT 200`,
  );
  return found.map((row) => String(row['value']));
}
