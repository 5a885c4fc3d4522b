import { ShinsaError } from '../model/failure.ts';
import type { ColumnType, ProjectColumn } from '../model/columns.ts';
import type { ColumnClause } from '../model/column-clause.ts';
import type { Clause, Filter } from '../model/filter.ts';
import { keyPlace, listColumn, type ProjectList } from '../model/lists.ts';
import { stateCode, type OutcomeState } from '../model/target.ts';
import { saidCondition } from './import-orders.ts';
import { recordedColumn, recordedCondition } from './recorded-decisions.ts';
import { distanceCondition } from './delivery-distance.ts';
import { wayOf } from './order-stages.ts';
import { sampledCondition } from './review-samples.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** A condition over the working rows and the columns it reads; never NULL. */
export interface Condition {
  readonly where: Sql;
  readonly columns: readonly string[];
}

export type RuleClause = Extract<Clause, { kind: 'rule' }>;
export type DecisionClause = Extract<Clause, { kind: 'decision' }>;
export type AddedClause = Extract<Clause, { kind: 'added' }>;
export type FiredClause = Extract<Clause, { kind: 'fired' }>;
export type FindingClause = Extract<Clause, { kind: 'finding' }>;
export type ToldClause = Extract<Clause, { kind: 'told' }>;

/** What turns clauses that hold rules or name findings into conditions. */
export interface RulePrinter {
  readonly rule: (clause: RuleClause) => Promise<Condition>;
  readonly decision: (clause: DecisionClause) => Promise<Condition>;
  readonly added: (clause: AddedClause) => Promise<Condition>;
  readonly fired: (clause: FiredClause) => Promise<Condition>;
  /** Null for a column that the finding cannot be about. */
  readonly finding: (clause: FindingClause) => Promise<Condition | null>;
  readonly told: (clause: ToldClause) => Condition;
  readonly lists: readonly ProjectList[];
  /** The column of the working rows that says how an order ended. */
  readonly state: Sql;
  /** The project's. */
  readonly timezone: string;
  /** Until when what was reported is known, epoch ms; null for all of it. */
  readonly lastKnown: number | null;
}

/** The filter as one condition; 'filter-invalid' (with the clause's number) for an unknown column or a wrong value. */
export async function filterCondition(
  filter: Filter,
  columns: readonly ProjectColumn[],
  rules: RulePrinter,
): Promise<Condition> {
  const types = new Map<string, ColumnType>(columns.map((column) => [column.name, column.type]));
  for (const [name, type] of derived) types.set(name, type);
  const conditions: Condition[] = [];
  for (const [index, clause] of filter.clauses.entries())
    conditions.push(await clauseCondition(clause, { types, index }, rules));
  return allOf(conditions);
}

/** The same for clauses on columns of those types, wherever orders are selected from. */
export function columnsCondition(clauses: readonly ColumnClause[], types: ReadonlyMap<string, ColumnType>): Condition {
  return allOf(clauses.map((clause, index) => columnCondition(clause, { types, index })));
}

function allOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { where: sql`TRUE`, columns: [] };
  return {
    where: sql`(${join(
      conditions.map((c) => c.where),
      sql` AND `,
    )})`,
    columns: [...new Set(conditions.flatMap((c) => c.columns))],
  };
}

/** Columns beside the project's own that a filter may name. */
const derived: readonly (readonly [string, ColumnType])[] = [
  ['label', 'bool'],
  ['import_id', 'text'],
  ['hour', 'int'],
  ['seq', 'int'],
];

interface Place {
  readonly types: ReadonlyMap<string, ColumnType>;
  readonly index: number;
}

function columnCondition(clause: ColumnClause, place: Place): Condition {
  switch (clause.kind) {
    case 'range':
      return rangeCondition(clause, place);
    case 'time':
      return timeCondition(clause, place);
    case 'in':
      return onColumn(clause.column, place, (type) => oneOf(clause.column, clause.values, type, place));
    case 'notIn':
      return onColumn(clause.column, place, (type) => notOneOf(clause.column, clause.values, type, place));
    case 'contains':
      return onColumn(
        clause.column,
        place,
        () => sql`coalesce(contains(lower(${id(clause.column)}::VARCHAR), lower(${clause.text})), FALSE)`,
      );
  }
}

function clauseCondition(clause: Clause, place: Place, rules: RulePrinter): Promise<Condition> | Condition {
  switch (clause.kind) {
    case 'range':
    case 'time':
    case 'in':
    case 'notIn':
    case 'contains':
      return columnCondition(clause, place);
    case 'hour':
      return { where: hourCondition(clause.from, clause.to), columns: [] };
    case 'weekHours':
      return {
        where: sql`${weekHourOf(rules.timezone)} IN (${join(
          clause.cells.map((cell) => sql`${cell}`),
          sql`, `,
        )})`,
        columns: [],
      };
    case 'state':
      return { where: endedAs(clause.states, rules), columns: [] };
    case 'deliveryDistance':
      return distanceCondition(clause.classes);
    case 'stages':
      return stagesCondition(clause, place, rules);
    case 'rule':
      return rules.rule(clause);
    case 'decision':
      return rules.decision(clause);
    case 'added':
      return rules.added(clause);
    case 'fired':
      return rules.fired(clause);
    case 'finding':
      return findingOf(clause, place, rules);
    case 'file':
      return saidCondition(clause);
    case 'told':
      return rules.told(clause);
    case 'sampled':
      return sampledCondition(clause);
    case 'recorded':
      return recordedCondition(clause, place.types.has(recordedColumn));
    case 'listed':
      return listedCondition(clause, place, rules);
    case 'outside':
      return outsideCondition(clause, place, rules);
  }
}

