import { nearFields, type NearField } from '../../model/near.ts';
import { id, join, sql, type Sql } from '../../store/sql.ts';

/** Both names without one letter each: names that differ by a letter meet in one of these. */
const without = (name: Sql): Sql => sql`(list_transform(range(1, length(${name}) + 1),
  lambda i: left(${name}, i - 1) || substr(${name}, i + 1)) || [${name}])`;

/** One letter more, less, other, or two changed over. One end of the two is the same then, which is asked first: it is quick. */
const oneEditOff = (one: Sql, other: Sql): Sql => sql`((left(${one}, 3) = left(${other}, 3)
  OR right(${one}, 3) = right(${other}, 3)) AND levenshtein(${one}, ${other}) <= 2
  AND damerau_levenshtein(${one}, ${other}) = 1)`;

/** Two such slips in numbers of one length: each of them was written wrongly once. What stands at its place is asked first. */
const twoEditsOff = (one: Sql, other: Sql): Sql => sql`CASE WHEN length(${one}) = length(${other})
  THEN hamming(${one}, ${other}) <= 4 AND damerau_levenshtein(${one}, ${other}) = 2 ELSE FALSE END`;

/** What one was meant to be read as is what the other says, or was meant to. */
const meantFor = (one: Sql, other: Sql): Sql =>
  sql`coalesce(list_has_any(${one}.meant, [${other}.reading, ${other}.turned]), FALSE)`;
const sameReading = sql`(coalesce(p.reading IN (q.reading, q.turned) OR p.turned IN (q.reading, q.turned), FALSE)
  OR ${meantFor(sql`p`, sql`q`)} OR ${meantFor(sql`q`, sql`p`)} OR coalesce(list_has_any(p.meant, q.meant), FALSE))`;
const oneLetterOff = sql`(greatest(length(p.writing), length(q.writing)) > 2
  AND abs(length(p.writing) - length(q.writing)) <= 1
  AND list_has_any(${without(sql`p.writing`)}, ${without(sql`q.writing`)}))`;
/** One mora off, whichever of two Latin names is the surname; shorter names are another's by so little. */
const oneMoraOff = (one: Sql, other: Sql): Sql =>
  sql`coalesce(least(length(${one}), length(${other})) >= 4 AND ${oneEditOff(one, other)}, FALSE)`;
const nearReading = sql`(${oneMoraOff(sql`p.morae`, sql`q.morae`)} OR ${oneMoraOff(sql`p.morae`, sql`q.turned_morae`)}
  OR ${oneMoraOff(sql`p.turned_morae`, sql`q.morae`)})`;
const surnameOrNot = sql`CASE WHEN coalesce(left(p.writing, 2) = left(q.writing, 2)
  OR left(p.reading, 4) IN (left(q.reading, 4), left(q.turned, 4))
  OR left(p.turned, 4) IN (left(q.reading, 4), left(q.turned, 4)), FALSE) THEN 'surname' ELSE 'different' END`;

/** An account that is its person's name and hardly more than that. */
const bare = (of: Sql): Sql => sql`(${of}.named AND NOT regexp_matches(${of}.account, '[0-9].*[0-9]'))`;
const oneTypoOff = sql`(least(length(p.account), length(q.account)) >= 6 AND ${oneEditOff(sql`p.account`, sql`q.account`)})`;

const part = (of: Sql, nth: number): Sql => sql`split_part(${of}.numbers, '-', ${nth})`;
const samePart = (nth: number): Sql =>
  sql`(${part(sql`p`, nth)} = ${part(sql`q`, nth)} AND ${part(sql`p`, nth)} <> '')`;
/** One digit off, one number more, or one of two or three numbers another; of two, the first one is the same. */
const oneNumberOff = sql`(levenshtein(p.numbers, q.numbers) = 1
  OR starts_with(p.numbers, q.numbers || '-') OR starts_with(q.numbers, p.numbers || '-')
  OR ${samePart(1)}::INTEGER + ${samePart(2)}::INTEGER + ${samePart(3)}::INTEGER >= 2
  OR ${samePart(1)} AND ${part(sql`p`, 2)} <> '' AND ${part(sql`q`, 2)} <> ''
    AND ${part(sql`p`, 3)} = '' AND ${part(sql`q`, 3)} = '')`;
