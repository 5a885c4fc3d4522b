import type { ColumnType } from '../model/columns.ts';
import { nobodysBox } from '../model/nobodys-box.ts';
import { nobody, nowhere } from '../model/placeholder-words.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

const reservedDomains =
  '@(?:example\\.(?:com|net|org|jp|co\\.jp)|test\\.(?:com|jp|co\\.jp)|localhost|.*\\.(?:test|example|invalid|localhost))$';

/** Columns that name a person, a contact or a device. */
const naming = /^(?:event_id|member_id|card_token|email|cookie_id|device_id)$|_(?:name|kana|zip|city|address)$|phone$/;

/**
 * Whether a value of a column stands for none: test entries, null in letters, phones of one digit, first days of a
 * computer's calendar. Never NULL. Numbers are judged nowhere.
 */
export function isPlaceholder(column: string, type: ColumnType, value = id(column)): Sql {
  if (type === 'timestamp')
    return sql`coalesce(abs(epoch_ms(${value})) <= ${dayMs} OR epoch_ms(${value}) < ${beforeAnyShop}, FALSE)`;
  if (type !== 'text') return sql`FALSE`;
  const text = sql`lower(trim(${value}))`;
  const matches = matching(text);
  const parts = [matches(`^(?:${nowhere}${naming.test(column) ? `|${nobody}` : ''})$`)];
  if (column === 'email') parts.push(matches(reservedDomains), matches(nobodysBox));
  if (/_(?:name|kana)$/.test(column)) parts.push(matches('^(?:テスト|ﾃｽﾄ|てすと|ダミー|test[ 　])'));
  if (/phone$/.test(column)) parts.push(matches(phoneOfNobody));
  if (/_zip$/.test(column)) parts.push(matches(zipOfNobody));
  if (column === 'ip_address') parts.push(matches('^(?:0\\.0\\.0\\.0|127\\..*|255\\.255\\.255\\.255|::1?)$'));
  return sql`coalesce(${join(parts, sql` OR `)}, FALSE)`;
}

const matching =
  (text: Sql) =>
  (pattern: string): Sql =>
    sql`regexp_matches(${text}, ${literal(pattern)})`;

/**
 * Whether a mail address or phone as written is shared by strangers: noreply@, a number nobody was given. An address under a
 * reserved domain may still be somebody's, whose own domain was taken out.
 */
export function isSharedContact(column: 'email' | 'phone', value: Sql): Sql {
  const matches = matching(sql`lower(trim(${value}))`);
  const own = column === 'email' ? nobodysBox : phoneOfNobody;
  return sql`coalesce(${matches(own)} OR ${matches(`^(?:${nowhere}|${nobody})$`)}, FALSE)`;
}

/** Columns of ids that tell who ordered, or from what: one that stands for none is nobody's, and makes no key. */
const idColumns: ReadonlySet<string> = new Set(['member_id', 'card_token', 'device_id', 'cookie_id']);

/**
 * That a column of ids does not stand for none (`0`, `guest`), as a condition beside one that there is a value; null for other
 * columns. No placeholder begins with 1 to 9, B, C or H to M: most ids are told by that, many times as fast as by a pattern.
 */
export function tellsWho(column: string, value = id(column)): Sql | null {
  if (!idColumns.has(column)) return null;
  const begins = (from: string, to: string): Sql => sql`(${value} >= ${literal(from)} AND ${value} < ${literal(to)})`;
  const quick = [begins('1', ':'), begins('B', 'D'), begins('H', 'N'), begins('b', 'd'), begins('h', 'n')];
  return sql`(${join(quick, sql` OR `)} OR NOT ${isPlaceholder(column, 'text', value)})`;
}

/** The first day of Unix time, wherever on Earth it was read, and the first one of Excel's and .NET's. */
const dayMs = 86_400_000;
const beforeAnyShop = Date.UTC(1900, 0, 2);

const apart = '[^0-9０-９]*';
const digit = (n: number): string => `[${n}${String.fromCodePoint(0xff10 + n)}]${apart}`;
const written = (digits: string): string => [...digits].map((n) => digit(Number(n))).join('');
const repeated = (least: number): string =>
  Array.from({ length: 10 }, (_, n) => `(?:${digit(n)}){${least},}`).join('|');

/** Digits however they are spaced: one and the same throughout, or a number whose last eight nobody was given. */
const phoneOfNobody = `^${apart}(?:${repeated(9)}|(?:[0-9０-９]${apart}){2,3}(?:${['00000000', '11111111', '12345678', '99999999'].map(written).join('|')})|${written('0123456789')}|${written('1234567890')})$`;
const zipOfNobody = `^${apart}(?:${repeated(7)}|${written('1234567')})$`;
