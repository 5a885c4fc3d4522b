import { decisionPlan, rulesInOrder, type DecisionConditions } from '../expression/index.ts';
import { partGroups } from '../model/results/breakdown.ts';
import { measureNames } from '../model/results/tally.ts';
import { stateCount } from '../kernels/matrix/shapes.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { join, sql, type Sql } from '../store/sql.ts';
import type { HitPatterns } from './measurement.ts';
import { summedMeasures, tallyColumns, type TallyFrom } from './tally.ts';

/** The same as the matrix by one query, see `Counting.patterns`. */
export async function duckdbPatterns(
  db: Connection,
  { from, where, amount, loss }: Pick<TallyFrom, 'from' | 'where' | 'amount' | 'loss'>,
  ruleSet: RuleSet,
  conditions: DecisionConditions,
  by: 'fires' | 'counts',
): Promise<HitPatterns> {
  const plan = decisionPlan(ruleSet);
  const codes = ruleSet.rules.map(({ code }) => code);
  const rules = rulesInOrder(plan, codes);
  const holding = (wanted: (snoozed: readonly string[] | null) => boolean): Sql =>
    by === 'fires'
      ? sql`FALSE`
      : anyOf(
          conditions,
          plan.exceptions.filter(({ snoozed }) => wanted(snoozed)),
        );
  const hits = rules.map((code, place) => {
    const asleep = holding((snoozed) => snoozed?.includes(code) ?? false);
    return sql`CASE WHEN coalesce(${conditions.rules.get(code) ?? sql`FALSE`}, FALSE) AND NOT ${asleep} THEN ${place} END`;
  });
  // Rules that do not hit are NULL and left out of the text.
  const rows = await db.rows(sql`
    SELECT pattern, code, state, ${summedMeasures}
    FROM (SELECT concat_ws(',', ${join(hits, sql`, `)}) AS pattern, ${tallyColumns.group} % ${partGroups} AS code, state,
        ${tallyColumns.marks} AS marks, ${amount} AS amount, ${loss} AS loss
      FROM ${from} WHERE ${where} AND NOT ${holding((snoozed) => snoozed === null)})
    WHERE pattern <> '' GROUP BY ALL`);
  const places = new Map<string, number>();
  const cells = rows.map((row) => {
    const name = String(row['pattern']);
    const pattern = places.get(name) ?? places.size;
    places.set(name, pattern);
    const code = Number(row['code']) * stateCount + Number(row['state']);
    return { pattern, code, sums: measureNames.map((measure) => Number(row[measure])) };
  });
  const members = [...places.keys()].map((name) => name.split(',').map(Number));
  let end = 0;
  return {
    rules,
    ...{ measures: measureNames.length, members: Uint16Array.from(members.flat()) },
    ends: Uint32Array.from(members, ({ length }) => (end += length)),
    patterns: Uint32Array.from(cells, ({ pattern }) => pattern),
    codes: Uint16Array.from(cells, ({ code }) => code),
    sums: Float64Array.from(cells.flatMap(({ sums }) => sums)),
  };
}

function anyOf({ exceptions }: DecisionConditions, planned: readonly { readonly index: number }[]): Sql {
  const holds = planned.map(({ index }) => sql`coalesce(${exceptions[index] ?? sql`FALSE`}, FALSE)`);
  return holds.length === 0 ? sql`FALSE` : sql`(${join(holds, sql` OR `)})`;
}
