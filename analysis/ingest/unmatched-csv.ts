import type { Staged } from '../engine-api.ts';
import { currencyDigits } from '../expression/currency.ts';
import { ShinsaError } from '../model/failure.ts';
import { getOutcomeFile } from '../store/imports.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { sql } from '../store/sql.ts';
import { pageRows, stageCsv } from './staged-csv.ts';

/**
 * Stages the outcomes of a file whose order the project does not have at this moment, as CSV: the line in the file, then
 * the outcome as it was read, its amount in major units. Throws 'input-invalid' for an unknown file.
 */
export async function stageUnmatched(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const file = await project.read(context, (db) => getOutcomeFile(db, importId));
  if (file === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const { timezone } = await project.info();
  const name = `${(file.fileName ?? '').replace(/\.[^.]*$/, '')}-unmatched.csv`;
  return stageCsv(project, context, name, (db) =>
    Promise.resolve({
      header: ['line', 'order_id', 'kind', 'reported_at', 'amount', 'currency', 'reason', 'reason_family'],
      page: async (offset) => {
        const rows = await db.rows(sql`
          SELECT k.source_line AS line, k.order_id, k.kind, strftime(timezone(${timezone}, k.reported_at), '%Y-%m-%d %H:%M:%S') AS at,
            k.amount, k.currency, k.reason, k.family
          FROM outcomes AS k ANTI JOIN orders AS o ON o.event_id = k.order_id WHERE k.source = ${importId}
          ORDER BY k.source_line LIMIT ${pageRows} OFFSET ${offset}`);
        return rows.map(({ amount = null, currency = null, ...row }) => [
          row['line'] ?? null,
          row['order_id'] ?? null,
          row['kind'] ?? null,
          row['at'] ?? null,
          typeof amount === 'number' ? amount / 10 ** currencyDigits(String(currency)) : null,
          currency,
          row['reason'] ?? null,
          row['family'] ?? null,
        ]);
      },
    }),
  );
}
