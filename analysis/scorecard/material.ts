import { setImmediate } from 'node:timers/promises';
import { featureIssues, featuresBehind, fieldsBehind, type Scope } from '../expression/index.ts';
import type { BacktestWarning } from '../model/backtest.ts';
import { localDayOf } from '../model/calendar-periods.ts';
import { ShinsaError } from '../model/failure.ts';
import { everything, type Filter } from '../model/filter.ts';
import type { ProjectInfo } from '../model/project.ts';
import { groupCount } from '../model/results/intervals.ts';
import type { Judged } from '../model/results/judged.ts';
import { splitParts } from '../model/results/split.ts';
import type { PeriodOrders } from '../model/scorecard/report.ts';
import type { ScorecardSpec } from '../model/scorecard/spec.ts';
import { outcomeStates, stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { entitiesOf } from '../store/entities.ts';
import { linesReplaced, ordersChanged } from '../store/import-orders.ts';
import { judgedProject } from '../store/judged-views.ts';
import { atRevision } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { entitySql } from '../store/purchase-attempts.ts';
import {
  featureWarnings,
  fieldsWarning,
  hindsightWarnings,
  linesWarning,
  readsLines,
  unsureWarning,
} from '../store/read-warnings.ts';
import { sql, type Sql } from '../store/sql.ts';
import { readField, valueSql, type ReadField } from './fields.ts';
import { unlabelled, type Labels } from './prebin.ts';
import { categoriesOf, codesOf, numbersOf, type ReadRows } from './read-columns.ts';
import { parts, type Material } from './report.ts';

/** What a scorecard is asked of. */
export interface ScorecardAsk {
  readonly spec: ScorecardSpec;
  readonly filter?: Filter;
  readonly judged?: Judged;
  /** Ids of orders whose score is to be told. */
  readonly orders: readonly string[];
}

/** What the orders of a project give, and what they are. */
export interface Gathered {
  readonly material: Material;
  readonly info: ProjectInfo;
  readonly currency: string;
  readonly timezone: string;
  readonly trainedAsOf: string | null;
  readonly asOf: string | null;
  readonly training: PeriodOrders;
  readonly outOfTime: PeriodOrders | null;
  readonly warnings: readonly BacktestWarning[];
}

/**
 * The orders as a scorecard reads them: training judged by what had been reported before the out-of-time day, held out orders by
 * what is known now; values as they were at the order. Throws what `readField` throws, 'feature-invalid', 'scorecard-order',
 * 'filter-invalid', and 'view-gone' where the data change meanwhile.
 */
export async function gather(
  project: ProjectHandle,
  db: Connection,
  ask: ScorecardAsk,
  tell: (share: number) => void,
): Promise<Gathered> {
  const { spec, filter = everything } = ask;
  const base = await judgedProject(project, ask.judged);
  const info = await base.info();
  const { currency = info.currency, timezone = info.timezone, features = [] } = spec;
  const scope = await base.scope(currency, timezone, features);
  refuseFeatures(scope);
  const variables = spec.variables.map(({ field, kind }, i) => readField(field, kind, scope, `variables.${i}.field`));
  const segments = (spec.segments ?? []).map((path, i) => readField(path, 'categorical', scope, `segments.${i}`));
  const known = info.maturity === 'measured' && info.asOf !== null ? localDayOf(info.asOf, info.timezone) : null;
  const split = splitParts(spec.outOfTime === undefined ? [] : [spec.outOfTime], filter, info.timezone, known);
  const [first, last] = [split[0], split.at(-1)];
  const conditions = await Promise.all(
    [first?.filter ?? filter, last?.filter ?? filter].map((one) => base.condition(one)),
  );
  const columns = [...variables, ...segments].map(({ field }) => field.column);
  const from = await base.rows(db, [...new Set([...columns, ...conditions.flatMap((one) => one.columns)])]);
  const trainedAsOf = first?.asOf ?? known;
  const then = first === undefined ? base : await project.judged({ ...ask.judged, asOf: first.asOf });
  const judged = then === base ? from : await then.rows(db, []);
  if (judged.revision !== from.revision) throw new ShinsaError('view-gone');
  const count = Number((await db.first(sql`SELECT count(*) AS n FROM ${from}`))?.['n'] ?? 0);
  const rows: ReadRows = { db, from, count };
  const [trains = sql`TRUE`, holds = sql`FALSE`] = conditions.map(({ where }) => where);
  const partSql = sql`CASE WHEN ${trains} THEN ${parts.training} ${
    first === undefined ? sql`` : sql`WHEN ${holds} THEN ${parts.outOfTime}`
  } ELSE ${parts.none} END`;
  const part = await codesOf(rows, partSql);
  const isOf = (which: number): Sql => sql`${partSql} = ${which}`;
  const states = await codesOf(rows, sql`state`);
  const thenStates = judged === from ? states : await codesOf({ ...rows, from: judged }, sql`state`);
  const single = await base.singleCurrency();
  const { clusters, asked, warnings } = await atRevision(db, from.revision, async () => ({
    clusters: {
      by: (await entitiesOf(db)).by,
      groups: await codesOf(
        { ...rows, from: sql`(SELECT * FROM orders o ORDER BY o.seq) AS o` },
        sql`md5_number_lower(${entitySql}) % ${groupCount}`,
      ),
    },
    asked: await rowsOf(db, ask.orders),
    warnings: await warningsOf(db, from, [...variables, ...segments], scope, { info, timezone }),
  }));
  const read = (one: ReadField): Sql => valueSql(one, currency, single);
  const at = <T>(all: readonly T[], index: number): T => {
    const one = all[index];
    if (one === undefined) throw new RangeError(`no column ${index}`);
    return one;
  };
  return {
    ...{ info, currency, timezone, trainedAsOf, asOf: known, warnings },
    training: statesOf(part, thenStates, parts.training),
    outOfTime: first === undefined ? null : statesOf(part, states, parts.outOfTime),
    material: {
      ...{ rows: count, part, clusters, asked, tell },
      training: labelsOf(part, thenStates, parts.training),
      outOfTime: first === undefined ? null : labelsOf(part, states, parts.outOfTime),
      rejected: part.map((one, row) => (one === parts.training && thenStates[row] === stateCode('blocked') ? 1 : 0)),
      about: variables.map(({ field, type }) => ({ column: field.column, type })),
      column: async (index) => {
        const one = at(variables, index);
        return one.type === 'category'
          ? { kind: 'categories', ...(await categoriesOf(rows, read(one), isOf(parts.training))) }
          : { kind: 'numeric', values: await numbersOf(rows, read(one)) };
      },
      segment: async (index) => {
        const one = at(segments, index);
        const looked = isOf(first === undefined ? parts.training : parts.outOfTime);
        return { ...(await categoriesOf(rows, read(one), looked)), column: one.field.column };
      },
      pause: async () => {
        // A cancel is heard between two turns only.
        await setImmediate();
        if (db.cancelled) throw new ShinsaError('cancelled');
      },
    },
  };
}

function refuseFeatures(scope: Scope): void {
  const issue = featureIssues(scope).find(({ severity }) => severity === 'error');
  if (issue === undefined) return;
  throw new ShinsaError(
    'feature-invalid',
    { issue: issue.code, from: issue.from, to: issue.to, ...issue.params },
    { place: { field: 'features' } },
  );
}

/** Rows of orders by their ids; 'scorecard-order' with the place of one that is not there. */
async function rowsOf(db: Connection, orders: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  for (const [index, order] of orders.entries()) {
    const row = await db.first(sql`SELECT seq FROM orders WHERE event_id = ${order}`);
    if (row === undefined) throw new ShinsaError('scorecard-order', {}, { place: { field: `orders.${index}` } });
    found.push(Number(row['seq']));
  }
  return found;
}

function labelsOf(part: Uint8Array, states: Uint8Array, which: number): Labels {
  const [bad, good] = [stateCode('bad'), stateCode('good')];
  return part.map((one, row) => {
    const state = states[row];
    return one !== which ? unlabelled : state === bad ? 1 : state === good ? 0 : unlabelled;
  });
}

function statesOf(part: Uint8Array, states: Uint8Array, which: number): PeriodOrders {
  const counts = new Array<number>(outcomeStates.length).fill(0);
  part.forEach((one, row) => {
    const state = states[row] ?? 0;
    if (one === which) counts[state] = (counts[state] ?? 0) + 1;
  });
  const of = (state: (typeof outcomeStates)[number]): number => counts[stateCode(state)] ?? 0;
  return {
    orders: counts.reduce((sum, n) => sum + n, 0),
    ...{ bad: of('bad'), good: of('good'), immature: of('immature'), blocked: of('blocked'), excluded: of('excluded') },
  };
}

/** What is to be known of what is read, as rules that read it are told. */
async function warningsOf(
  db: Connection,
  from: Sql,
  read: readonly ReadField[],
  scope: Scope,
  { info, timezone }: { readonly info: ProjectInfo; readonly timezone: string },
): Promise<readonly BacktestWarning[]> {
  const rules = read.map(({ rule }) => rule);
  const fields = read.map(({ field }) => field);
  const lines = await db.first(sql`SELECT count(*) AS orders FROM ${from} WHERE ${linesReplaced}`);
  const changed = await db.rows(ordersChanged(from, sql`TRUE`));
  return [
    ...(info.maturity === 'not measured' ? [{ code: 'maturity-not-measured' as const, params: {} }] : []),
    ...(info.undated > 0 ? [{ code: 'undated-outcomes' as const, params: { orders: info.undated } }] : []),
    ...unsureWarning(fields),
    ...hindsightWarnings(fields, []),
    ...linesWarning(readsLines(fields) ? Number(lines?.['orders'] ?? 0) : 0),
    ...fieldsWarning(
      changed.map(({ column, orders }) => ({ column: String(column), orders: Number(orders) })),
      fieldsBehind(rules, scope),
    ),
    ...(await featureWarnings(db, featuresBehind(rules, scope), timezone)),
  ];
}
