import type { ImportReport, OutcomesReport, RejectGroups } from '../model/import-report.ts';
import {
  qualityLimits,
  rejectedBehind,
  type Finding,
  type FindingCode,
  type RejectedFinding,
} from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { listImports, listOutcomeFiles } from '../store/imports.ts';
import { sql } from '../store/sql.ts';
import { byFinding, conditionOf, finding, found, only, type Checked, type Ground } from './ground.ts';

/** What the reports of the imports already say: nothing is counted again. */
export async function importFindings(db: Connection, ground: Ground): Promise<Checked> {
  const all = await listImports(db);
  const imports = all.filter(({ of }) => of !== 'recorded');
  const recorded = all.filter(({ of }) => of === 'recorded');
  const outcomes = await listOutcomeFiles(db, ground.currency);
  return found(
    ...rejected(imports),
    ...(await reusedIds(db, ground, imports)),
    ...refusedResults(recorded),
    ...(await unreadable(db, imports)),
    ...unmatched(outcomes),
    ...rejectedOutcomes(outcomes),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Rejected rows that a finding is about. */
function rowsOf(code: RejectedFinding, groups: RejectGroups): number {
  const { reasons } = rejectedBehind[code];
  return sum(groups.filter(({ reason }) => reasons.includes(reason)).map(({ rows }) => rows));
}

const groupsOf = (files: readonly { readonly rejects?: RejectGroups }[]): RejectGroups =>
  files.flatMap(({ rejects }) => rejects ?? []);

function rejected(imports: readonly ImportReport[]): readonly Finding[] {
  const [code, of] = ['rows-rejected' as const, sum(imports.map((one) => one.read))];
  const count = rowsOf(code, groupsOf(imports));
  return count === 0 ? [] : [finding({ code, unit: 'rows', count, of })];
}

/** Orders whose id stands on further rows; only the rows where an earlier version kept no orders. */
async function reusedIds(
  db: Connection,
  ground: Ground,
  imports: readonly ImportReport[],
): Promise<readonly Finding[]> {
  const code = 'ids-reused';
  const rows = rowsOf(code, groupsOf(imports));
  if (rows === 0) return [];
  const condition = conditionOf(ground, code);
  const told =
    condition === null ? undefined : await db.first(sql`SELECT count(*) AS n FROM orders WHERE ${condition}`);
  const count = Number(told?.['n'] ?? 0);
  const params = { rows };
  if (count > 0) return [finding({ code, count, of: ground.info.orders, params, filter: byFinding(code) })];
  return [finding({ code, unit: 'rows', count: rows, of: sum(imports.map((one) => one.read)), params })];
}

/** Rows of recorded results: of no order, or of orders whose results contradict each other. */
function refusedResults(files: readonly ImportReport[]): readonly Finding[] {
  const count = sum(files.map(({ rejected: rows }) => rows));
  if (count === 0) return [];
  const differing = files.flatMap(({ rejects }) => rejects).filter(({ reason }) => reason === 'recorded-differs');
  const params = { differing: sum(differing.map(({ rows }) => rows)) };
  return [finding({ code: 'recorded-rejected', unit: 'rows', count, of: sum(files.map(({ read }) => read)), params })];
}

/** Orders taken in without a value that could not be read, by file and the header it stands under. */
async function unreadable(db: Connection, imports: readonly ImportReport[]): Promise<readonly Finding[]> {
  const rows = await db.rows(sql`SELECT said.import_id, column_name, count(DISTINCT seq) AS orders
    FROM import_orders AS said LEFT JOIN orders ON event_id = order_id WHERE says = 'value-unreadable' GROUP BY ALL`);
  const keyOf = (importId: unknown, header: unknown): string => JSON.stringify([importId, header]);
  const noted = new Map(rows.map((row) => [keyOf(row['import_id'], row['column_name']), Number(row['orders'])]));
  return imports.flatMap(({ importId, fileName, warnings, accepted: of }) =>
    warnings.flatMap(({ code, params }) => {
      if (code !== 'value-unreadable') return [];
      const column = String(params['column'] ?? '');
      const given = { code: 'values-unreadable', of, params: { header: column, file: fileName } } as const;
      const orders = noted.get(keyOf(importId, column));
      // Which orders they are was not kept always.
      if (orders === undefined) return [finding({ ...given, unit: 'rows', count: Number(params['rows'] ?? 0) })];
      if (orders === 0) return [];
      const filter = only({ kind: 'file', importId, says: 'value-unreadable', column });
      return [finding({ ...given, count: orders, filter })];
    }),
  );
}

/** Outcomes that no order is found for, and those that several orders fit: neither makes an order bad. */
function unmatched(files: readonly OutcomesReport[]): readonly Finding[] {
  const [none, several] = [sum(files.map((file) => file.unmatched)), sum(files.map((file) => file.several))];
  const of = none + several + sum(files.map((file) => file.matched));
  const misleading = (none + several) / of > 1 - qualityLimits.matchedShare;
  const told = (code: FindingCode, count: number): readonly Finding[] => {
    if (count === 0) return [];
    const one = finding({ code, unit: 'outcomes', count, of, params: { files: files.length } });
    return [misleading ? { ...one, severity: 'blocking' } : one];
  };
  return [...told('outcomes-unmatched', none), ...told('outcomes-several', several)];
}

/** Rows of lists of outcomes that could not be read; what another row tells again is no loss. */
function rejectedOutcomes(files: readonly OutcomesReport[]): readonly Finding[] {
  const count = rowsOf('outcome-rows-rejected', groupsOf(files));
  const of = sum(files.map(({ read }) => read));
  return count === 0 ? [] : [finding({ code: 'outcome-rows-rejected', unit: 'rows', count, of })];
}
