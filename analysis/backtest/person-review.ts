import { recordedResults } from '../model/filter.ts';
import { groupCount } from '../model/results/intervals.ts';
import type { PersonReview, PersonReviewAsk, PersonResult, ReviewCell } from '../model/results/person-review.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { entitiesOf } from '../store/entities.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { judgedProject } from '../store/judged-views.ts';
import { moneyColumn } from '../store/order-money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { autoResult, personResult, recordedColumn } from '../store/recorded-decisions.ts';
import { sql } from '../store/sql.ts';
import { knownFacts } from '../store/told-orders.ts';
import { tallyColumns } from './tally.ts';

const persons: readonly PersonResult[] = ['OK', 'NG', 'none'];

/** What the house decided in the history of the filtered orders, automatically and by hand. */
export async function personReview(
  whole: ProjectHandle,
  db: Connection,
  { filter, judged }: PersonReviewAsk,
): Promise<PersonReview> {
  const project = await judgedProject(whole, judged);
  const info = await project.info();
  const there = info.columns.some(({ name }) => name === recordedColumn);
  const good = await project.condition({ clauses: [{ kind: 'told', what: 'kind', name: 'confirmed-good' }] });
  const columns = [...(there ? [recordedColumn] : []), moneyColumn, 'event_id', ...good.columns];
  const { from, where } = await filteredRows(project, db, filter, columns);
  const rows = await db.rows(sql`
    SELECT auto, person, state, proved, entity, count(*) AS orders
    FROM (SELECT ${autoResult(there)} AS auto, ${personResult} AS person, state, ${good.where} AS proved,
        ${tallyColumns.group} AS entity
      FROM ${from} WHERE ${where}) GROUP BY ALL ORDER BY ALL`);
  const time = await db.first(sql`
    SELECT count(*) AS orders, median(hours) AS median, quantile_cont(hours, 0.9) AS ninth
    FROM (SELECT (epoch_ms(min(k.reported_at)) - epoch_ms(any_value(r.ordered_at))) / 3600000.0 AS hours
      FROM (SELECT event_id, ordered_at FROM ${from} WHERE ${where}) AS r
      JOIN ${knownFacts(info.asOf)} AS k ON k.order_id = r.event_id
      WHERE k.known AND k.reported_at >= r.ordered_at AND k.kind IN ('review-ok', 'review-ng') GROUP BY r.event_id)`);
  const dated = Number(time?.['orders'] ?? 0);
  return {
    cells: cellsOf(rows),
    entities: await entitiesOf(db),
    time: dated === 0 ? null : { orders: dated, median: Number(time?.['median']), ninth: Number(time?.['ninth']) },
  };
}

/** Orders of each cell, and the same by group of entities. */
function cellsOf(rows: Awaited<ReturnType<Connection['rows']>>): readonly ReviewCell[] {
  const cells = new Map<string, { readonly cell: Omit<ReviewCell, 'orders'>; orders: number }>();
  for (const row of rows) {
    const auto = recordedResults.find((one) => one === row['auto']);
    const person = persons.find((one) => one === row['person']);
    const state = outcomeStates[Number(row['state'])];
    if (auto === undefined || person === undefined || state === undefined) continue;
    const proved = row['proved'] === true;
    const key = [auto, person, state, proved].join();
    const own = cells.get(key) ?? {
      cell: { auto, person, state, proved, groups: new Float64Array(groupCount) },
      orders: 0,
    };
    cells.set(key, own);
    own.orders += Number(row['orders']);
    own.cell.groups[Number(row['entity'])] = Number(row['orders']);
  }
  return [...cells.values()].map(({ cell, orders }) => ({ ...cell, orders }));
}
