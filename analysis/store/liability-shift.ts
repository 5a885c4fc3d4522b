import { literal, sql, type Sql } from './sql.ts';

/**
 * Who bears a chargeback `k` of an order `o` by EMV 3-D Secure (domain-facts 3.3): 'issuer' or 'shop', NULL where neither
 * side tells enough. Liability shifts with ECI 05 or 06 for Visa's 10.4, with 02 or 01 for Mastercard's 4837, and for no
 * other reason; where the ECI is not told, with transStatus Y or A. It does not where transStatus says otherwise, nor where
 * the order's file has a column of CAVVs and none stands there.
 */
export function liabilitySql(): Sql {
  const reason = (code: string): Sql =>
    sql`regexp_matches(coalesce(k.reason, ''), ${literal(`(?:^|[^0-9.])${code}(?:[^0-9]|$)`)})`;
  const [visa, mastercard] = [reason('10[.]4'), reason('4837')];
  const shifts = sql`CASE
    WHEN ${statusTold} AND NOT ${authenticated} THEN FALSE
    WHEN ${cavvMissing} THEN FALSE
    WHEN ${eci} IS NOT NULL THEN CASE WHEN ${visa} THEN ${eci} IN ('05', '06') ELSE ${eci} IN ('02', '01') END
    WHEN ${statusTold} THEN ${authenticated} END`;
  return sql`CASE
    WHEN k.kind NOT IN ('chargeback', 'chargeback-upheld') OR (o.threeds_eci IS NULL AND o.threeds_status IS NULL) THEN NULL
    WHEN ${visa} OR ${mastercard} THEN CASE ${shifts} WHEN TRUE THEN 'issuer' WHEN FALSE THEN 'shop' END
    WHEN regexp_matches(coalesce(k.reason, ''), '[0-9]') THEN 'shop' END`;
}

/** Two digits, whichever zeros a spreadsheet took; anything else is no ECI. */
const eci = sql`CASE WHEN regexp_full_match(trim(o.threeds_eci), '0?[0-9]') THEN lpad(trim(o.threeds_eci), 2, '0') END`;
/** The letters of the standard; words of a shop tell nothing. */
const statusTold = sql`coalesce(regexp_full_match(upper(trim(o.threeds_status)), '[YANUCDRI]'), FALSE)`;
const authenticated = sql`(upper(trim(o.threeds_status)) IN ('Y', 'A'))`;
/** Files that tell it for some orders tell by a blank that another had none. */
const cavvMissing = sql`(coalesce(lower(trim(o.threeds_cavv)) IN ('0', 'no', 'n', 'false', 'なし', '無', '無し'), FALSE)
  OR (o.threeds_cavv IS NULL AND o.import_id IN (SELECT import_id FROM orders WHERE threeds_cavv IS NOT NULL)))`;
