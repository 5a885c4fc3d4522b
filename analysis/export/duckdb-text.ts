import {
  duckdbDecision,
  duckdbPredicate,
  listedColumnOf,
  listedIn,
  type CheckedRule,
  type SqlPredicate,
} from '../expression/index.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { featureRemark, type ReadFeature } from './read-features.ts';
import { id, join, sql } from '../store/sql.ts';

interface Entry {
  readonly code: string;
  readonly checked: CheckedRule;
}

export interface ShippedTerms {
  readonly rules: readonly { readonly code: string; readonly predicate: SqlPredicate }[];
  readonly decision: SqlPredicate;
}

/** What the shipped query says of a rule and of the set, without knowing anything of the project. */
export function shippedTerms(ruleSet: RuleSet, entries: readonly Entry[]): ShippedTerms {
  const rules = entries.map(({ code, checked }) => ({
    code,
    predicate: duckdbPredicate(checked, { zones: 'database' }),
  }));
  return { rules, decision: duckdbDecision(ruleSet, new Map(rules.map(({ code, predicate }) => [code, predicate]))) };
}

/**
 * The rule set as one readable DuckDB query over a table `orders` with the project's column names: one three-valued
 * column per rule and the decision. Money columns hold integer minor units, times are TIMESTAMPTZ, `order_items` the lines of
 * an order as a list of structs.
 */
export function duckdbText(ruleSet: RuleSet, entries: readonly Entry[], features: readonly ReadFeature[] = []): string {
  const { rules, decision } = shippedTerms(ruleSet, entries);
  const columns = rules.map(({ code, predicate }) => sql`${predicate} AS ${id(code)}`);
  const query = sql`SELECT *,\n  ${join([...columns, sql`${decision} AS ${id('result')}`], sql`,\n  `)}\nFROM ${id('orders')};\n`;
  const head = [
    `-- ${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    '-- TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
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
