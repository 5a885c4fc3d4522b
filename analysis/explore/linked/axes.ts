import { codesOf } from '../../columns/wishes.ts';
import type { Wish } from '../../columns/coded.ts';
import { noteThere, writeNote } from '../../columns/make-columns.ts';
import type { ColumnType } from '../../model/columns.ts';
import { ShinsaError } from '../../model/failure.ts';
import { everything } from '../../model/filter.ts';
import type { LinkedAxis, LinkedBin } from '../../model/linked.ts';
import { distanceClasses, type DistanceClass } from '../../model/prefecture-places.ts';
import type { ProjectInfo } from '../../model/project.ts';
import { ways } from '../../model/stages.ts';
import type { Connection } from '../../store/connection.ts';
import { filteredRows, type FilteredRows } from '../../store/filtered-rows.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { weekHourOf } from '../../store/condition.ts';
import { distanceCode, distanceColumns } from '../../store/delivery-distance.ts';
import { wayOf } from '../../store/order-stages.ts';
import { id, join, literal, sql, type Sql } from '../../store/sql.ts';
import { binNumber } from '../bins.ts';
import { amountBands, numericEdges } from '../numeric-profile.ts';
import { calendarEdges, iso } from '../time-profile.ts';

/** Most bins of an axis: codes are of one byte, and 0 is no code. */
const mostBins = 254;
/** Values of a text that have a bin of their own. */
const shownValues = 50;

/** What an axis says of itself; kept beside the columns of its state of the data. */
interface Laid {
  readonly type: ColumnType;
  readonly distinct: number | null;
  readonly bins: readonly LinkedBin[];
}

/** An axis on one state of the data. */
export interface PreparedAxis extends Laid {
  readonly axis: LinkedAxis;
  /** The code of every order: the place of its bin, from 1 on. */
  readonly codes: Wish;
}

/**
 * The bins of axes, chosen over all orders, so that they stay whatever is filtered; each order is in exactly one of them, and each
 * clause filters to exactly its orders. Throws 'input-invalid' for a column the project does not have.
 */
export async function preparedAxes(
  project: ProjectHandle,
  db: Connection,
  folder: string,
  info: ProjectInfo,
  axes: readonly LinkedAxis[],
): Promise<PreparedAxis[]> {
  const nameOf = (axis: LinkedAxis): string => `axis ${JSON.stringify([axis, info.currency, info.timezone])}`;
  const laid = new Map<LinkedAxis, Laid>();
  for (const axis of axes) {
    // Written a few lines below; the checksum of its head says so.
    const there = noteThere(folder, nameOf(axis)) as Laid | undefined;
    if (there !== undefined) laid.set(axis, there);
  }
  const missing = axes.filter((axis) => !laid.has(axis));
  if (missing.length > 0) {
    // The rows of all of them at once: each time that rows get another column has its price.
    const columns = missing.flatMap((axis) => columnOf(axis) ?? []);
    const unknown = columns.find((column) => !info.columns.some(({ name }) => name === column));
    if (unknown !== undefined) throw new ShinsaError('input-invalid', {}, { place: { field: unknown } });
    const rows = await filteredRows(project, db, everything, [...new Set(columns)]);
    for (const axis of missing) {
      const made = await laidOut(db, rows, info, axis);
      writeNote(folder, nameOf(axis), made);
      laid.set(axis, made);
    }
  }
  const prepared: PreparedAxis[] = [];
  for (const axis of axes) {
    const own = laid.get(axis);
    if (own !== undefined) prepared.push({ ...own, axis, codes: await codesOfAxis(project, axis, own, info) });
  }
  return prepared;
}

/** The column whose values an axis lays out; null for what is no column's. */
function columnOf(axis: LinkedAxis): string | null {
  switch (axis.kind) {
    case 'column':
      return axis.column;
    case 'weeks':
      return 'ordered_at';
    case 'amountBands':
      return 'amount';
    case 'weekHours':
    case 'deliveryDistance':
    case 'stages':
      return null;
  }
}

