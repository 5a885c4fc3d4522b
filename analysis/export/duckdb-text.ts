import {
  duckdbDecidedBy,
  duckdbDecision,
  duckdbPredicate,
  listedColumnOf,
  listedIn,
  type CheckedRule,
  type DuckdbOptions,
  type SqlPredicate,
} from '../expression/index.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { featureRemark, type ReadFeature } from './read-features.ts';
import { id, join, sql } from '../store/sql.ts';

interface Entry {
  readonly code: string;
  readonly checked: CheckedRule;
}

/** What is said of an order: by each rule, each exception, and the set. */
export interface Terms {
  readonly rules: readonly { readonly code: string; readonly predicate: SqlPredicate }[];
  readonly exceptions: readonly SqlPredicate[];
  readonly decision: SqlPredicate;
  readonly by: SqlPredicate;
}

/** The terms of a rule set whose rules and exceptions are checked. */
export function termsOf(
  ruleSet: RuleSet,
  entries: readonly Entry[],
  checked: readonly CheckedRule[],
  options: DuckdbOptions,
): Terms {
  const rules = entries.map((entry) => ({ code: entry.code, predicate: duckdbPredicate(entry.checked, options) }));
  const exceptions = checked.map((one) => duckdbPredicate(one, options));
  const conditions = { rules: new Map(rules.map(({ code, predicate }) => [code, predicate])), exceptions };
  return {
    rules,
    exceptions,
    decision: duckdbDecision(ruleSet, conditions),
    by: duckdbDecidedBy(ruleSet, conditions),
  };
}

/** The view that rules read where they read features; see targets/duckdb-features.ts. */
export const featuresView = 'orders_with_features';

/** How the shipped query is printed: without knowing anything of the project. */
export const shippedOptions: DuckdbOptions = { zones: 'database' };

/**
 * The rule set as one readable DuckDB query over a table `orders` (`orders_with_features` where it reads some) with the project's column names: one three-valued
 * column per rule, the decision and what decided. Money columns hold integer minor units, times are TIMESTAMPTZ, `order_items` the lines of
 * an order as a list of structs.
 */
export function duckdbText(
  ruleSet: RuleSet,
  entries: readonly Entry[],
  exceptions: readonly CheckedRule[],
  features: readonly ReadFeature[] = [],
): string {
  const { rules, decision, by } = termsOf(ruleSet, entries, exceptions, shippedOptions);
  const columns = rules.map(({ code, predicate }) => sql`${predicate} AS ${id(code)}`);
  const decided = [sql`${decision} AS ${id('result')}`, sql`${by} AS ${id('decided_by')}`];
  const query = sql`SELECT *,\n  ${join([...columns, ...decided], sql`,\n  `)}\nFROM ${id(features.length === 0 ? 'orders' : featuresView)};\n`;
  const head = [
    `-- ${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    '-- TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
    ...((ruleSet.exceptions ?? []).some(({ surrogate }) => surrogate === true)
      ? ['-- Exceptions compare with stand-ins of personal values: put the real ones in their place.']
      : []),
    ...entries
      .flatMap(({ checked }) => listedIn(checked))
      .map(
        (term) =>
          `-- ${id(listedColumnOf(term)).text}: whether ${id(term.item.field.column).text} was on the list ${term.list.id} at the order; NULL without a value.`,
      )
      .filter((line, at, lines) => lines.indexOf(line) === at),
    ...features.map(featureRemark),
  ];
  return `${head.join('\n')}\n${query.text}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
