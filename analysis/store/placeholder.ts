import type { ColumnType } from '../model/columns.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** What systems and testers write where there is no value, in any column. */
const nowhere =
  'null|\\(null\\)|undefined|nan|#n/a|#ref!|#value!|\\[object object\\]|test|テスト|ﾃｽﾄ|てすと|dummy|ダミー|ﾀﾞﾐｰ';
/** What says the same where a person, a contact or a device should be named; elsewhere it may be a choice of a form. */
const nobody =
  'none|n/a|na|nil|unknown|guest|ゲスト|x+|aaa+|あああ+|-+|ー+|\\?+|\\.+|なし|無し|不明|未設定|未入力|[0-]+';

const reservedDomains =
  '@(?:example\\.(?:com|net|org|jp|co\\.jp)|test\\.(?:com|jp|co\\.jp)|localhost|.*\\.(?:test|example|invalid|localhost))$';
const nobodysBox =
  '^(?:test|tests|testing|tester|dummy|sample|example|no-?reply|null|none|nomail|aaa+|xxx+|abc)[0-9]*@';

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
  const matches = (pattern: string): Sql => sql`regexp_matches(${text}, ${literal(pattern)})`;
  const parts = [matches(`^(?:${nowhere}${naming.test(column) ? `|${nobody}` : ''})$`)];
  if (column === 'email') parts.push(matches(reservedDomains), matches(nobodysBox));
  if (/_(?:name|kana)$/.test(column)) parts.push(matches('^(?:テスト|ﾃｽﾄ|てすと|ダミー|test[ 　])'));
  if (/phone$/.test(column)) parts.push(...phoneOfNobody(digitsOf(value)));
  if (/_zip$/.test(column)) parts.push(sameDigit(digitsOf(value), 7), sql`${digitsOf(value)} = '1234567'`);
  if (column === 'ip_address') parts.push(matches('^(?:0\\.0\\.0\\.0|127\\..*|255\\.255\\.255\\.255|::1?)$'));
  return sql`coalesce(${join(parts, sql` OR `)}, FALSE)`;
}

/** The first day of Unix time, wherever on Earth it was read, and the first one of Excel's and .NET's. */
const dayMs = 86_400_000;
const beforeAnyShop = Date.UTC(1900, 0, 2);

/** The digits of a text, full-width ones too. */
export function digitsOf(text: Sql): Sql {
  return sql`regexp_replace(translate(${text}, '０１２３４５６７８９', '0123456789'), '[^0-9]', '', 'g')`;
}

const sameDigit = (digits: Sql, length: number): Sql =>
  sql`(length(${digits}) >= ${length} AND replace(${digits}, left(${digits}, 1), '') = '')`;

const phoneOfNobody = (digits: Sql): Sql[] => [
  sameDigit(digits, 9),
  sql`(length(${digits}) BETWEEN 10 AND 11 AND right(${digits}, 8) IN ('00000000', '11111111', '12345678', '99999999'))`,
  sql`${digits} IN ('0123456789', '1234567890')`,
];
