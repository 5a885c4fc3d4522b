import type { ColumnSource, Mapping } from '../model/mapping.ts';
import { literal, sql, type Sql } from '../store/sql.ts';
import { currencyDigits } from '../expression/currency.ts';
import { textOf, type SourceTable } from './source-table.ts';

/** Currency of files that name none. */
export const defaultCurrency = 'JPY';

/** ISO code of a currency as people write it; NULL when it is none. */
export function currencyCode(entry: ColumnSource | undefined, source: SourceTable): Sql {
  if (entry === undefined) return literal(defaultCurrency);
  const text = sql`upper(${textOf(source, entry, '')})`;
  return sql`CASE
    WHEN regexp_full_match(${text}, '[A-Z]{3}') AND ${text} <> 'YEN' THEN ${text}
    WHEN ${text} IN ('円', '¥', '￥', 'YEN', '日本円') THEN 'JPY'
    WHEN ${text} IN ('$', 'US$', '米ドル') THEN 'USD'
    WHEN ${text} IN ('€', 'ユーロ') THEN 'EUR'
    WHEN ${text} IN ('£') THEN 'GBP'
  END`;
}

/** The constant currency of a mapping, or null when a column tells it per row. */
export function constantCurrency(mapping: Pick<Mapping, 'columns'>): string | null {
  const entry = mapping.columns.currency;
  if (entry === undefined) return defaultCurrency;
  return typeof entry === 'object' && 'value' in entry ? String(entry.value).trim().toUpperCase() : null;
}

const known =
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BHD IQD JOD KWD LYD OMR TND CLF UYW'.split(' ');

/** Decimals of the currency in each row; a plain number for a constant one. */
export function digitsOf(constant: string | null, code: Sql): Sql {
  if (constant !== null) return printed(currencyDigits(constant));
  const groups = [0, 3, 4].map((digits) => {
    const codes = known
      .filter((currency) => currencyDigits(currency) === digits)
      .map((currency) => literal(currency).text);
    return `WHEN ${code.text} IN (${codes.join(', ')}) THEN ${digits}`;
  });
  return { kind: 'sql', text: `CASE ${groups.join(' ')} ELSE 2 END`, values: [] };
}

/** Minor units in a major unit of each row's currency. */
export function factorOf(constant: string | null, digits: Sql): Sql {
  return constant === null ? sql`pow(10, ${digits})` : printed(10 ** currencyDigits(constant));
}

const printed = (value: number): Sql => ({ kind: 'sql', text: String(value), values: [] });