const endedAs = (states: readonly OutcomeState[], { state }: RulePrinter): Sql =>
  sql`${state} IN (${join(
    states.map((one) => sql`${stateCode(one)}`),
    sql`, `,
  )})`;

async function stagesCondition(
  { cells, states }: Extract<Clause, { kind: 'stages' }>,
  place: Place,
  rules: RulePrinter,
): Promise<Condition> {
  const { cell, columns } = await wayOf((one) => clauseCondition(one, place, rules), rules.lastKnown);
  const listed = sql`${cell} IN (${join(
    cells.map((one) => sql`${one}`),
    sql`, `,
  )})`;
  return { where: states === undefined ? sql`(${listed})` : sql`(${listed} AND ${endedAs(states, rules)})`, columns };
}

async function outsideCondition(
  { clauses }: Extract<Clause, { kind: 'outside' }>,
  place: Place,
  rules: RulePrinter,
): Promise<Condition> {
  const parts: Condition[] = [];
  for (const clause of clauses) parts.push(await clauseCondition(clause, place, rules));
  const { where, columns } = allOf(parts);
  return { where: sql`(NOT ${where})`, columns };
}

function listedCondition(
  { list, column, when }: Extract<Clause, { kind: 'listed' }>,
  place: Place,
  { lists }: RulePrinter,
): Condition {
  const match = lists.find(({ id: own }) => own === list)?.match;
  if (match === undefined || place.types.get(column) !== 'text' || keyPlace(match, column) === null)
    throw invalid(place, column);
  const name = listColumn(list, column, when);
  return { where: sql`coalesce(${id(name)}, FALSE)`, columns: [name] };
}

async function findingOf(clause: FindingClause, place: Place, rules: RulePrinter): Promise<Condition> {
  const condition = await rules.finding(clause);
  if (condition === null) throw invalid(place, clause.column ?? '');
  return condition;
}

function onColumn(column: string, place: Place, where: (type: ColumnType) => Sql): Condition {
  const type = place.types.get(column);
  if (type === undefined) throw invalid(place, column);
  return { where: where(type), columns: [column] };
}

function rangeCondition({ column, min, max }: Extract<Clause, { kind: 'range' }>, place: Place): Condition {
  return onColumn(column, place, (type) => {
    if (type !== 'money' && type !== 'int' && type !== 'double') throw invalid(place, column);
    return between(column, min === null ? null : sql`${min}`, max === null ? null : sql`${max}`);
  });
}

function timeCondition({ column, from, to }: Extract<Clause, { kind: 'time' }>, place: Place): Condition {
  return onColumn(column, place, (type) => {
    if (type !== 'timestamp') throw invalid(place, column);
    return between(
      column,
      from === null ? null : instant(from, column, place),
      to === null ? null : instant(to, column, place),
    );
  });
}

/** Half-open; without both bounds every order with a value. */
function between(column: string, min: Sql | null, max: Sql | null): Sql {
  const parts = [sql`${id(column)} IS NOT NULL`];
  if (min !== null) parts.push(sql`${id(column)} >= ${min}`);
  if (max !== null) parts.push(sql`${id(column)} < ${max}`);
  return sql`(${join(parts, sql` AND `)})`;
}

type Values = Extract<Clause, { kind: 'in' }>['values'];

function oneOf(column: string, values: Values, type: ColumnType, place: Place): Sql {
  const some = values.filter((value) => value !== null).map((value) => typed(value, type, column, place));
  const missing = sql`${id(column)} IS NULL`;
  if (some.length === 0) return missing;
  const listed = sql`coalesce(${id(column)} IN (${join(some, sql`, `)}), FALSE)`;
  return some.length === values.length ? listed : sql`(${listed} OR ${missing})`;
}

/** NULL passes unless it is listed too. */
function notOneOf(column: string, values: Values, type: ColumnType, place: Place): Sql {
  return sql`NOT ${oneOf(column, values, type, place)}`;
}

function typed(value: string | number | boolean, type: ColumnType, column: string, place: Place): Sql {
  switch (type) {
    case 'text':
      return sql`${String(value)}`;
    case 'money':
    case 'int':
    case 'double': {
      if (typeof value !== 'number') throw invalid(place, column);
      return sql`${value}`;
    }
    case 'bool': {
      if (typeof value !== 'boolean') throw invalid(place, column);
      return sql`${value}`;
    }
    case 'timestamp':
      return instant(value, column, place);
  }
}

/** An ISO instant, or epoch milliseconds. */
function instant(value: string | number | boolean, column: string, place: Place): Sql {
  const ms = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : NaN;
  if (!Number.isFinite(ms)) throw invalid(place, column);
  return sql`make_timestamptz(${Math.round(ms * 1000)}::BIGINT)`;
}

/** Hours [from, to) of the day in the project's zone; over midnight where `from` is not before `to`. */
function hourCondition(from: number, to: number): Sql {
  return from < to ? sql`(hour >= ${from} AND hour < ${to})` : sql`(hour >= ${from} OR hour < ${to})`;
}

/** Day of the week (Monday 0) × 24 + hour of an order, in the project's zone. */
export const weekHourOf = (timezone: string): Sql =>
  sql`(24 * (isodow(timezone(${literal(timezone)}, ordered_at)) - 1) + hour)`;

const invalid = (place: Place, column: string): ShinsaError =>
  new ShinsaError('filter-invalid', { clause: place.index + 1, column });
