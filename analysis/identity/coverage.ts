import {
  identityConfidences,
  type IdentityConfidence,
  type IdentityCoverage,
  type IdentityKind,
} from '../model/identity.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';

/** Distinct values of each kind in the project, by how far their key may be trusted, and how many keys they fold to. */
export async function coverage(db: Connection): Promise<readonly IdentityCoverage[]> {
  const rows = await db.rows(sql`SELECT kind, confidence, count(*) AS values, count(DISTINCT key) AS keys
    FROM identity_values GROUP BY kind, confidence`);
  const kinds = [...new Set(rows.map((row) => row['kind'] as IdentityKind))].sort();
  const folded = await db.rows(sql`SELECT kind, count(DISTINCT key) AS keys FROM identity_values
    WHERE confidence IN ('certain', 'likely') GROUP BY kind`);
  return kinds.map((kind) => {
    const of = (confidence: IdentityConfidence): number =>
      Number(rows.find((row) => row['kind'] === kind && row['confidence'] === confidence)?.['values'] ?? 0);
    const values = Object.fromEntries(identityConfidences.map((one) => [one, of(one)])) as Record<
      IdentityConfidence,
      number
    >;
    return { kind, values, keys: Number(folded.find((row) => row['kind'] === kind)?.['keys'] ?? 0) };
  });
}
