import { isMasked, type ProjectColumn } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import {
  findingCodes,
  severities,
  type ColumnQuality,
  type Finding,
  type QualityReport,
  type Spread,
} from '../model/quality.ts';
import { share } from '../model/share.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { columnGroups, uniqueGroups, type ColumnGroups } from './column-groups.ts';
import { groundOf, type Checked, type Ground } from './ground.ts';
import { importFindings } from './import-findings.ts';
import { leakFindings, mayLeak, type Known } from './leak-findings.ts';
import { postalFindings, reportedBeforeOrder, sameOrderTwice, sharedIds } from './order-findings.ts';
import { rowFindings } from './row-findings.ts';
import { spreads } from './spreads.ts';
import { dayFindings } from './day-findings.ts';
import { isShared, valueFindings } from './value-findings.ts';

/** Told before each step, `done` of `total`. */
type Told = (done: number, total: number) => void;

/** The data quality of all orders of a project. Throws 'project-empty' where there are none. */
export async function qualityReport(project: ProjectHandle, db: Connection, told: Told): Promise<QualityReport> {
  const ground = await groundOf(project, db);
  const { info, columns } = ground;
  if (info.orders === 0) throw new ShinsaError('project-empty');
  const checks: readonly (() => Promise<Checked>)[] = [
    () => rowFindings(db, ground),
    () => dayFindings(db, ground),
    () => sameOrderTwice(db, ground),
    () => sharedIds(db, ground),
    () => reportedBeforeOrder(db, ground),
    () => postalFindings(db, ground),
    () => importFindings(db, ground),
  ];
  const total = checks.length + columns.length + 1;
  let done = 0;
  const step = <T>(work: () => Promise<T>): Promise<T> => {
    told(done++, total);
    return work();
  };
  const measured = await step(() => spreads(db, ground));
  const groups = new Map<ProjectColumn, ColumnGroups>();
  for (const column of columns) {
    const wanted = { hubs: isShared(column), leaks: mayLeak(column) };
    const read = column.name === 'event_id' ? uniqueGroups : columnGroups;
    groups.set(column, await step(() => read(db, ground, column, wanted)));
  }
  const known = knownOf(groups);
  const checked: Checked[] = [];
  for (const check of checks) checked.push(await step(check));
  checked.push(valueFindings(ground, groups), leakFindings(ground, groups, known));
  return {
    orders: info.orders,
    timezone: info.timezone,
    currency: info.currency,
    dataVersion: info.dataVersion,
    known,
    ...sorted(checked),
    columns: columns.map((column) =>
      columnQuality(ground, column, groups.get(column), measured.get(column.name) ?? null),
    ),
  };
}

/** Every order is in the filled or the blank part of every column. */
function knownOf(groups: ReadonlyMap<ProjectColumn, ColumnGroups>): Known {
  const [first] = groups.values();
  const of = (state: 'bad' | 'good'): number => (first?.filled[state] ?? 0) + (first?.blank[state] ?? 0);
  return { bad: of('bad'), good: of('good') };
}

function sorted(checked: readonly Checked[]): Pick<QualityReport, 'findings' | 'clean' | 'skipped'> {
  const findings = checked.flatMap((one) => one.findings);
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  const part = ({ count, of }: Finding): number => share(count, of) ?? 0;
  const reasons = new Map(checked.flatMap((one) => Object.entries(one.skipped)));
  const said = new Set(findings.map(({ code }) => code));
  return {
    findings: findings.toSorted((a, b) => rank(a) - rank(b) || part(b) - part(a)),
    clean: findingCodes.filter((code) => !said.has(code) && !reasons.has(code)),
    skipped: findingCodes.flatMap((code) => {
      const reason = reasons.get(code);
      return reason === undefined || said.has(code) ? [] : [{ code, reason }];
    }),
  };
}

function columnQuality(
  ground: Ground,
  column: ProjectColumn,
  groups: ColumnGroups | undefined,
  spread: Spread | null,
): ColumnQuality {
  const masked = isMasked(column);
  return {
    column: column.name,
    label: column.label,
    type: column.type,
    pii: column.pii,
    knownAt: column.knownAt,
    masked,
    filled: groups?.filled.orders ?? 0,
    valid: groups?.valid ?? null,
    of: ground.info.orders,
    distinct: groups?.filled.values ?? 0,
    top: (groups?.top ?? []).map((part) => ({
      value: part.value ?? '',
      orders: part.orders,
    })),
    spread,
  };
}
