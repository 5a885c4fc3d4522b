import type { SqlTable, SqlTableColumn } from '../../analysis/model/sql-tables.ts';
import type { SqlView } from '../../analysis/model/sql-console.ts';

/** What a query may read, as completion offers it. */
export interface Names {
  readonly tables: readonly SqlTable[];
  readonly views: readonly SqlView[];
}

/** Words that would not be read as a name. */
const plainName = /^[a-z_][a-z0-9_]*$/;
const reserved: ReadonlySet<string> = new Set(
  'all and any as asc between by case cast check collate column cross default desc distinct else end except exists false for from full group having in inner intersect into is join left like limit natural not null offset on or order outer primary right select some table then to true union unique using when where window with'.split(
    ' ',
  ),
);

/** A name as a query has it: between double quotes where it needs them. */
export const written = (name: string): string =>
  plainName.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

const tableNamed =
  /\b(?:from|join)\s+("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_]*)(?:\s+(?:as\s+)?([\p{L}_][\p{L}\p{N}_]*))?/giu;

/** Tables that a text reads, by the name or the other name that it gives them (lower case). */
export function tablesIn(text: string, tables: readonly SqlTable[]): ReadonlyMap<string, SqlTable> {
  const found = new Map<string, SqlTable>();
  for (const [, quoted = '', other] of text.matchAll(tableNamed)) {
    const name = quoted.replace(/^"|"$/g, '').replaceAll('""', '"').toLowerCase();
    const table = tables.find((one) => one.name === name);
    if (table === undefined) continue;
    found.set(name, table);
    if (other !== undefined && !reserved.has(other.toLowerCase())) found.set(other.toLowerCase(), table);
  }
  return found;
}

/** How near a column is to what was typed: smaller is nearer, null does not match. Columns without a value come last. */
export function nearness(
  { name, label, present }: Pick<SqlTableColumn, 'name' | 'label' | 'present'>,
  typed: string,
  fold: (text: string) => string,
): number | null {
  const wanted = fold(typed);
  const all = [name, label.ja, label.en].map(fold);
  const rank = all[0]?.startsWith(wanted)
    ? 0
    : all.some((one) => one.startsWith(wanted))
      ? 1
      : all.some((one) => one.includes(wanted))
        ? 2
        : null;
  return rank === null ? null : rank + (present ? 0 : 4);
}
