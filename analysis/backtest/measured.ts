import type { CheckedRule, Scope } from '../expression/index.ts';
import type { Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn } from '../store/money.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { columnsOf } from '../store/rule-condition.ts';
import type { Measured } from './rule-counts.ts';

/** What rules are measured on, and the zone their text is read in. */
export interface MeasuredOn {
  readonly filter: Filter;
  readonly currency: string;
  readonly timezone: string;
  /** Features of the rule set they are of. */
  readonly features?: readonly Feature[] | undefined;
  /** Columns of the rows that are read beside those of the rules. */
  readonly extra?: readonly string[];
}

/** Rules that checked, in the form their user wants (`checked`) and one by one. */
export interface Checked<T> {
  readonly checked: T;
  readonly rules: readonly CheckedRule[];
}

/**
 * Rules checked against the project's columns, and the filtered orders with every column they read, their money read in
 * one currency: all of one state of the project. Throws what `check` throws.
 */
export function measuredOn<T>(
  project: ProjectHandle,
  db: Connection,
  { filter, currency, timezone, features, extra = [] }: MeasuredOn,
  check: (scope: Scope) => Checked<T>,
): Promise<Measured & { readonly checked: T }> {
  return ofOneVersion(project, async () => {
    const { checked, rules } = check(await project.scope(currency, timezone, features));
    const rows = await filteredRows(project, db, filter, [...new Set([...rules.flatMap(columnsOf), ...extra])]);
    return {
      checked,
      rows,
      amount: amountIn(currency, rows.singleCurrency),
      singleCurrency: rows.singleCurrency === currency,
      hourZone: rows.info.timezone,
      dataVersion: rows.from.dataVersion,
    };
  });
}
