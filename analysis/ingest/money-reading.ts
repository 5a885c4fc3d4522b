import type { Connection } from '../store/connection.ts';
import { literal, sql, type Sql } from '../store/sql.ts';

/** Largest amount taken, in major units; more is 'amount-out-of-range'. */
export const largestMajor = 1e13;

const signs = '円也|[ 　¥￥\\\\円$€£]|JPY|USD|EUR|GBP|yen';
const plainNumber = '-?[0-9]{1,15}(?:[.][0-9]+)?';

/** A dash behind an amount that begins with ¥ ends it, as on slips; anywhere else it may be a minus. */
const ended = '^([¥￥\\\\][ 　]*[0-9.,]+)[-ー―]$';

/** A trimmed text amount made plain: `¥12,345`, `12345円`, `¥1,200-`, `△1,200`, `(1,200)` and full-width digits; NULL when blank. */
export function cleanAmount(text: Sql): Sql {
  const narrow = sql`translate(${text}, '０１２３４５６７８９，．－−▲△（）', '0123456789,.----()')`;
  const bare = sql`regexp_replace(regexp_replace(${narrow}, ${literal(ended)}, '\\1'), ${literal(signs)}, '', 'gi')`;
  const negative = sql`regexp_replace(regexp_replace(${bare}, '^[(](.*)[)]$', '-\\1'), '^[+]', '')`;
  return sql`CASE WHEN regexp_full_match(${text}, ${literal(plainNumber)}) THEN ${text} ELSE ${negative} END`;
}

/**
 * The shape of a cleaned amount: `n` whole; `p`/`c` certainly point/comma decimals; `ap`/`ac` one mark and three
 * digits, which may be either; `k` a card number; `x` unreadable. Callers add `s`, the sign of another currency.
 */
export function amountShape(clean: Sql): Sql {
  const is = (pattern: string): Sql => sql`regexp_full_match(${clean}, ${literal(pattern)})`;
  return sql`CASE
    WHEN ${clean} IS NULL THEN NULL
    WHEN ${is('-?[0-9]+')} THEN 'n'
    WHEN ${is('-?[1-9][0-9]{0,2}[.][0-9]{3}')} THEN 'ap'
    WHEN ${is('-?[0-9]*[.][0-9]+')} THEN 'p'
    WHEN ${is('-?[1-9][0-9]{0,2},[0-9]{3}')} THEN 'ac'
    WHEN ${is('-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.][0-9]+)?')} THEN 'p'
    WHEN ${is('-?[1-9][0-9]{0,2}(?:[.][0-9]{3})+(?:,[0-9]+)?')} THEN 'c'
    WHEN ${is('-?[0-9]*,[0-9]+')} THEN 'c'
    WHEN starts_with(${clean}, 'card:') THEN 'k'
    ELSE 'x' END`;
}

/** Which shapes a whole column shows. */
export interface MarksSeen {
  readonly point: boolean;
  readonly comma: boolean;
  readonly eitherPoint: boolean;
  readonly eitherComma: boolean;
}

/** The shapes in a relation of `amount_cell, shape`; `undecided` counts values that could be read both ways. */
export async function marksSeen(db: Connection, cells: Sql): Promise<MarksSeen & { readonly undecided: number }> {
  const row = await db.first(sql`
    SELECT bool_or(shape = 'p' AND contains(amount_cell, '.')) AS point, bool_or(shape = 'c') AS comma,
      bool_or(shape = 'ap') AS either_point, bool_or(shape = 'ac') AS either_comma,
      bool_or(shape = 'p') AS grouped, count(*) FILTER (shape IN ('ap', 'ac')) AS undecided
    FROM ${cells}`);
  return {
    point: row?.['point'] === true || row?.['grouped'] === true,
    comma: row?.['comma'] === true,
    eitherPoint: row?.['either_point'] === true,
    eitherComma: row?.['either_comma'] === true,
    undecided: Number(row?.['undecided'] ?? 0),
  };
}

