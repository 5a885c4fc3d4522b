import type { CustomColumn } from '../model/columns.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** The columns kept of the client's files, in their order. */
export async function customColumns(db: Connection): Promise<readonly CustomColumn[]> {
  const rows = await db.rows(sql`SELECT id, label, type, known_at_screening FROM custom_columns ORDER BY position, id`);
  return rows.map((row) => ({
    id: String(row['id']),
    label: String(row['label']),
    type: customType(row['type']),
    knownAtScreening: screening(row['known_at_screening']),
  }));
}

function customType(value: unknown): CustomColumn['type'] {
  return value === 'int' || value === 'double' || value === 'bool' || value === 'timestamp' ? value : 'text';
}

function screening(value: unknown): CustomColumn['knownAtScreening'] {
  return value === 'no' || value === 'unsure' ? value : 'yes';
}
