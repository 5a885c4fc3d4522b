import { duckdbDecision, duckdbPredicate, type CheckedRule } from '../expression/index.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

interface Entry {
  readonly code: string;
  readonly checked: CheckedRule;
}

/**
 * The rule set as one readable DuckDB query over a table with the project's column names: one three-valued column per
 * rule and the decision. Money columns hold integer minor units, times are TIMESTAMPTZ.
 */
export function duckdbQuery(ruleSet: RuleSet, entries: readonly Entry[], from: Sql): Sql {
  const printed = entries.map(({ code, checked }) => ({
    code,
    predicate: duckdbPredicate(checked, { zones: 'database' }),
  }));
  const columns = printed.map(({ code, predicate }) => sql`${predicate} AS ${id(code)}`);
  const decision = duckdbDecision(ruleSet, new Map(printed.map(({ code, predicate }) => [code, predicate])));
  return sql`SELECT *,\n  ${join([...columns, sql`${decision} AS ${id('result')}`], sql`,\n  `)}\nFROM ${from}`;
}

/** The same over `orders`, as the file of a package. */
export function duckdbText(ruleSet: RuleSet, entries: readonly Entry[]): string {
  const head = [
    `-- ${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    '-- TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
  ];
  return `${head.join('\n')}\n${duckdbQuery(ruleSet, entries, id('orders')).text};\n`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
