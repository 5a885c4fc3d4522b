import type { Staged } from '../engine-api.ts';
import { currencyDigits } from '../expression/currency.ts';
import { ShinsaError } from '../model/failure.ts';
import { lineColumns } from '../model/order-lines.ts';
import { listLineFiles, orphanLines } from '../store/order-lines.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql } from '../store/sql.ts';
import { pageRows, stageCsv } from './staged-csv.ts';

const money: ReadonlySet<string> = new Set(lineColumns.filter(({ type }) => type === 'money').map(({ name }) => name));
const columns = ['order_id', ...lineColumns.map(({ name }) => name), 'currency'];

/**
 * Stages the lines of a file that have no order in the project now, as CSV: the line in the file, the order id it names and
 * what it says, amounts in major units. Throws 'input-invalid' for an unknown file.
 */
export async function stageOrphanLines(project: ProjectHandle, context: JobContext, importId: string): Promise<Staged> {
  const files = await project.read(context, listLineFiles);
  const file = files.find((one) => one.importId === importId);
  if (file === undefined) throw new ShinsaError('input-invalid', { field: 'importId' });
  const name = `${file.fileName.replace(/\.[^.]*$/, '')}-no-order.csv`;
  const wanted = join(
    columns.map((column) => id(column)),
    sql`, `,
  );
  return stageCsv(project, context, name, (db) =>
    Promise.resolve({
      header: ['line', ...columns],
      page: async (offset) => {
        const rows =
          await db.rows(sql`SELECT source_line, ${wanted} FROM ${orphanLines} AS l WHERE import_id = ${importId}
          ORDER BY source_line LIMIT ${pageRows} OFFSET ${offset}`);
        return rows.map((row) =>
          Object.entries(row).map(([column, value]) =>
            money.has(column) && typeof value === 'number'
              ? value / 10 ** currencyDigits(String(row['currency']))
              : value,
          ),
        );
      },
    }),
  );
}
