import { itemFields, type CheckedRule, type ItemField } from '../expression/index.ts';
import { lineColumns } from '../model/order-lines.ts';
import type { VectorLines } from '../model/package.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import type { Surrogates } from './surrogate.ts';

/** The lines of an order in a package: only the fields that rules read, what may be a person's replaced. */

/** Fields of lines that some rule reads, in their own order. */
export function itemsRead(rules: readonly CheckedRule[]): readonly ItemField[] {
  const read = new Set(rules.flatMap((rule) => rule.items));
  return [...itemFields.values()].filter((field) => read.has(field));
}

const personal: ReadonlySet<string> = new Set(lineColumns.filter(({ pii }) => pii !== 'none').map(({ name }) => name));

/** The lines drawn of an order, as the JSON text DuckDB gives of them, cut down to `items`. */
export function drawnLines(text: string, items: readonly ItemField[], surrogates: Surrogates | null): VectorLines {
  const lines = JSON.parse(text) as readonly Readonly<Record<string, string | number | null>>[];
  return lines.map((line) =>
    Object.fromEntries(
      items.flatMap(({ name }): [string, string | number][] => {
        const value = line[name] ?? null;
        if (value === null) return [];
        const hidden = surrogates !== null && personal.has(name) && typeof value === 'string';
        return [[name, hidden ? surrogates.of(value) : value]];
      }),
    ),
  );
}

const textType = sql`VARCHAR`;
const numberType = sql`BIGINT`;

/** Type of a column of lines: a list of structs with every field. */
export const linesType: Sql = sql`STRUCT(${join(
  [...itemFields.values()].map(({ name, type }) => sql`${id(name)} ${type === 'string' ? textType : numberType}`),
  sql`, `,
)})[]`;

/** The same as the form that JSON texts of lines are read by: a field that a line lacks is NULL. */
export const linesForm: string = JSON.stringify([
  Object.fromEntries(
    [...itemFields.values()].map(({ name, type }) => [name, type === 'string' ? 'VARCHAR' : 'BIGINT']),
  ),
]);

/** Lines with each field that the rule reads taken out of the first one. */
export function linesWithout(rule: CheckedRule, [first, ...others]: VectorLines): VectorLines[] {
  if (first === undefined) return [];
  return rule.itemsValued.map(({ name }) => [
    Object.fromEntries(Object.entries(first).filter(([own]) => own !== name)),
    ...others,
  ]);
}