const phoneBehindCode = (of: Sql): Sql => sql`substr(${of}.phone, 4)`;

/** The level of each field of two profiles `p` and `q`, as `nearLevels` tells them. */
const levels: Readonly<Record<NearField, Sql>> = {
  name: sql`CASE
    WHEN p.writing = q.writing AND (p.reading = q.reading OR p.reading IS NULL OR q.reading IS NULL) THEN 'same'
    WHEN (p.writing IS NULL OR q.writing IS NULL) AND ${sameReading} THEN 'same'
    WHEN p.writing = q.writing OR ${sameReading} THEN 'one-writing'
    WHEN p.writing IS NOT NULL AND q.writing IS NOT NULL AND p.reading IS NOT NULL AND q.reading IS NOT NULL
      THEN CASE WHEN ${oneLetterOff} AND ${nearReading} THEN 'near' ELSE ${surnameOrNot} END
    WHEN p.writing IS NOT NULL AND q.writing IS NOT NULL
      THEN CASE WHEN ${oneLetterOff} THEN 'near' ELSE ${surnameOrNot} END
    WHEN p.reading IS NOT NULL AND q.reading IS NOT NULL
      THEN CASE WHEN ${nearReading} THEN 'near' ELSE ${surnameOrNot} END
    ELSE 'missing' END`,
  address: sql`CASE
    WHEN p.address IS NULL OR q.address IS NULL THEN 'missing'
    WHEN p.address = q.address THEN 'same'
    WHEN p.city IS DISTINCT FROM q.city THEN 'different'
    WHEN p.town = q.town AND ${oneNumberOff} THEN 'near'
    WHEN p.numbers = q.numbers AND length(p.town) > 1 AND length(q.town) > 1
      AND levenshtein(p.town, q.town) <= 3 THEN 'near'
    WHEN p.town = q.town THEN 'town'
    ELSE 'city' END`,
  phone: sql`CASE
    WHEN p.phone IS NULL OR q.phone IS NULL THEN 'missing'
    WHEN p.phone = q.phone THEN 'same'
    WHEN ${oneEditOff(phoneBehindCode(sql`p`), phoneBehindCode(sql`q`))} THEN 'near'
    WHEN ${twoEditsOff(phoneBehindCode(sql`p`), phoneBehindCode(sql`q`))} THEN 'twice'
    ELSE 'different' END`,
  email: sql`CASE
    WHEN p.email IS NULL OR q.email IS NULL THEN 'missing'
    WHEN p.email = q.email THEN 'same'
    WHEN p.account = q.account THEN CASE WHEN ${bare(sql`p`)} THEN 'named' ELSE 'local' END
    WHEN length(p.account) >= 5 AND starts_with(q.account, p.account)
      THEN CASE WHEN ${bare(sql`p`)} THEN 'named' ELSE 'longer' END
    WHEN length(q.account) >= 5 AND starts_with(p.account, q.account)
      THEN CASE WHEN ${bare(sql`q`)} THEN 'named' ELSE 'longer' END
    WHEN p.letters = q.letters AND p.named THEN 'named'
    WHEN p.stem = q.stem THEN 'stem'
    WHEN ${oneTypoOff} THEN CASE WHEN ${bare(sql`p`)} OR ${bare(sql`q`)} THEN 'named' ELSE 'near' END
    ELSE 'different' END`,
  agent: sql`CASE
    WHEN p.agent IS NULL OR q.agent IS NULL THEN 'missing' WHEN p.agent = q.agent THEN 'same' ELSE 'different' END`,
};

/** Levels of the pairs (a, b) of `pairs`, a relation of profile numbers: `(a, b, name, address, …)`. */
export function compared(pairs: Sql): Sql {
  const columns = nearFields.map((field) => sql`${levels[field]} AS ${id(field)}`);
  return sql`(SELECT a, b, ${join(columns, sql`, `)}
    FROM ${pairs} AS pairs JOIN profiles AS p ON p.no = a JOIN profiles AS q ON q.no = b)`;
}

/** The fields as a list of columns. */
export const fieldColumns = join(
  nearFields.map((field) => id(field)),
  sql`, `,
);