/** Whether the column mixes decimal points and commas, so that some of its values cannot be told. */
export function marksMixed(seen: MarksSeen): boolean {
  return (seen.point && seen.comma) || (!seen.point && !seen.comma && seen.eitherPoint && seen.eitherComma);
}

/** The value as `-?digits.digits`; NULL when the column does not decide how to read it. */
function canonicalAmount(clean: Sql, shape: Sql, seen: MarksSeen, digits: Sql): Sql {
  const mixed = marksMixed(seen);
  const asPoint = sql`replace(${clean}, ',', '')`;
  const asComma = sql`replace(replace(${clean}, '.', ''), ',', '.')`;
  const point = mixed ? sql`NULL` : seen.point ? asPoint : seen.comma ? asComma : threeDecimals(asPoint, digits);
  const comma = mixed || seen.comma ? sql`NULL` : asPoint;
  return sql`CASE ${shape} WHEN 'n' THEN ${clean} WHEN 'p' THEN ${asPoint} WHEN 'c' THEN ${asComma} WHEN 'ap' THEN ${point} WHEN 'ac' THEN ${comma} END`;
}

const threeDecimals = (value: Sql, digits: Sql): Sql => sql`CASE WHEN ${digits} = 3 THEN ${value} END`;

/** An amount in minor units (NULL unless `reason` is), and why it was refused. */
export interface MoneyReading {
  readonly minor: Sql;
  readonly reason: Sql;
}

/**
 * A relation with `amount_cell` cleaned texts, `shape` and `currency`, widened by the parts `textMoney` reads. Nested,
 * because DuckDB would evaluate a shared expression inside every CASE anew.
 */
export function moneyParts(relation: Sql, seen: MarksSeen, digits: Sql): Sql {
  const canonical = canonicalAmount(sql`amount_cell`, sql`shape`, seen, digits);
  return sql`(
    SELECT *, TRY_CAST(concat(whole, rpad(fraction, CAST(${digits} AS INTEGER), '0')) AS BIGINT) AS minor FROM (
      SELECT *, starts_with(canonical, '-') AS negative,
        concat('0', ltrim(split_part(canonical, '.', 1), '-0')) AS whole, rtrim(split_part(canonical, '.', 2), '0') AS fraction
      FROM (SELECT *, ${canonical} AS canonical FROM ${relation})))`;
}

/** The reading of a text amount from the columns of `moneyParts`. */
export function textMoney(digits: Sql): MoneyReading {
  return {
    minor: sql`CASE WHEN negative THEN -minor ELSE minor END`,
    reason: sql`CASE
      WHEN shape IS NULL THEN 'amount-missing'
      WHEN shape = 's' THEN 'amount-currency'
      WHEN shape = 'k' THEN 'amount-out-of-range'
      WHEN shape = 'x' THEN 'amount-unreadable'
      WHEN canonical IS NULL THEN 'amount-ambiguous'
      WHEN length(fraction) > ${digits} THEN 'amount-decimals'
      WHEN minor IS NULL OR minor >= 9007199254740992 OR length(whole) > 15 OR TRY_CAST(whole AS BIGINT) > ${largestMajor}
        THEN 'amount-out-of-range'
    END`,
  };
}

/** The reading of a numeric column; a fraction of a minor unit is refused, binary noise below a millionth is not one. */
export function numberMoney(cell: Sql, type: string, factor: Sql): MoneyReading {
  const exact = type === 'FLOAT' ? sql`CAST(CAST(${cell} AS VARCHAR) AS DOUBLE)` : sql`TRY_CAST(${cell} AS DOUBLE)`;
  const scaled = sql`(${exact} * ${factor})`;
  return {
    minor: sql`TRY_CAST(round(${scaled}) AS BIGINT)`,
    reason: sql`CASE
      WHEN ${exact} IS NULL OR isnan(${exact}) THEN 'amount-missing'
      WHEN abs(${exact}) > ${largestMajor} OR abs(${scaled}) >= 9007199254740992 THEN 'amount-out-of-range'
      WHEN abs(${scaled} - round(${scaled})) > greatest(0.000001, abs(${scaled}) * 0.00000000000001) THEN 'amount-decimals'
    END`,
  };
}
