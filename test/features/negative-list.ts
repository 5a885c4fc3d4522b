import { sql } from '../../analysis/store/sql.ts';

/** A list of values that features look up, without its entries. */
export const negativeList = sql`INSERT INTO lists VALUES ('neg', '2024-01-01T00:00:00Z', ${JSON.stringify({
  id: 'neg',
  names: { ja: '要注意', en: 'Negative' },
  purpose: 'negative',
  match: 'exact',
  source: { kind: 'own', fileName: 'negative.csv' },
  snapshotAt: '2024-01-01',
})}, 0, NULL)`;
