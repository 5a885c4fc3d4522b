import type { ColumnType, ProjectColumn } from '../model/columns.ts';
import { everything, type Clause, type Filter } from '../model/filter.ts';
import { headersOf } from '../model/mapping.ts';
import type { ImportReport } from '../model/import-report.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { Finding, FindingCode, FindingFilterCode, Severity, SkipReason } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { findingCondition, type FindingGround } from '../store/finding-condition.ts';
import { listImports } from '../store/imports.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import type { Sql } from '../store/sql.ts';

/** What every check looks at: all orders of one state of the project. */
export interface Ground extends FindingGround {
  readonly info: ProjectInfo;
  /** Columns that some file filled, in the project's order. */
  readonly columns: readonly ProjectColumn[];
  /** Headers of the files taken in, by the canonical column they were mapped to. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** When the report was asked for, epoch ms: what lies behind is the future. */
  readonly now: number;
}

/** What one check came to: findings, or why it could not be made. A code with neither was looked for in vain. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly skipped: Partial<Record<FindingCode, SkipReason>>;
}

export const found = (...findings: readonly Finding[]): Checked => ({ findings, skipped: {} });
export const skipped = (reason: SkipReason, ...codes: readonly FindingCode[]): Checked => ({
  findings: [],
  skipped: Object.fromEntries(codes.map((code) => [code, reason])),
});

/** The working rows with every filled column. */
export async function groundOf(project: ProjectHandle, db: Connection): Promise<Ground> {
  const present = (await project.columns()).filter((column) => column.present);
  const { from, info } = await filteredRows(
    project,
    db,
    everything,
    present.map(({ name }) => name),
  );
  const columns = info.columns.filter((column) => column.present);
  const types = new Map<string, ColumnType>(columns.map(({ name, type }) => [name, type]));
  const headers = headersIn(await listImports(db));
  return {
    rows: from,
    info,
    columns,
    headers,
    types,
    timezone: info.timezone,
    currency: info.currency,
    now: Date.now(),
  };
}

function headersIn(imports: readonly ImportReport[]): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const { source } of imports)
    for (const [column, entry] of Object.entries(source?.mapping.columns ?? {}))
      headers.set(column, [...(headers.get(column) ?? []), ...headersOf(entry)]);
  return headers;
}

const severityOf: Readonly<Record<FindingCode, Severity>> = {
  'leak-value': 'blocking',
  'leak-filled': 'blocking',
  'leak-blank': 'blocking',
  'leak-separates': 'warning',
  'leak-header': 'warning',
  'orders-future': 'warning',
  'outcome-before-order': 'warning',
  'clock-shift': 'warning',
  'times-midnight': 'warning',
  'times-utc-midnight': 'warning',
  'days-empty': 'warning',
  'days-high': 'note',
  'days-low': 'note',
  'near-duplicates': 'warning',
  'ids-reused': 'note',
  'ids-shared': 'warning',
  'hub-values': 'warning',
  'placeholder-values': 'warning',
  'values-malformed': 'note',
  'constant-column': 'note',
  'amount-tiny': 'note',
  'amount-unit': 'note',
  'several-currencies': 'note',
  'zip-prefecture': 'warning',
  'outcomes-unmatched': 'warning',
  'outcomes-several': 'warning',
  'outcome-rows-rejected': 'warning',
  'values-unreadable': 'warning',
  'rows-rejected': 'note',
  'recorded-rejected': 'warning',
};

type Given = Pick<Finding, 'code' | 'count' | 'of'> & Partial<Finding>;

/** A finding with what most have: orders counted, about no column, its code's own severity. */
export const finding = (given: Given): Finding => ({
  severity: severityOf[given.code],
  column: null,
  unit: 'orders',
  params: {},
  filter: null,
  ...given,
});

export const only = (clause: Clause): Filter => ({ clauses: [clause] });

/** The filter of a finding by what was looked for itself. */
export const byFinding = (code: FindingFilterCode, column: string | null = null): Filter =>
  only({ kind: 'finding', code, column });

/** The same as a condition over the report's own rows; null where the column it needs is not there. */
export const conditionOf = (ground: Ground, code: FindingFilterCode, column: string | null = null): Sql | null =>
  findingCondition(code, column, ground);
