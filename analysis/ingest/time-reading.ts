import { ShinsaError } from '../model/failure.ts';
import { alternativesOf, type ColumnSource } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';
import { columnNamed, firstOf, trimmedText, type SourceColumn, type SourceTable } from './source-table.ts';

/**
 * How a time is read, in two steps so that a text is prepared once: `input` from the source, then what it says.
 */
export interface TimeReading {
  readonly input: Sql;
  readonly read: (input: Sql) => TimeParts;
}

/**
 * `blank` when there is nothing to read; `local` µs of a wall clock, or `instant` µs of UTC where the value says so
 * itself (offset, epoch). Both NULL and not blank: unreadable.
 */
export interface TimeParts {
  readonly blank: Sql;
  readonly local: Sql;
  readonly instant: Sql;
  /** Whether it tells a day and no clock. */
  readonly wholeDay: Sql;
}

/** Accepted instants, µs: [1990-01-01, 2101-01-01) UTC. */
export const timeRange = { from: Date.UTC(1990, 0, 1) * 1000, to: Date.UTC(2101, 0, 1) * 1000 } as const;

/** Why a row with `no_time` and `at_us` has no time that can be taken; NULL where it has. */
export const timeRefused = sql`CASE
  WHEN no_time THEN 'time-missing'
  WHEN at_us IS NULL THEN 'time-unreadable'
  WHEN at_us < ${timeRange.from} OR at_us >= ${timeRange.to} THEN 'time-out-of-range' END`;

/** A day from now, µs: no clock and no zone makes a later date one of the past. */
export const tomorrow = (): number => (Date.now() + 86_400_000) * 1000;

/** Microseconds from midnight to the last second of a day: what is told of a day, without a clock, was known at its end. */
const toLastSecond = 86_399_000_000;

/** The wall clock (µs) of something that happened at `local`; of a `wholeDay` its last second. */
export const happenedAt = (local: Sql, wholeDay: Sql): Sql =>
  sql`(${local} + CASE WHEN ${wholeDay} THEN ${toLastSecond} ELSE 0 END)`;

/**
 * The wall clock (µs) from which a report of `local` was known. Reports are of days, and midnight is how systems write a
 * day: who ordered on its morning was not known for it yet.
 */
export const knownFrom = (local: Sql): Sql => happenedAt(local, sql`${local} % 86400000000 = 0`);

const none = sql`CAST(NULL AS BIGINT)`;
const calendar = '[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}';
const clock = '[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\\.[0-9]{1,9})?)?';
/** A text that a person or program meant as year, month, day and perhaps time. */
export const isoLike = `${calendar}(?:[ T]+${clock})?(?: ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))?`;
const plain = `${calendar}(?:[ T]${clock})?`;
const offset = ' ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)$';

/** The reading of a mapping entry. Throws 'mapping-column-missing' and 'mapping-format'. */
export async function timeReading(db: Connection, source: SourceTable, entry: ColumnSource): Promise<TimeReading> {
  if (typeof entry === 'object' && 'value' in entry) return universal(literal(String(entry.value)));
  const alternatives = alternativesOf(entry).map((headers) => headers.map((header) => columnNamed(source, header)));
  const format = typeof entry === 'object' ? entry.format : undefined;
  const [columns = []] = alternatives;
  const [first, second] = columns;
  if (format === undefined && first !== undefined && alternatives.length === 1) {
    if (columns.length === 1) return single(first);
    if (columns.length === 2 && first.rawType === 'DATE' && second?.rawType === 'TIME')
      return wall(sql`(${first.raw} + ${second.raw})`);
  }
  const text = firstOf(alternatives.map(joined));
  return format === undefined ? universal(text) : formatted(db, text, format);
}

/** The reading of one column by its own type or, for texts, by its shape. */
export function single(column: SourceColumn): TimeReading {
  const { raw, rawType } = column;
  if (rawType === 'TIMESTAMP WITH TIME ZONE')
    return {
      input: raw,
      read: (t) => ({ blank: sql`${t} IS NULL`, local: none, instant: sql`epoch_us(${t})`, wholeDay: sql`FALSE` }),
    };
  if (rawType === 'DATE' || rawType.startsWith('TIMESTAMP'))
    return wall(sql`CAST(${raw} AS TIMESTAMP)`, rawType === 'DATE');
  if (rawType === 'VARCHAR') return universal(column.tidy ? raw : trimmedText(raw));
  return universal(sql`CAST(TRY_CAST(${raw} AS BIGINT) AS VARCHAR)`);
}

function wall(timestamp: Sql, ofDays = false): TimeReading {
  return {
    input: timestamp,
    read: (t) => ({
      blank: sql`${t} IS NULL`,
      local: sql`CASE WHEN isfinite(${t}) THEN epoch_us(${t}) END`,
      instant: none,
      wholeDay: ofDays ? sql`TRUE` : sql`FALSE`,
    }),
  };
}

