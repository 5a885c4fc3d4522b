import { conflictCodes, type OutcomeConflict, type OutcomeOverview } from '../model/outcome-report.ts';
import type { Connection } from '../store/connection.ts';
import { conflicting } from '../store/outcome-conflicts.ts';
import { join, literal, sql, type Sql } from '../store/sql.ts';

/** How many orders each conflict has. */
export async function conflictCounts(db: Connection, facts: Sql): Promise<OutcomeOverview['conflictCounts']> {
  const rows = await db.rows(sql`SELECT code, count(*) AS n FROM (${conflicting(facts)}) GROUP BY code`);
  const counts = new Map(rows.map((row) => [String(row['code']), Number(row['n'])]));
  return conflictCodes.flatMap((code) => {
    const orders = counts.get(code) ?? 0;
    return orders === 0 ? [] : [{ code, orders }];
  });
}

/** The first `limit` conflicts, by code and order. */
export async function conflictsOf(db: Connection, facts: Sql, limit: number): Promise<readonly OutcomeConflict[]> {
  const rows = await db.rows(sql`
    SELECT c.code, c.order_id, o.seq, o.amount AS order_amount, o.currency, k.kind, k.reported_at, k.amount, k.family,
      k.source_line, json_extract_string(f.report, '$.fileName') AS file_name
    FROM (SELECT * FROM (${conflicting(facts)}) ORDER BY list_position(${codes}, code), order_id LIMIT ${limit}) AS c
    JOIN orders AS o ON o.event_id = c.order_id
    JOIN ${facts} AS k ON k.order_id = c.order_id AND k.known
    LEFT JOIN outcome_files AS f ON f.import_id = k.source
    ORDER BY list_position(${codes}, c.code), c.order_id, k.reported_at NULLS LAST, k.kind, k.source, k.source_line`);
  const found = new Map<string, OutcomeConflict>();
  for (const row of rows) {
    const code = conflictCodes.find((one) => one === row['code']);
    if (code === undefined) continue;
    const key = JSON.stringify([code, row['order_id']]);
    const before = found.get(key);
    const fact = {
      kind: String(row['kind']),
      reportedAt: numberOf(row['reported_at']),
      amount: numberOf(row['amount']),
      family: textOf(row['family']),
      fileName: textOf(row['file_name']) ?? '',
      line: Number(row['source_line'] ?? 0),
    };
    found.set(key, {
      code,
      orderId: String(row['order_id']),
      seq: Number(row['seq']),
      amount: numberOf(row['order_amount']),
      currency: textOf(row['currency']),
      facts: [...(before?.facts ?? []), fact],
    });
  }
  return [...found.values()];
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const codes = sql`[${join(conflictCodes.map(literal), sql`, `)}]`;
