import { decisionPlan, rulesInOrder, type DecisionConditions } from '../expression/index.ts';
import { partGroups } from '../model/results/breakdown.ts';
import { marks, measureNames, ofPurchases, purchaseValues, type Measure } from '../model/results/tally.ts';
import { stateCount } from '../kernels/matrix/shapes.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import type { HitPatterns } from './measurement.ts';
import { summed, type TallyFrom } from './tally.ts';

/** The same as the matrix by one query, see `Counting.patterns`. */
export async function duckdbPatterns(
  db: Connection,
  { from, where, amount, own, columns }: Pick<TallyFrom, 'from' | 'where' | 'amount' | 'own' | 'columns'>,
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
  const told = sql`(SELECT concat_ws(',', ${join(hits, sql`, `)}) AS pattern, ${holding((snoozed) => snoozed === null)} AS allowed,
      ${columns.group} % ${partGroups} AS code, state, ${columns.marks} AS marks, ${amount} AS amount,
      ${columns.share} AS share, coalesce(${columns.visit}, -1 - seq) AS visit, ${own} AS own,
      ${join(
        purchaseValues.map((name) => sql`${columns.valueOf(name)} AS ${id(name)}`),
        sql`, `,
      )}
    FROM ${from} WHERE ${where})`;
  const orders = await cellsOf(
    db,
    measureNames.filter((name) => !ofPurchases(name)),
    sql`SELECT pattern AS name, * FROM ${told} WHERE pattern <> '' AND NOT allowed`,
  );
  // Every purchase, also of one attempt, by the patterns of its attempts.
  const purchases = await cellsOf(
    db,
    measureNames.filter(ofPurchases),
    sql`SELECT array_to_string(list_sort(list_distinct(attempts)), ';') AS name, *
      FROM (SELECT *, list(pattern) OVER (PARTITION BY visit) AS attempts,
          bool_or(allowed) OVER (PARTITION BY visit) AS passed FROM ${told})
      WHERE own AND NOT passed AND (marks & ${marks.head}::UTINYINT) <> 0 AND name <> ''`,
  );
  const { names, ...cells } = orders;
  const places = new Map(names.map((name, place) => [name, place]));
  const members = names.map((name) => name.split(',').map(Number));
  let end = 0;
  return {
    rules,
    ...{ measures: measureNames.length, members: Uint16Array.from(members.flat()) },
    ends: Uint32Array.from(members, ({ length }) => (end += length)),
    ...cells,
    purchases: {
      attempts: purchases.names.map((name) => name.split(';').map((pattern) => places.get(pattern) ?? null)),
      ...{ patterns: purchases.patterns, codes: purchases.codes, sums: purchases.sums },
    },
  };
}

/** Sums by name, code and state, of some measures; the others are 0. */
async function cellsOf(db: Connection, names: readonly Measure[], rows: Sql) {
  const found = await db.rows(
    sql`SELECT name, code, state, ${join(names.map(summed), sql`, `)} FROM (${rows}) GROUP BY ALL`,
  );
  const places = new Map<string, number>();
  const cells = found.map((row) => {
    const name = String(row['name']);
    const pattern = places.get(name) ?? places.size;
    places.set(name, pattern);
    const sums = measureNames.map((measure) => (names.includes(measure) ? Number(row[measure]) : 0));
    return { pattern, code: Number(row['code']) * stateCount + Number(row['state']), sums };
  });
  return {
    names: [...places.keys()],
    patterns: Uint32Array.from(cells, ({ pattern }) => pattern),
    codes: Uint16Array.from(cells, ({ code }) => code),
    sums: Float64Array.from(cells.flatMap(({ sums }) => sums)),
  };
}

function anyOf({ exceptions }: DecisionConditions, planned: readonly { readonly index: number }[]): Sql {
  const holds = planned.map(({ index }) => sql`coalesce(${exceptions[index] ?? sql`FALSE`}, FALSE)`);
  return holds.length === 0 ? sql`FALSE` : sql`(${join(holds, sql` OR `)})`;
}
