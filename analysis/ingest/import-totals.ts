import type { ImportReport, ImportWarning } from '../model/import-report.ts';
import type { Mapping } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { exactSum } from '../store/money.ts';
import { sql } from '../store/sql.ts';
import { constantCurrency, defaultCurrency } from './currency-reading.ts';

/** Figures of the staged orders; `currency` is the one most orders have, and `amount` the sum of its orders alone. */
export interface Totals extends Pick<ImportReport, 'accepted' | 'amount' | 'period' | 'blanks' | 'currency'> {
  readonly warnings: readonly ImportWarning[];
}

/** Counts what was staged from `keys` and from the Parquet file's own statistics. */
export async function importTotals(db: Connection, path: string, mapping: Mapping): Promise<Totals> {
  const row = await db.first(sql`
    SELECT count(*) AS n, min(at_us) AS first, max(at_us) AS last, mode(currency) AS currency FROM keys`);
  const currency = String(row?.['currency'] ?? constantCurrency(mapping) ?? defaultCurrency);
  const sum = await db.first(sql`SELECT sum(amount) AS amount FROM keys WHERE currency = ${currency}`);
  const accepted = Number(row?.['n'] ?? 0);
  const nulls = await db.rows(sql`
    SELECT path_in_schema AS name, sum(coalesce(stats_null_count, 0)) AS n FROM parquet_metadata(${path})
    GROUP BY ALL HAVING sum(coalesce(stats_null_count, 0)) > 0 ORDER BY name`);
  const empty = nulls.map((one) => ({ column: String(one['name']).replaceAll('"', ''), rows: Number(one['n']) }));
  const label = empty.find((one) => one.column === 'label');
  return {
    accepted,
    amount: exactSum(sum?.['amount']),
    period: accepted === 0 ? null : { from: Number(row?.['first']) / 1000, to: Number(row?.['last']) / 1000 },
    currency,
    blanks: empty.filter((one) => one.column !== 'label'),
    warnings:
      label === undefined || mapping.label === undefined
        ? []
        : [{ code: 'label-blank', params: { column: mapping.label.from, rows: label.rows } }],
  };
}
