import type { Mapping } from '../model/mapping.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';
import { columnNamed, trimmed, type SourceTable } from './source-table.ts';

/** The file's own label: TRUE bad, FALSE good, NULL blank. Values compare as trimmed text, numbers also by value. */
export function labelOf(source: SourceTable, mapping: Mapping): Sql {
  if (mapping.label === undefined) return sql`CAST(NULL AS BOOLEAN)`;
  const column = columnNamed(source, mapping.label.from);
  const text = trimmed(column);
  const texts = mapping.label.bad.map((value) => literal(String(value).trim()));
  const numbers = mapping.label.bad.flatMap((value) => numbersOf(value));
  const flags = numbers.includes(1) ? ['true'] : [];
  if (numbers.includes(0)) flags.push('false');
  const words = [
    ...flags,
    ...mapping.label.bad.filter((value) => typeof value === 'boolean').map((value) => String(value)),
  ];
  const hit = [
    sql`${text} IN (${join(texts, sql`, `)})`,
    ...(numbers.length === 0
      ? []
      : [
          sql`coalesce(TRY_CAST(${text} AS DOUBLE) IN (${join(
            numbers.map((n) => literal(String(n))).map((n) => sql`CAST(${n} AS DOUBLE)`),
            sql`, `,
          )}), false)`,
        ]),
    ...(words.length === 0 ? [] : [sql`lower(${text}) IN (${join(words.map(literal), sql`, `)})`]),
  ];
  return sql`CASE WHEN ${text} IS NOT NULL THEN ${join(hit, sql` OR `)} END`;
}

function numbersOf(value: string | number | boolean): number[] {
  if (typeof value === 'boolean') return [value ? 1 : 0];
  const text = String(value).trim().toLowerCase();
  if (text === 'true') return [1];
  if (text === 'false') return [0];
  const number = text === '' ? NaN : Number(text);
  return Number.isFinite(number) ? [number] : [];
}
