import { matchedByKinds, type MatchedShare } from '../model/outcome-match.ts';
import type { OutcomesReport } from '../model/import-report.ts';
import type { Target } from '../model/target.ts';
import type { Connection } from './connection.ts';
import { exactSum } from './money.ts';
import { countsFor } from './outcome-state.ts';
import { sql } from './sql.ts';

type Matched =
  | 'matched'
  | 'several'
  | 'unmatched'
  | 'amountMatched'
  | 'amountSeveral'
  | 'amountUnmatched'
  | 'matchedBy';

/** What became of the rows of one outcomes file; `told` is the sum of the amounts its rows tell themselves. */
export interface OutcomeFigures extends Pick<OutcomesReport, Matched> {
  readonly told: number;
}

/** Those of a file without a row in the project. */
export const noFigures: OutcomeFigures = {
  matched: 0,
  several: 0,
  unmatched: 0,
  amountMatched: 0,
  amountSeveral: 0,
  amountUnmatched: 0,
  matchedBy: [],
  told: 0,
};

/** `matched` has an order the project holds, `several` may belong to more than one, `unmatched` is the rest. */
export const outcomesJoined = sql`(SELECT k.*, k.rowid AS row_no, coalesce(k.amount, o.amount) AS sum, CASE
    WHEN o.event_id IS NOT NULL THEN 'matched'
    WHEN k.candidates > 1 AND k.matched_by IS DISTINCT FROM 'hand' THEN 'several' ELSE 'unmatched' END AS state
  FROM outcomes AS k LEFT JOIN orders AS o ON o.event_id = k.order_id)`;

/** The figures of every outcomes file by its import id, of the orders there are now; amounts in `currency`. */
export async function outcomeFigures(db: Connection, currency: string): Promise<ReadonlyMap<string, OutcomeFigures>> {
  const rows = await db.rows(sql`
    SELECT source, state, CASE WHEN state = 'matched' THEN matched_by END AS joined_by, count(*) AS n,
      sum(sum) FILTER (currency = ${currency}) AS amount, sum(amount) FILTER (currency = ${currency}) AS told
    FROM ${outcomesJoined} GROUP BY ALL`);
  const all = new Map<string, OutcomeFigures>();
  for (const row of rows) {
    const source = String(row['source']);
    const before = all.get(source) ?? noFigures;
    const [n, amount] = [Number(row['n']), exactSum(row['amount'])];
    const by = matchedByKinds.find((kind) => kind === row['joined_by']);
    const is = (state: string): number => (row['state'] === state ? 1 : 0);
    all.set(source, {
      matched: before.matched + n * is('matched'),
      several: before.several + n * is('several'),
      unmatched: before.unmatched + n * is('unmatched'),
      amountMatched: before.amountMatched + amount * is('matched'),
      amountSeveral: before.amountSeveral + amount * is('several'),
      amountUnmatched: before.amountUnmatched + amount * is('unmatched'),
      matchedBy: by === undefined ? before.matchedBy : [...before.matchedBy, { by, rows: n, amount }].sort(inKeyOrder),
      told: before.told + exactSum(row['told']),
    });
  }
  return all;
}

const inKeyOrder = (a: OutcomesReport['matchedBy'][number], b: OutcomesReport['matchedBy'][number]): number =>
  matchedByKinds.indexOf(a.by) - matchedByKinds.indexOf(b.by);

/**
 * How many of the outcomes that make an order bad for the target have their order. Rows of outcomes files that could not
 * be taken in, repetitions aside, are outcomes without one as well; of those the amount is not known. What several lists
 * tell of an order counts once.
 */
export async function matchedShare(db: Connection, target: Target, currency: string): Promise<MatchedShare> {
  const row = await db.first(sql`
    SELECT count(*) AS n, count(*) FILTER (state = 'matched') AS matched,
      sum(sum) FILTER (currency = ${currency}) AS amount,
      sum(sum) FILTER (currency = ${currency} AND state = 'matched') AS amount_matched,
      (SELECT count(*) FROM rejects SEMI JOIN outcome_files AS f ON f.import_id = rejects.import_id
        WHERE source_line > 0 AND reason <> 'outcome-duplicate') AS lost
    FROM ${outcomesJoined} WHERE ${countsFor(target)} AND NOT coalesce(repeats, FALSE)`);
  return {
    matched: Number(row?.['matched'] ?? 0),
    rows: Number(row?.['n'] ?? 0) + Number(row?.['lost'] ?? 0),
    amountMatched: exactSum(row?.['amount_matched']),
    amount: exactSum(row?.['amount']),
  };
}
