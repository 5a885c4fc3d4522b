import {
  listedColumnOf,
  listedIn,
  orderFieldsOf,
  type CheckedRule,
  type ListedTerm,
  type Scope,
  type ScopeField,
} from '../expression/index.ts';
import type { ProjectInfo } from '../model/project.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle, WorkingTable } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import type { CheckedEntry } from './cel-file.ts';
import { keyColumnsOf } from './feature-edges.ts';
import { featuresRead, rowsWithFeatures, shippedScope, type ReadFeature } from './read-features.ts';

/** The rules checked against the project, and its rows with the columns they read: all of one state of the project. */
export interface Source {
  readonly entries: readonly CheckedEntry[];
  /** The exceptions, with their values as they are. */
  readonly exceptions: readonly CheckedRule[];
  readonly scope: Scope;
  readonly fields: readonly ScopeField[];
  /** What they look up on lists. */
  readonly asked: readonly ListedTerm[];
  readonly features: readonly ReadFeature[];
  /** Columns that rules read. */
  readonly columns: readonly string[];
  /** With these and the keys of features. */
  readonly rows: WorkingTable;
  readonly info: ProjectInfo;
}

/** Throws 'rule-invalid' or 'ruleset-invalid' when the rules do not check. */
export function sourceOf(project: ProjectHandle, db: Connection, ruleSet: RuleSet): Promise<Source> {
  return ofOneVersion(project, async () => {
    const info = await project.info();
    const scope = shippedScope(await project.scope(ruleSet.currency, ruleSet.timezone), ruleSet);
    const entries = [...checkedRules(ruleSet, scope)].map(([code, checked]) => ({ code, checked }));
    const exceptions = checkedExceptions(ruleSet, scope);
    const fields = fieldsRead([...entries.map(({ checked }) => checked), ...exceptions]);
    const asked = askedOf(entries);
    const features = featuresRead(fields, ruleSet, scope);
    const columns = [...new Set([...fields.map((field) => field.column), ...asked.map(listedColumnOf)])];
    const rows = await rowsWithFeatures(project, db, [...columns, ...keyColumnsOf(features)], features);
    const own = { entries, exceptions, scope, fields, asked, features };
    return { ...own, columns, rows, info, dataVersion: rows.dataVersion };
  });
}

/** The fields that rules read, by path. */
export function fieldsRead(rules: readonly CheckedRule[]): ScopeField[] {
  const byPath = new Map<string, ScopeField>();
  for (const checked of rules) {
    for (const field of checked.fields) byPath.set(field.path, field);
    if (checked.currencyField !== null) byPath.set(checked.currencyField.path, checked.currencyField);
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Types of what rules read, and of what features read of orders, by path. */
export const fieldTypes = (rules: readonly CheckedRule[], scope: Scope): Record<string, ScopeField['type']> =>
  Object.fromEntries([...fieldsRead(rules), ...fieldsOfFeatures(scope)].map(({ path, type }) => [path, type]));

const fieldsOfFeatures = ({ features = [] }: Scope): ScopeField[] =>
  features.flatMap((one) => (one.ok ? orderFieldsOf(one) : []));

/** What the rules look up on lists, each once. */
function askedOf(entries: readonly CheckedEntry[]): ListedTerm[] {
  const all = entries.flatMap(({ checked }) => listedIn(checked));
  return [...new Map(all.map((term) => [listedColumnOf(term), term])).values()];
}