function joined(columns: readonly SourceColumn[]): Sql {
  const parts = columns.map((column) =>
    column.tidy && column.rawType === 'VARCHAR' ? column.raw : trimmedText(sql`CAST(${column.raw} AS VARCHAR)`),
  );
  return sql`(${join(parts, sql` || ' ' || `)})`;
}

/** Years first, also of 令和 and 平成, with `-`, `/`, `.` or 年月日; digits only; offsets; epochs told apart by their size. */
function universal(text: Sql): TimeReading {
  const narrow = sql`translate(${text}, '０１２３４５６７８９：／－．　', '0123456789:/-. ')`;
  const tidy = sql`rtrim(regexp_replace(regexp_replace(translate(${inFullHours(narrow)}, '年月日時分秒', '-- ::'), '[ ]*[(（][^)）]*[)）]|:[ ]*$', ' ', 'g'), '[ T]+', ' ', 'g'))`;
  const shaped = sql`CASE WHEN regexp_full_match(${text}, ${literal(plain)}) OR regexp_full_match(${text}, '[0-9]+') THEN ${text} ELSE ${gregorian(tidy)} END`;
  return {
    input: shaped,
    read: (t) => ({
      blank: sql`${t} IS NULL`,
      local: localMicros(t),
      instant: instantMicros(t),
      wholeDay: sql`regexp_full_match(${t}, ${literal(`${calendar}|[0-9]{5}|[0-9]{8}`)})`,
    }),
  };
}

const halfDay = '午[前後]|[AaPp][Mm]';
/** Which half of the day, before its hour, or behind its clock. */
const beforeHour = `(${halfDay}) ?([0-9]{1,2})`;
const behindClock = '([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?) ?([AaPp][Mm])$';

/** A text with 午前 or 午後 (or AM, PM) beside an hour up to 12 with that hour as 24 count it; 12 begins each half. */
function inFullHours(text: Sql): Sql {
  const part = (pattern: string, n: number): Sql => sql`regexp_extract(${text}, ${literal(pattern)}, ${n})`;
  const hour = (half: Sql, written: Sql): Sql => {
    const number = sql`TRY_CAST(${written} AS INTEGER)`;
    // No hour of a half: no time can be read then.
    return sql`CASE WHEN ${number} <= 12 THEN lpad((${number} % 12 + CASE WHEN lower(${half}) IN ('午後', 'pm') THEN 12 ELSE 0 END)::VARCHAR, 2, '0') ELSE '99' END`;
  };
  return sql`CASE WHEN NOT regexp_matches(${text}, ${literal(halfDay)}) THEN ${text}
    WHEN regexp_matches(${text}, ${literal(beforeHour)}) THEN regexp_replace(${text}, ${literal(beforeHour)}, ' ' || ${hour(part(beforeHour, 1), part(beforeHour, 2))})
    ELSE regexp_replace(${text}, ${literal(behindClock)}, ${hour(part(behindClock, 3), part(behindClock, 1))} || '\\2') END`;
}

/** Years of an era count from 1, which is also written 元. */
const eraYear = '^(令和|平成|[RHrh])[ .]?([0-9]{1,2}|元)[-./] ?';

/** A text that begins with a year of 令和 (from 2019) or 平成 (from 1989) with that year as the world counts it. */
function gregorian(text: Sql): Sql {
  const part = (n: number): Sql => sql`regexp_extract(${text}, ${literal(eraYear)}, ${n})`;
  const before = sql`CASE WHEN ${part(1)} IN ('令和', 'R', 'r') THEN 2018 ELSE 1988 END`;
  const year = sql`${before} + CASE ${part(2)} WHEN '元' THEN 1 ELSE CAST(${part(2)} AS INTEGER) END`;
  return sql`CASE WHEN regexp_matches(${text}, ${literal(eraYear)})
    THEN (${year})::VARCHAR || '-' || regexp_replace(regexp_replace(${text}, ${literal(eraYear)}, ''), '^([0-9]{1,2})[./]', '\\1-') ELSE ${text} END`;
}

function localMicros(text: Sql): Sql {
  const digits = sql`regexp_full_match(${text}, '(?:19|20|21)[0-9]{6}(?:[ T]?[0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?)?')`;
  const spread = sql`regexp_replace(replace(${text}, ':', ''), '^([0-9]{4})([0-9]{2})([0-9]{2})[ T]?(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?$', '\\1-\\2-\\3 \\4:\\5:\\6')`;
  return sql`CASE
    WHEN regexp_full_match(${text}, ${literal(`${calendar}(?:[ T]${clock})?`)}) THEN ${micros(sql`regexp_replace(${text}, '^([0-9]{4})[.]([0-9]{1,2})[.]', '\\1-\\2-')`)}
    WHEN ${digits} THEN ${micros(sql`rtrim(${spread}, ': ')`)}
    WHEN ${isSerial(text)} THEN CAST(round((CAST(${text} AS DOUBLE) - 25569) * 86400) AS BIGINT) * 1000000
  END`;
}

