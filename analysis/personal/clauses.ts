import { columnClauseSchema, type ColumnClause } from '../model/column-clause.ts';
import type { Masks, Value } from './masks.ts';

/** A value with every condition on a column in it, however deep, put through `change`. */
export function mapClauses(value: unknown, change: (clause: ColumnClause) => ColumnClause): unknown {
  if (Array.isArray(value)) return value.map((one) => mapClauses(one, change));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const clause = clauseOf(value);
  if (clause !== undefined) return change(clause);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapClauses(member, change)]));
}

/** Every condition on a column in a value, however deep. */
export function clausesIn(value: unknown): readonly ColumnClause[] {
  const found: ColumnClause[] = [];
  mapClauses(value, (clause) => {
    found.push(clause);
    return clause;
  });
  return found;
}

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

/** Whether it is a condition on a column. */
export const isClause = (value: object): boolean => clauseOf(value) !== undefined;

function clauseOf(value: object): ColumnClause | undefined {
  if (!('kind' in value) || !('column' in value)) return undefined;
  return columnClauseSchema.safeParse(value).data;
}

/** The condition as the page may see it. */
export function maskedClause(clause: ColumnClause, { masked, mask }: Masks): ColumnClause {
  if (!masked(clause.column)) return clause;
  switch (clause.kind) {
    case 'in':
    case 'notIn':
      return { ...clause, values: clause.values.map((value) => mask(clause.column, value)) };
    case 'contains':
      return { ...clause, text: String(mask(clause.column, clause.text)) };
    case 'range':
      return { ...clause, min: null, max: null };
    case 'time':
      return { ...clause, from: null, to: null };
  }
}

/**
 * The condition as the engine reads it: masks stand for their values. A part of a value is not looked for, or values
 * could be guessed at letter by letter: who asks for one has to know all of it.
 */
export async function unmaskedClause(clause: ColumnClause, { masked, unmask }: Masks): Promise<ColumnClause> {
  const { column } = clause;
  if (!masked(column)) return clause;
  switch (clause.kind) {
    case 'in':
    case 'notIn':
      return { ...clause, values: await allOf(clause.values, (value) => unmask(column, value)) };
    case 'contains':
      return { kind: 'in', column, values: await allOf([clause.text], (value) => unmask(column, value)) };
    case 'range':
    case 'time':
      return clause;
  }
}

async function allOf(values: readonly Value[], unmask: (value: Value) => Promise<readonly Value[]>): Promise<Value[]> {
  return (await Promise.all(values.map(unmask))).flat();
}