async function laidOut(db: Connection, rows: FilteredRows, info: ProjectInfo, axis: LinkedAxis): Promise<Laid> {
  if (axis.kind === 'weekHours')
    return { type: 'timestamp', distinct: null, bins: Array.from({ length: 168 }, (_, at) => weekHour(at)) };
  if (axis.kind === 'deliveryDistance') return { type: 'text', distinct: null, bins: distanceClasses.map(distance) };
  if (axis.kind === 'stages') return { type: 'text', distinct: null, bins: ways.map((_, cell) => stage(cell)) };
  const column = columnOf(axis) ?? '';
  const type = info.columns.find(({ name }) => name === column)?.type;
  if (type === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: column } });
  const missing = async (): Promise<LinkedBin[]> => {
    const found = await db.first(sql`SELECT count(*) AS n FROM ${rows.from} WHERE ${id(column)} IS NULL`);
    return Number(found?.['n']) === 0 ? [] : [missingBin(column)];
  };
  switch (type) {
    case 'money':
    case 'int':
    case 'double': {
      const told = { name: column, type, currency: info.currency, ordersAll: info.orders };
      if (axis.kind === 'amountBands')
        return {
          type,
          distinct: null,
          bins: [...bands(column, await amountBands(db, rows, told)), ...(await missing())],
        };
      const edges = await numericEdges(db, rows, told);
      return { type, distinct: null, bins: [...ranges(column, type, edges), ...(await missing())] };
    }
    case 'timestamp': {
      if (axis.kind === 'column' && column === 'ordered_at')
        return { type, distinct: null, bins: Array.from({ length: 24 }, (_, at) => hour(at)) };
      const edges = axis.kind === 'weeks' ? await weekEdges(db, rows.from, info.timezone) : null;
      const calendar = edges ?? (await calendarEdges(db, rows, column, info.timezone));
      const kind = axis.kind === 'weeks' ? 'week' : 'range';
      return {
        type,
        distinct: null,
        bins: [...times(column, kind, calendar), ...(axis.kind === 'weeks' ? [] : await missing())],
      };
    }
    case 'text':
    case 'bool':
      return valuesOf(db, rows.from, column, type, await missing());
  }
}

const weekHour = (at: number): LinkedBin => ({
  ...{ kind: 'weekHour', label: null, min: at, max: at + 1 },
  clause: { kind: 'weekHours', cells: [at] },
});

const hour = (at: number): LinkedBin => ({
  ...{ kind: 'hour', label: null, min: at, max: at + 1 },
  clause: { kind: 'hour', from: at, to: at + 1 },
});

const distance = (label: DistanceClass): LinkedBin => ({
  ...{ kind: 'distance', label, min: null, max: null },
  clause: { kind: 'deliveryDistance', classes: [label] },
});

const stage = (cell: number): LinkedBin => ({
  ...{ kind: 'stage', label: null, min: cell, max: cell + 1 },
  clause: { kind: 'stages', cells: [cell] },
});

/** Bands between the edges, and one beyond each end. */
const bands = (column: string, edges: readonly number[]): LinkedBin[] =>
  [null, ...edges].map((min, at): LinkedBin => {
    const max = edges[at] ?? null;
    return { kind: 'range', label: null, min, max, clause: { kind: 'range', column, min, max } };
  });

const missingBin = (column: string): LinkedBin => ({
  ...{ kind: 'missing', label: null, min: null, max: null },
  clause: { kind: 'in', column, values: [null] },
});

/** Infinite values of a double column belong to the outermost bins, which are then open. */
function ranges(column: string, type: ColumnType, edges: readonly number[]): LinkedBin[] {
  return edges.slice(0, -1).map((edge, at): LinkedBin => {
    const [low, high] = [edge, edges[at + 1] ?? edge].map((one) => (Number.isFinite(one) ? one : null));
    const open = type === 'double';
    const min = open && at === 0 ? null : (low ?? null);
    const max = open && at === edges.length - 2 ? null : (high ?? null);
    return {
      kind: 'range',
      label: null,
      min: low ?? null,
      max: high ?? null,
      clause: { kind: 'range', column, min, max },
    };
  });
}

const times = (column: string, kind: 'week' | 'range', edges: readonly number[]): LinkedBin[] =>
  edges.slice(0, -1).map((min, at): LinkedBin => {
    const max = edges[at + 1] ?? min;
    return { kind, label: null, min, max, clause: { kind: 'time', column, from: iso(min), to: iso(max) } };
  });

/** The instants at which the weeks of the orders begin, and the end of the last; null where they are too many. */
async function weekEdges(db: Connection, from: Sql, timezone: string): Promise<number[] | null> {
  const found = await db.first(sql`SELECT date_diff('week', min(week), max(week)) AS weeks FROM ${from}`);
  const weeks = found?.['weeks'];
  if (typeof weeks !== 'number') return [];
  if (weeks + 1 > mostBins) return null;
  const rows = await db.rows(sql`
    SELECT CAST(first + 7 * number::INTEGER AS TIMESTAMP) AT TIME ZONE ${literal(timezone)} AS edge
    FROM (SELECT min(week) AS first FROM ${from}), (SELECT unnest(generate_series(0, ${weeks + 1})) AS number) ORDER BY number`);
  return rows.map(({ edge }) => Number(edge));
}

