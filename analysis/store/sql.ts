import type { DuckDBValue } from '@duckdb/node-api';

/** A query with its bound values; only this module makes one. */
export interface Sql {
  readonly kind: 'sql';
  readonly text: string;
  readonly values: readonly DuckDBValue[];
}

/** Text printed by analysis/expression/sql: a three-valued condition or value with its literals quoted inside. */
export interface SqlPredicate {
  readonly kind: 'predicate';
  readonly text: string;
}

export type SqlPart = Sql | SqlPredicate | string | number | bigint | boolean | null;

/**
 * Template tag for all SQL but rule predicates: plain values are bound as parameters, `Sql` and `SqlPredicate` parts
 * are spliced. Identifiers go through `id`, never through a plain string.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly SqlPart[]): Sql {
  let text = strings[0] ?? '';
  const values: DuckDBValue[] = [];
  parts.forEach((part, index) => {
    if (typeof part === 'object' && part !== null) {
      text += part.kind === 'predicate' ? `(${part.text})` : part.text;
      if (part.kind === 'sql') values.push(...part.values);
    } else {
      const { mark, value } = bound(part);
      values.push(value);
      text += mark;
    }
    text += strings[index + 1] ?? '';
  });
  return { kind: 'sql', text, values };
}

/**
 * How a plain value is bound: whole numbers as INTEGER or BIGINT, others as DOUBLE. (A bigint would become HUGEINT,
 * which keeps conditions from using the column's own statistics.) Whole doubles beyond BIGINT travel as text.
 */
function bound(value: string | number | bigint | boolean | null): { mark: string; value: DuckDBValue } {
  const beyond = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 2 ** 63;
  return beyond ? { mark: 'CAST(? AS DOUBLE)', value: String(value) } : { mark: '?', value };
}

/** A quoted identifier, dotted when several parts are given: `id('work', 'rows')` is "work"."rows". */
export function id(...parts: readonly string[]): Sql {
  return { kind: 'sql', text: parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.'), values: [] };
}

/** A quoted string literal, for the few places DuckDB takes no bound value (ATTACH, SET, CREATE VIEW, COPY options). */
export function literal(value: string): Sql {
  return { kind: 'sql', text: `'${value.replaceAll("'", "''")}'`, values: [] };
}

/** Parts joined with a separator given as SQL, e.g. `join(columns, sql`, `)`; nothing for an empty list. */
export function join(parts: readonly Sql[], separator: Sql): Sql {
  return {
    kind: 'sql',
    text: parts.map((part) => part.text).join(separator.text),
    values: parts.flatMap((part, index) => (index === 0 ? part.values : [...separator.values, ...part.values])),
  };
}

/** The empty fragment. */
export const nothing: Sql = { kind: 'sql', text: '', values: [] };

/** A query as one text to be shipped, its bound numbers written out; a bound text is a TypeError. */
export function written({ text, values }: Sql): string {
  let at = 0;
  return text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (part) => {
    if (part !== '?') return part;
    const value = values[at];
    at += 1;
    if (typeof value !== 'number' && typeof value !== 'bigint') throw new TypeError('a bound text');
    return String(value);
  });
}
