import type { ColumnSource, Mapping } from '../model/mapping.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';
import { currencyDigits, unusualDigits } from '../expression/currency.ts';
import { joiningOf, textOf, type SourceTable } from './source-table.ts';

/** Currency of files that name none. */
export const defaultCurrency = 'JPY';

/** What people write instead of an ISO code, upper case. */
const spellings: readonly (readonly [string, readonly string[]])[] = [
  ['JPY', ['円', '¥', '￥', 'YEN', '日本円']],
  ['USD', ['$', 'US$', '米ドル']],
  ['EUR', ['€', 'ユーロ']],
  ['GBP', ['£']],
];

/** ISO code of a currency as people write it; NULL when it is none. */
export function currencyCode(entry: ColumnSource | undefined, source: SourceTable): Sql {
  const constant = constantOf(entry);
  if (constant !== null) return constant === '' ? sql`CAST(NULL AS VARCHAR)` : literal(constant);
  const text = sql`upper(${textOf(source, entry ?? '', joiningOf('currency'))})`;
  const words = spellings.map(([code, words]) => {
    return sql`WHEN ${text} IN (${join(words.map(literal), sql`, `)}) THEN ${literal(code)}`;
  });
  return sql`CASE ${join(words, sql` `)} WHEN regexp_full_match(${text}, '[A-Z]{3}') THEN ${text} END`;
}

/** ISO code of a mapping's constant or default currency; empty for a constant that is none, null for a column. */
function constantOf(entry: ColumnSource | undefined): string | null {
  if (entry === undefined) return defaultCurrency;
  if (typeof entry !== 'object' || !('value' in entry)) return null;
  const text = String(entry.value).normalize('NFKC').trim().toUpperCase();
  const spelt = spellings.find(([, words]) => words.some((word) => word.normalize('NFKC') === text));
  return spelt?.[0] ?? (/^[A-Z]{3}$/.test(text) ? text : '');
}

/** ISO code of the constant currency of a mapping, or null when a column tells it per row or nothing does. */
export function constantCurrency(mapping: Pick<Mapping, 'columns'>): string | null {
  return constantOf(mapping.columns.currency) || null;
}

const dollars = 'USD AUD CAD NZD SGD HKD TWD MXN CLP COP ARS BND FJD JMD BBD BSD BZD BMD KYD NAD TTD XCD';
const pounds = 'GBP EGP FKP GIP LBP SHP SYP';

/** Signs inside cells of amounts and the currencies they may mean. */
const signs: readonly (readonly [string, readonly string[]])[] = [
  ['[$]', dollars.split(' ')],
  ['USD', ['USD']],
  ['€|EUR', ['EUR']],
  ['£', pounds.split(' ')],
  ['GBP', ['GBP']],
  ['[¥￥]', ['JPY', 'CNY']],
  ['円|\\\\|JPY|YEN', ['JPY']],
];

/** Whether a text amount shows the sign of another currency than its row's. */
export function foreignSign(text: Sql, currency: Sql): Sql {
  const wrong = signs.map(([pattern, codes]) => {
    const others = sql`${currency} NOT IN (${join(codes.map(literal), sql`, `)})`;
    return sql`(${others} AND regexp_matches(${text}, ${literal(pattern)}, 'i'))`;
  });
  const plain = sql`regexp_full_match(${text}, '[-+]?[0-9,.]+')`;
  return sql`CASE WHEN ${text} IS NULL OR ${plain} THEN false ELSE coalesce(${join(wrong, sql` OR `)}, false) END`;
}

/** Decimals of the currency in each row; a plain number for a constant one. */
export function digitsOf(constant: string | null, code: Sql): Sql {
  if (constant !== null) return printed(currencyDigits(constant));
  const groups = [0, 3, 4].map((digits) => {
    const codes = [...unusualDigits].filter(([, its]) => its === digits).map(([currency]) => literal(currency).text);
    return `WHEN ${code.text} IN (${codes.join(', ')}) THEN ${digits}`;
  });
  return { kind: 'sql', text: `CASE ${groups.join(' ')} ELSE 2 END`, values: [] };
}

/** Minor units in a major unit of each row's currency. */
export function factorOf(constant: string | null, digits: Sql): Sql {
  return constant === null ? sql`pow(10, ${digits})` : printed(10 ** currencyDigits(constant));
}

const printed = (value: number): Sql => ({ kind: 'sql', text: String(value), values: [] });
