import { literal, sql, type Sql } from '../store/sql.ts';

/** What people and payment providers write for digits they leave out. */
const blots = '*＊xX×●•・?#';

/** A card number as one word, in narrow digits. */
const word = (text: Sql): Sql =>
  sql`translate(regexp_replace(${text}, '[ 　\\-－‐-―/]', '', 'g'), '０１２３４５６７８９', '0123456789')`;

/** Digits are left out of it; most values are a plain BIN, which costs no closer look. */
const isBlotted = (text: Sql): Sql =>
  sql`(strlen(${text}) > 8 AND regexp_matches(${word(text)}, ${literal(`^[0-9]{0,8}[${blots}]{2}`)}))`;

/** Written in wide digits or in groups: a plain BIN is told by its length alone. */
const isDressed = (text: Sql): Sql => sql`(strlen(${text}) > length(${text}) OR substr(${text}, 5, 1) IN (' ', '-'))`;

/** First digits of a card: of a replaced full number its first six, of a masked one or a BIN as given up to eight; else as it stands. */
export function binOf(text: Sql): Sql {
  return sql`CASE
    WHEN starts_with(${text}, 'card:') THEN substr(${text}, 6, 6)
    WHEN ${isBlotted(text)} THEN nullif(regexp_extract(${word(text)}, '^[0-9]{4,8}'), '')
    WHEN ${isDressed(text)} AND regexp_full_match(${word(text)}, '[0-9]{6,8}') THEN ${word(text)}
    WHEN regexp_matches(${text}, '^[0-9]{4}[ -][0-9]{2}') THEN substr(replace(replace(${text}, ' ', ''), '-', ''), 1, 6)
    ELSE substr(${text}, 1, 8) END`;
}

/**
 * The last four digits of a masked number, `4111 11** **** 1111` or `************1111`; NULL of anything else. A full
 * number that was replaced has none: beside its hash they would help to find it again.
 */
export function maskedLastFour(text: Sql): Sql {
  const masked = literal(`^[0-9]{0,8}[${blots}]{2,}([0-9]{4})$`);
  return sql`CASE WHEN strlen(${text}) > 4 THEN nullif(regexp_extract(${word(text)}, ${masked}, 1), '') END`;
}

/** The same of a column that says it holds the last four digits; zeros that a spreadsheet took are put back. */
export function lastFourOf(text: Sql): Sql {
  const four = word(text);
  return sql`CASE WHEN regexp_full_match(${four}, '[0-9]{1,4}') THEN lpad(${four}, 4, '0') ELSE ${maskedLastFour(text)} END`;
}
