import { duckdbDecidedBy, duckdbDecision, type DecisionConditions } from '../expression/index.ts';
import { partGroups } from '../model/results/breakdown.ts';
import { chosenMeasures, chosenNumbers, type ChosenSums } from '../model/results/by-rule.ts';
import { results, type RuleSet } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { entitiesOf } from '../store/entities.ts';
import { sql, type Sql } from '../store/sql.ts';
import { decidersInOrder } from './decided-by.ts';
import type { ChosenOrders } from './measurement.ts';
import type { TallyFrom } from './tally.ts';

/** The same as the loops count, by one query for each rule. */
export async function duckdbChosen(
  db: Connection,
  { from, where, amount, columns }: Pick<TallyFrom, 'from' | 'where' | 'amount' | 'columns'>,
  ruleSet: RuleSet,
  conditions: DecisionConditions,
  { codes, deciders }: { readonly codes: readonly string[]; readonly deciders: boolean },
): Promise<ChosenOrders> {
  const decision = sql`${duckdbDecision(ruleSet, conditions)}`;
  const summed = async (by: Sql, also: Sql): Promise<ReadonlyMap<string, ChosenSums>> => {
    const rows =
      await db.rows(sql`SELECT ${by} AS told, ${columns.group} % ${partGroups} AS part, ${decision} AS result, state,
        count(*) AS orders, coalesce(sum(${amount}), 0)::DOUBLE AS amount
      FROM ${from} WHERE ${where} AND ${also} GROUP BY ALL`);
    const found = new Map<string, ChosenSums>();
    for (const row of rows) {
      const told = String(row['told']);
      const sums = found.get(told) ?? new Float64Array(partGroups * chosenNumbers);
      const result = results.findIndex((one) => one === row['result']);
      const place = result * outcomeStates.length + Number(row['state']);
      const at = Number(row['part']) * chosenNumbers + place * chosenMeasures.length;
      chosenMeasures.forEach((name, i) => (sums[at + i] = Number(row[name])));
      found.set(told, sums);
    }
    return found;
  };
  const one = async (also: Sql): Promise<ChosenSums> =>
    (await summed(sql`''`, also)).get('') ?? new Float64Array(partGroups * chosenNumbers);
  const all = await one(sql`TRUE`);
  const rules: ChosenOrders['rules'][number][] = [];
  for (const code of codes) {
    const fires = conditions.rules.get(code);
    if (fires !== undefined) rules.push({ code, sums: await one(sql`coalesce(${fires}, FALSE)`) });
  }
  return { all, rules, deciders: deciders ? await byDecider() : [], entities: await entitiesOf(db) };

  async function byDecider(): Promise<ChosenOrders['deciders']> {
    const by = sql`${duckdbDecidedBy(ruleSet, conditions)}`;
    const found: ChosenOrders['deciders'][number][] = [];
    for (const [told, sums] of await summed(sql`(${decision} || ' ' || ${by})`, sql`TRUE`)) {
      const [word = '', ...rest] = told.split(' ');
      const result = results.find((name) => name === word);
      if (result !== undefined) found.push({ by: rest.join(' '), result, sums });
    }
    return decidersInOrder(found);
  }
}
