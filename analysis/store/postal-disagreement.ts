import { postalRanges, prefectureNames } from '../model/postal-prefectures.ts';
import { id, literal, sql, type Sql } from './sql.ts';

/** The columns an address is made of, in the order a prefecture is looked for at their head. */
const parts = ['pref', 'city', 'address'] as const;

/** A postal code's column and the columns of its address that are there. */
export interface PostalPlace {
  readonly zip: string;
  readonly written: readonly string[];
}

/** The address of `buyer_zip` or `delivery_zip`; null for any other column, or where no address is written. */
export function postalPlace(zip: string, present: (column: string) => boolean): PostalPlace | null {
  const head = /^(buyer|delivery)_zip$/.exec(zip)?.[1];
  if (head === undefined) return null;
  const written = parts.map((part) => `${head}_${part}`).filter(present);
  return written.length === 0 ? null : { zip, written };
}

/** Seven digits, also where a spreadsheet took the zero in front. Most are written plainly, which costs less to read. */
export const postalDigits = (code: Sql): Sql => {
  const digits = sql`regexp_replace(translate(${code}, '０１２３４５６７８９', '0123456789'), '[^0-9]', '', 'g')`;
  return sql`CASE WHEN regexp_full_match(${code}, '[0-9]{3}-?[0-9]{4}') THEN replace(${code}, '-', '')
    WHEN length(${digits}) = 7 THEN ${digits} WHEN length(${digits}) = 6 THEN '0' || ${digits} END`;
};
const postal = ({ zip }: PostalPlace): Sql => postalDigits(id(zip));

/** The first four letters of the address: no prefecture has more. */
const head = ({ written }: PostalPlace): Sql => {
  const [first = '', ...others] = written;
  return others.reduce(
    (text, column) => sql`coalesce(${text}, ${blankless(column)})`,
    sql`left(${blankless(first)}, 4)`,
  );
};

const blankless = (column: string): Sql => sql`left(nullif(trim(${id(column)}), ''), 4)`;

/**
 * The pairs of code and written prefecture of these rows, each judged once: `zip`, `head`, `name` of the prefecture,
 * `orders`, and whether it `agrees`. Codes of no prefecture and addresses without one are not among them.
 */
export function judgedPairs(place: PostalPlace, rows: Sql): Sql {
  const ranges = postalRanges.map(({ prefecture, from, to }) => `${prefecture}:${from}:${to}`).join(' ');
  const names = literal(`^(?:${prefectureNames.join('|')})`);
  const short = literal(`^(?:${prefectureNames.map(withoutSuffix).join('|')})$`);
  return sql`(
    WITH ranges AS MATERIALIZED (
      SELECT split_part(r, ':', 1) AS prefecture, split_part(r, ':', 2) AS low, split_part(r, ':', 3) AS high
      FROM (SELECT unnest(string_split(${literal(ranges)}, ' ')) AS r)),
    pairs AS MATERIALIZED (
      SELECT ${postal(place)} AS zip, ${head(place)} AS head, count(*) AS orders FROM ${rows} GROUP BY 1, 2),
    read AS (SELECT *, coalesce(nullif(regexp_extract(head, ${names}), ''), nullif(regexp_extract(head, ${short}), '')) AS name
      FROM pairs WHERE zip IS NOT NULL AND head IS NOT NULL)
    SELECT zip, head, any_value(name) AS name, any_value(orders) AS orders, bool_or(starts_with(r.prefecture, name)) AS agrees
    FROM read JOIN ranges r ON zip BETWEEN r.low AND r.high WHERE name IS NOT NULL GROUP BY zip, head)`;
}

/** Orders whose postal code is of another prefecture than the one their address is written with. Never NULL. */
export function postalDisagrees(place: PostalPlace, rows: Sql): Sql {
  return sql`coalesce((${postal(place)}, ${head(place)}) IN (
    SELECT (zip, head) FROM ${judgedPairs(place, rows)} WHERE NOT agrees), FALSE)`;
}

const withoutSuffix = (name: string): string => (name === '北海道' ? name : name.slice(0, -1));
