import { ShinsaError } from '../model/failure.ts';
import type { Filter } from '../model/filter.ts';
import type { FinderSettings } from '../model/finder-limits.ts';
import {
  finderIds,
  mostFindings,
  mostNamed,
  mostNamedInAll,
  type FinderParams,
  type FinderReport,
  type PatternFact,
  type PatternFinding,
  type PatternsReport,
} from '../model/patterns.ts';
import { outcomeStates } from '../model/target.ts';
import { exactSum } from '../store/money.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { byState } from '../store/state-totals.ts';
import { countedColumns, type Finder, type Members } from './finder.ts';
import { finders } from './finders/index.ts';
import { groundOf, type Ground } from './ground.ts';

/** Told before each finder, `done` of `total`. */
type Told = (done: number, total: number) => void;

/** What every finder finds among the filtered orders, by its usual limits unless `settings` say others. Throws 'project-empty' in a project without orders. */
export async function patternsReport(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  told: Told,
  settings: FinderSettings = {},
): Promise<PatternsReport> {
  const all = finderIds.map((one) => finders[one]);
  const columns = all.flatMap(({ needs, reads, counts }) => [
    ...[...needs, ...reads],
    ...counts.map((fact) => countedColumns[fact]),
  ]);
  const ground = await groundOf(project, db, filter, [...new Set(columns)]);
  if (ground.info.orders === 0) throw new ShinsaError('project-empty');
  const reports: FinderReport[] = [];
  let left = mostNamedInAll;
  for (const [done, finder] of all.entries()) {
    told(done, all.length);
    // Each finder may name its part of what those before it left.
    const { report, named } = await reportOf(
      finder,
      finder.read(settings[finder.id] ?? {}),
      ground,
      Math.floor(left / (all.length - done)),
    );
    reports.push(report);
    left -= named;
  }
  const { info, count, period } = ground;
  return {
    ...{ dataVersion: info.dataVersion, target: info.target, asOf: info.asOf, maturity: info.maturity },
    ...{ orders: count, period, states: await statesOf(db, ground.rows) },
    ...{ currency: info.currency, timezone: info.timezone, finders: reports },
  };
}

/** Places, from 0 on, of the findings whose orders are named, when so many orders may be: the first first. */
export function namedAmong(orders: readonly number[], most: number): readonly number[] {
  let left = most;
  return orders.flatMap((count, place) => {
    if (count > Math.min(left, mostNamed)) return [];
    left -= count;
    return [place];
  });
}

interface Reported {
  readonly report: FinderReport;
  /** Orders that its filters name. */
  readonly named: number;
}

