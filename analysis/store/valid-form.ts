import type { ColumnType } from '../model/columns.ts';
import type { IdentityKind } from '../model/identity.ts';
import { postalDigits } from './postal-disagreement.ts';
import { postalRanges } from '../model/postal-prefectures.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** Columns whose values 名寄せ reads: what it finds no key for is none. */
const readBy: Readonly<Record<string, IdentityKind>> = {
  email: 'email',
  phone: 'phone',
  delivery_phone: 'phone',
  ip_address: 'ip',
};

/** Columns whose values all look alike. */
const patterns: Readonly<Record<string, string>> = {
  card_bin: '[0-9]{6}(?:[0-9]{2})?',
  card_last4: '[0-9]{4}',
  currency: '[A-Z]{3}',
  threeds_status: '[YNAUCRID]',
  threeds_eci: '0?[0-7]',
};

/** No shop of today has orders before it. */
const firstDay = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;

/**
 * Whether a value of a column is what its column holds: a mail address, phone or IP address that can be read, a postal
 * code of a prefecture, digits of a card, a time from 2000 to tomorrow. NULL where the project has not read such values;
 * null for a column that may hold anything.
 */
export function isValid(column: string, type: ColumnType, value = id(column)): Sql | null {
  if (type === 'timestamp')
    return sql`(epoch_ms(${value}) BETWEEN ${firstDay} AND epoch_ms(current_timestamp) + ${dayMs})`;
  const kind = readBy[column];
  if (kind !== undefined) return isRead(kind, value);
  if (/^(?:buyer|delivery)_zip$/.test(column)) return isPostal(value);
  const pattern = patterns[column];
  return pattern === undefined ? null : sql`regexp_full_match(${value}, ${literal(pattern)})`;
}

function isRead(kind: IdentityKind, value: Sql): Sql {
  const known = sql`FROM identity_values WHERE kind = ${literal(kind)}`;
  return sql`CASE WHEN EXISTS (SELECT 1 ${known}) THEN trim(${value}) IN (SELECT raw ${known} AND key IS NOT NULL) END`;
}

function isPostal(value: Sql): Sql {
  const digits = postalDigits(value);
  const within = wholeRanges().map(([from, to]) => sql`${digits} BETWEEN ${literal(from)} AND ${literal(to)}`);
  return sql`coalesce(${join(within, sql` OR `)}, FALSE)`;
}

/** Codes of any prefecture: what one prefecture ends with the next often begins. */
function wholeRanges(): readonly (readonly [from: string, to: string])[] {
  const whole: [string, string][] = [];
  for (const { from, to } of postalRanges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = whole.at(-1);
    if (last !== undefined && Number(from) <= Number(last[1]) + 1) last[1] = to > last[1] ? to : last[1];
    else whole.push([from, to]);
  }
  return whole;
}