/** Days a spreadsheet counts from 1899-12-30, of the years 1990 to 2100: no other way to write a time has five digits. */
export const isSerial = (text: Sql): Sql =>
  sql`(regexp_full_match(${text}, '[3-7][0-9]{4}(?:[.][0-9]{1,15})?') AND TRY_CAST(${text} AS DOUBLE) BETWEEN 32874 AND 73415)`;

const micros = (text: Sql): Sql => sql`epoch_us(TRY_CAST(${text} AS TIMESTAMP))`;

function instantMicros(text: Sql): Sql {
  const zone = sql`regexp_extract(${text}, ${literal(offset)})`;
  const wallClock = micros(sql`regexp_replace(${text}, ${literal(offset)}, '')`);
  const hours = sql`TRY_CAST(regexp_extract(${zone}, '([+-][0-9]{2})', 1) AS BIGINT)`;
  const minutes = sql`coalesce(TRY_CAST(nullif(regexp_extract(${zone}, '[+-][0-9]{2}:?([0-9]{2})', 1), '') AS BIGINT), 0)`;
  const sign = sql`CASE WHEN contains(${zone}, '-') THEN -1 ELSE 1 END`;
  const shift = sql`coalesce(${hours} * 3600000000 + ${sign} * ${minutes} * 60000000, 0)`;
  return sql`CASE
    WHEN regexp_full_match(${text}, ${literal(`${calendar}[ T]${clock} ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)`)}) THEN ${wallClock} - ${shift}
    WHEN regexp_full_match(${text}, '[0-9]{9,19}(?:[.][0-9]{1,9})?') AND NOT regexp_full_match(${text}, '(?:19|20|21)[0-9]{10}(?:[0-9]{2})?') THEN ${epoch(text)}
  END`;
}

/** Seconds, milli-, micro- or nanoseconds since 1970, whichever falls between 1990 and 2100. */
function epoch(text: Sql): Sql {
  const whole = sql`TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`;
  const fraction = sql`CAST(rpad(substr(split_part(${text}, '.', 2), 1, 6), 6, '0') AS BIGINT)`;
  return sql`CASE
    WHEN ${whole} BETWEEN 631152000 AND 4133980799 THEN ${whole} * 1000000 + ${fraction}
    WHEN ${whole} BETWEEN 631152000000 AND 4133980799999 THEN ${whole} * 1000
    WHEN ${whole} BETWEEN 631152000000000 AND 4133980799999999 THEN ${whole}
    WHEN ${whole} >= 631152000000000000 THEN ${whole} // 1000
  END`;
}

async function formatted(db: Connection, text: Sql, format: string): Promise<TimeReading> {
  const blank = (t: Sql): Sql => sql`${t} IS NULL`;
  if (format === 'epoch-s' || format === 'epoch-ms') {
    const factor = format === 'epoch-s' ? sql`1000000` : sql`1000`;
    const instant = (t: Sql): Sql => sql`TRY_CAST(round(TRY_CAST(${t} AS DOUBLE) * ${factor}) AS BIGINT)`;
    return { input: text, read: (t) => ({ blank: blank(t), local: none, instant: instant(t), wholeDay: sql`FALSE` }) };
  }
  const pattern = format.includes('%') ? format : strptimeOf(format);
  try {
    await db.run(sql`SELECT try_strptime('', ${literal(pattern)})`);
  } catch (error) {
    throw new ShinsaError('mapping-format', { format }, { cause: error });
  }
  const parsed = (t: Sql): Sql => sql`epoch_us(try_strptime(${t}, ${literal(pattern)}))`;
  const wholeDay = /%-?[HIXcnTRr]/.test(pattern) ? sql`FALSE` : sql`TRUE`;
  return /%[zZ]/.test(pattern)
    ? { input: text, read: (t) => ({ blank: blank(t), local: none, instant: parsed(t), wholeDay }) }
    : { input: text, read: (t) => ({ blank: blank(t), local: parsed(t), instant: none, wholeDay }) };
}

const letters: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  yy: '%y',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  a: '%p',
};

/** `yyyy/MM/dd HH:mm` as strptime; 'mapping-format' on letters it does not know. */
function strptimeOf(format: string): string {
  return format.replace(/([A-Za-z])\1*/g, (run) => {
    if (run === 'T') return 'T';
    const known = letters[run];
    if (known === undefined) throw new ShinsaError('mapping-format', { format });
    return known;
  });
}