async function reportOf(finder: Finder, params: FinderParams, ground: Ground, mayName: number): Promise<Reported> {
  const { id: name } = finder;
  const missing = finder.needs.filter((column) => !ground.has(column));
  const lacks = finder.wants !== undefined && ground.lacks(finder.wants) ? finder.wants : null;
  const none = { found: 0, findings: [], orders: 0, amount: 0, states: byState([]) };
  const nothing = { id: name, params, missing, lacks, ...none };
  if (missing.length > 0 || lacks !== null) return { report: nothing, named: 0 };
  const members = await finder.find(ground, params);
  if (members === null) return { report: nothing, named: 0 };
  const { shared = finder.shared } = members;
  const { db, rows } = ground;
  await db.run(sql`CREATE OR REPLACE TEMP TABLE pattern_members AS ${members.query}`);
  const states = await statesOf(db, sql`(SELECT * FROM ${rows} WHERE seq IN (SELECT seq FROM pattern_members))`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE pattern_groups AS ${groupsSql(finder, shared, ground)}`);
  const found = Number((await db.first(sql`SELECT count(*) AS n FROM pattern_groups`))?.['n']);
  const groups = await db.rows(
    sql`SELECT * EXCLUDE (part) FROM pattern_groups WHERE place <= ${mostFindings} ORDER BY place`,
  );
  const named = namedAmong(
    groups.map((row) => Number(row['orders'])),
    mayName,
  );
  const ids = await namesOf(shared, ground, named);
  const findings = groups.map((row, at) => findingOf(row, ids.get(at) ?? null, finder, { ...members, shared }));
  const sum = (of: 'orders' | 'amount') => outcomeStates.reduce((total, state) => total + states[state][of], 0);
  return {
    report: { ...nothing, ...{ found, findings, orders: sum('orders'), amount: sum('amount'), states } },
    named: named.reduce((total, at) => total + (findings[at]?.orders ?? 0), 0),
  };
}

const sharedOf = (shared: readonly string[]): readonly Sql[] => shared.map((_, at) => id(`s${at}`));

/** Every group with its figures; `place` by what is at stake. */
function groupsSql(finder: Finder, columns: readonly string[], { rows, has }: Ground): Sql {
  const shared = join(sharedOf(columns), sql`, `);
  const counts = finder.counts
    .filter((fact) => has(countedColumns[fact]))
    .map((fact) => sql`, count(DISTINCT o.${id(countedColumns[fact])}) AS ${id(fact)}`);
  const own = finder.own.map((fact) => sql`, max(m.${id(fact)})::DOUBLE AS ${id(fact)}`);
  const states = outcomeStates.map(
    (state, code) => sql`, count_if(o.state = ${code}) AS ${id(`${state} orders`)},
      sum(o.paid) FILTER (o.state = ${code}) AS ${id(`${state} amount`)}`,
  );
  return sql`SELECT *, row_number() OVER (ORDER BY amount DESC, orders DESC, first, ${shared}, part) AS place FROM (
    SELECT ${shared}, m.part, count(*) AS orders, epoch_ms(min(o.ordered_at)) AS first, epoch_ms(max(o.ordered_at)) AS last,
      sum(o.paid) AS amount, max(o.paid) AS most ${join([...counts, ...own, ...states], sql``)}
    FROM pattern_members AS m JOIN ${rows} AS o USING (seq) GROUP BY ${shared}, m.part)`;
}

/** The ids of the orders of these findings, by place; as JSON. */
async function namesOf(
  shared: readonly string[],
  { db, rows }: Ground,
  named: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (named.length === 0) return new Map();
  const same = join(
    [...sharedOf(shared), sql`part`].map((column) => sql`m.${column} IS NOT DISTINCT FROM g.${column}`),
    sql` AND `,
  );
  const places = join(
    named.map((at) => sql`${at + 1}`),
    sql`, `,
  );
  const found = await db.rows(sql`SELECT g.place, to_json(list(o.event_id ORDER BY o.seq))::VARCHAR AS ids
    FROM (FROM pattern_groups WHERE place IN (${places})) AS g JOIN pattern_members AS m ON ${same} JOIN ${rows} AS o USING (seq)
    GROUP BY g.place`);
  return new Map(found.map((row) => [Number(row['place']) - 1, String(row['ids'])]));
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

function findingOf(row: Row, ids: string | null, finder: Finder, members: Required<Members>): PatternFinding {
  const shared = members.shared.map((column, at) => ({ column, value: String(row[`s${at}`] ?? '') }));
  const fact = (name: PatternFact) => {
    const value = row[name];
    return typeof value === 'number' ? [{ fact: name, value }] : [];
  };
  return {
    shared: shared.filter(({ value }) => value !== ''),
    orders: Number(row['orders']),
    ...{ first: Number(row['first']), last: Number(row['last']), amount: exactSum(row['amount']) },
    facts: [...finder.own, ...finder.counts].flatMap(fact),
    states: byState(
      outcomeStates.map((name, state) => ({
        state,
        orders: Number(row[`${name} orders`]),
        amount: exactSum(row[`${name} amount`]),
      })),
    ),
    filter: ids === null ? null : filterOf(ids),
    draft: members.draft(
      shared.map(({ value }) => value),
      { most: Number(row['most'] ?? 0) },
    ),
  };
}

function filterOf(ids: string): Filter {
  return { clauses: [{ kind: 'in', column: 'event_id', values: JSON.parse(ids) as string[] }] };
}

async function statesOf(db: Connection, rows: Sql) {
  const found = await db.rows(sql`SELECT state, count(*) AS orders, sum(paid) AS amount FROM ${rows} GROUP BY state`);
  return byState(
    found.map((row) => ({
      state: Number(row['state']),
      orders: Number(row['orders']),
      amount: exactSum(row['amount']),
    })),
  );
}