/** The most frequent values, most frequent first, all others together, and what is missing. */
async function valuesOf(
  db: Connection,
  from: Sql,
  column: string,
  type: 'text' | 'bool',
  missing: readonly LinkedBin[],
): Promise<Laid> {
  const rows = await db.rows(sql`
    SELECT ${id(column)} AS value, count(*) OVER () AS distinct FROM ${from} WHERE ${id(column)} IS NOT NULL
    GROUP BY ${id(column)} ORDER BY count(*) DESC, value LIMIT ${shownValues + 1}`);
  const distinct = Number(rows[0]?.['distinct'] ?? 0);
  const shown = rows.slice(0, distinct === shownValues + 1 ? shownValues + 1 : shownValues);
  const values = shown.flatMap(({ value }) =>
    value === null || value === undefined ? [] : [typeof value === 'number' ? String(value) : value],
  );
  const bins = values.map((value): LinkedBin => ({
    ...{ kind: 'value', label: String(value), min: null, max: null },
    clause: { kind: 'in', column, values: [value] },
  }));
  const others: LinkedBin[] =
    distinct > values.length
      ? [
          {
            kind: 'others',
            label: null,
            min: null,
            max: null,
            clause: { kind: 'notIn', column, values: [...values, null] },
          },
        ]
      : [];
  return { type, distinct, bins: [...bins, ...others, ...missing] };
}

/** The code of every order, in SQL over the working rows. */
async function codesOfAxis(
  project: ProjectHandle,
  axis: LinkedAxis,
  { type, bins }: Laid,
  { timezone, dataVersion, asOf }: ProjectInfo,
): Promise<Wish> {
  const code = (at: number): Sql => sql`CAST(${at + 1} AS UTINYINT)`;
  if (axis.kind === 'weekHours') return codesOf(sql`(${weekHourOf(timezone)} + 1)::UTINYINT`, []);
  if (axis.kind === 'deliveryDistance') return codesOf(distanceCode, distanceColumns);
  if (axis.kind === 'stages') {
    const { cell, columns } = await wayOf((clause) => project.condition({ clauses: [clause] }), asOf);
    // What a person decided, what was cancelled and what had been shipped by then is told as of a day.
    return { ...codesOf(sql`(${cell} + 1)::UTINYINT`, columns), version: dataVersion };
  }
  const column = columnOf(axis) ?? '';
  if (axis.kind === 'column' && column === 'ordered_at') return codesOf(sql`(hour + 1)::UTINYINT`, []);
  const value = id(column);
  const missing = bins.findIndex(({ kind }) => kind === 'missing');
  const otherwise = code(missing < 0 ? 0 : missing);
  if (type === 'text' || type === 'bool') {
    const others = bins.findIndex(({ kind }) => kind === 'others');
    const steps = bins.flatMap(({ kind, clause }, at) =>
      kind === 'value' && clause.kind === 'in'
        ? [sql`WHEN ${literalOf(clause.values[0] ?? null)} THEN ${code(at)}`]
        : [],
    );
    const rest = others < 0 ? otherwise : code(others);
    const known = steps.length === 0 ? rest : sql`CASE ${value} ${join(steps, sql` `)} ELSE ${rest} END`;
    return codesOf(sql`CASE WHEN ${value} IS NULL THEN ${otherwise} ELSE ${known} END`, [column]);
  }
  const own = bins.filter(({ kind }) => kind === 'range' || kind === 'week');
  const inner = own.slice(1).map(({ min }) => edgeOf(min ?? 0, type));
  return codesOf(
    sql`CASE WHEN ${value} IS NULL THEN ${otherwise} ELSE (${binNumber(value, inner)} + 1)::UTINYINT END`,
    [column],
  );
}

const literalOf = (value: string | number | boolean | null): Sql =>
  typeof value === 'boolean' ? (value ? sql`TRUE` : sql`FALSE`) : literal(String(value));

function edgeOf(edge: number, type: ColumnType): Sql {
  if (type === 'timestamp') return sql`CAST(${literal(iso(edge))} AS TIMESTAMPTZ)`;
  return type === 'double' ? sql`CAST(${edge} AS DOUBLE)` : sql`CAST(${edge} AS BIGINT)`;
}
