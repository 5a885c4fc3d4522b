import type { Staged } from '../engine-api.ts';
import { currencyDigits } from '../expression/currency.ts';
import { ShinsaError } from '../model/failure.ts';
import { getOutcomeFile } from '../store/imports.ts';
import { outcomesJoined } from '../store/outcome-figures.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { literal, sql, type Sql } from '../store/sql.ts';
import { blottedCard } from '../store/blotted-card.ts';
import { pageRows, stageCsv } from './staged-csv.ts';

const header = [
  ...['line', 'order_id', 'kind', 'reported_at', 'amount', 'currency', 'reason', 'reason_family'],
  ...['state', 'candidates', 'transaction_id', 'approval_number', 'purchased_at', 'card'],
];

/**
 * Stages the outcomes of a file that have no order of their own at this moment, as CSV: the line in the file, the outcome
 * as it was read (its amount in major units), whether several orders fit it, and the other keys it gives, the card with
 * its middle left out. Throws 'input-invalid' for an unknown file.
 */
export async function stageUnmatched(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const file = await project.read(context, (db) => getOutcomeFile(db, importId));
  if (file === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const { timezone } = await project.info();
  const name = `${(file.fileName ?? '').replace(/\.[^.]*$/, '')}-unmatched.csv`;
  const local = (time: Sql, format: string): Sql => sql`strftime(timezone(${timezone}, ${time}), ${literal(format)})`;
  const [day, time] = [local(sql`reported_at`, '%Y-%m-%d'), local(sql`reported_at`, '%H:%M:%S')];
  // The last second of a day stands for the day, of which nobody told more.
  const reported = sql`CASE WHEN ${time} = '23:59:59' THEN ${day} ELSE ${day} || ' ' || ${time} END`;
  return stageCsv(project, context, name, (db) =>
    Promise.resolve({
      header,
      page: async (offset) => {
        const rows = await db.rows(sql`
          SELECT source_line, told_id, kind, ${reported} AS reported, amount, currency,
            reason, family, state, CASE WHEN state = 'several' THEN candidates END AS candidates, transaction_id,
            approval_number, ${local(sql`purchased_at`, '%Y-%m-%d')} AS purchased,
            ${blottedCard(sql`card_bin`, sql`card_last4`)} AS card
          FROM ${outcomesJoined} WHERE source = ${importId} AND state <> 'matched'
          ORDER BY source_line LIMIT ${pageRows} OFFSET ${offset}`);
        return rows.map((row) =>
          Object.entries(row).map(([column, value]) =>
            column === 'amount' && typeof value === 'number'
              ? value / 10 ** currencyDigits(String(row['currency']))
              : value,
          ),
        );
      },
    }),
  );
}
