import { duckdbDecision, duckdbPredicate, type CheckedRule } from '../expression/index.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { id, join, sql } from '../store/sql.ts';

/**
 * The rule set as one readable DuckDB query over a table `orders` with the project's column names: one three-valued
 * column per rule and the decision. Money columns hold integer minor units, times are TIMESTAMPTZ.
 */
export function duckdbText(
  ruleSet: RuleSet,
  entries: readonly { readonly code: string; readonly checked: CheckedRule }[],
): string {
  const printed = entries.map(({ code, checked }) => ({
    code,
    predicate: duckdbPredicate(checked, { zones: 'database' }),
  }));
  const columns = printed.map(({ code, predicate }) => sql`${predicate} AS ${id(code)}`);
  const decision = duckdbDecision(ruleSet, new Map(printed.map(({ code, predicate }) => [code, predicate])));
  const query = sql`SELECT *,\n  ${join([...columns, sql`${decision} AS ${id('result')}`], sql`,\n  `)}\nFROM ${id('orders')};\n`;
  const head = [
    `-- ${oneLine(ruleSet.name)} (${oneLine(ruleSet.modelId)}), profile ${ruleSet.profile}, ${ruleSet.currency}, ${oneLine(ruleSet.timezone)}`,
    '-- TRUE: the rule fires. NULL: not evaluable. Amounts in minor units.',
  ];
  return `${head.join('\n')}\n${query.text}`;
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
