import { itemsColumn } from '../model/order-lines.ts';
import { sql, join, id, type Sql, type SqlPredicate } from '../store/sql.ts';
import type { Connection } from '../store/connection.ts';
import type { WorkingTable } from '../store/project-handle.ts';

/** Orders drawn per rule: on which it fires, and on which it is not evaluable. */
const perRule = { fires: 8, unevaluable: 3 };
/** Orders drawn per edge of a feature's window. */
const perEdge = 4;
/** Orders drawn without regard to rules. */
const anyhow = 1000;
/** Conditions that one pass over the orders looks for. */
const atOnce = 24;

/** So many orders of a condition, those whose number has the smallest hash. */
interface Drawing {
  readonly condition: Sql;
  readonly limit: number;
}

/** One drawn order: canonical or `custom.<id>` column name to value; times epoch ms, money minor units, lines as JSON. */
export type DrawnRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Orders of the rule set's currency that show every rule firing and failing to evaluate where the data has such, the
 * `edges` of features, and a sample of all; the same data and rules always draw the same orders. `columns` are those the
 * rules read. `done` hears the share of the passes over the orders.
 */
export async function rowsBehindVectors(
  db: Connection,
  rows: WorkingTable,
  currency: string,
  columns: readonly string[],
  predicates: readonly SqlPredicate[],
  edges: readonly Sql[] = [],
  done?: (share: number) => void,
): Promise<DrawnRow[]> {
  const inCurrency = sql`${id('currency')} = ${currency}`;
  const seqs = new Set<number>();
  const drawings: Drawing[] = [
    ...predicates.flatMap((predicate): Drawing[] => [
      { condition: sql`${predicate}`, limit: perRule.fires },
      { condition: sql`${predicate} IS NULL`, limit: perRule.unevaluable },
    ]),
    ...edges.map((condition): Drawing => ({ condition, limit: perEdge })),
    { condition: sql`TRUE`, limit: anyhow },
  ];
  for (let from = 0; from < drawings.length; from += atOnce) {
    const drawn = drawings
      .slice(from, from + atOnce)
      .map(({ condition, limit }) => sql`min_by(seq, CASE WHEN ${condition} THEN hash(seq) END, ${limit})`);
    for (const row of await db.rows(
      sql`SELECT DISTINCT unnest(flatten([${join(drawn, sql`, `)}])) AS seq FROM ${rows} WHERE ${inCurrency}`,
    ))
      seqs.add(Number(row['seq']));
    done?.(Math.min(1, (from + atOnce) / drawings.length));
  }
  if (seqs.size === 0) return [];
  const wanted = join(
    columns.map((name) =>
      name === itemsColumn ? sql`CAST(to_json(${id(name)}) AS VARCHAR) AS ${id(name)}` : id(name),
    ),
    sql`, `,
  );
  const list = join(
    [...seqs].sort((a, b) => a - b).map((seq) => sql`${seq}`),
    sql`, `,
  );
  return db.rows(sql`SELECT seq, ${wanted} FROM ${rows} WHERE seq IN (${list}) ORDER BY seq`);
}
