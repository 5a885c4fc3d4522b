import type { MaskedColumn } from './redact.ts';
import { fewValues, hidden, isSpoken } from './redact.ts';
import { literal, sql, type Sql } from './sql.ts';

const block = 64;

/** HMAC-SHA-256 of a text, its first hexadecimal digits, as `redactor` makes it; `key` has the length of one block. */
function keyed(key: string, value: Sql, digits: number): Sql {
  const bytes = Buffer.from(key);
  if (bytes.length !== block) throw new RangeError('the key is no block');
  const padded = (pad: number): Sql =>
    sql`from_hex(${literal(Buffer.from(bytes.map((byte) => byte ^ pad)).toString('hex'))})`;
  return sql`left(sha256(${padded(0x5c)} || unhex(sha256(${padded(0x36)} || encode(${value})))), ${digits})`;
}

/**
 * `pseudonym` as SQL over a text: the same mask for the same value as on screen. Who has only these cannot compute around
 * them. NULL stays NULL.
 */
export function pseudonymSql(column: MaskedColumn, key: string, value: Sql): Sql {
  const { name, type } = column;
  const blot = literal(hidden);
  if (type === 'bool' || fewValues.has(name)) return sql`CASE WHEN ${value} IS NOT NULL THEN ${blot} END`;
  if (name === 'email') return sql`${keyed(key, value, 12)} || regexp_extract(${value}, '@[^@]*$')`;
  if (name.endsWith('_zip')) return sql`left(${value}, 3) || '****'`;
  return isSpoken(column) ? sql`${blot} || ${keyed(key, value, 10)}` : keyed(key, value, 12);
}
