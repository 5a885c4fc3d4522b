import type { ScopeList } from '../expression/index.ts';
import type { RuntimeList } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';

/** Lists with all that ever stood on them, by their keys: for this machine only, personal ones too. */
export async function runtimeLists(db: Connection, asked: readonly ScopeList[]): Promise<RuntimeList[]> {
  const lists = new Map(asked.map(({ id, match }) => [id, match]));
  const held: RuntimeList[] = [];
  for (const [id, match] of lists) {
    const rows = await db.rows(sql`SELECT value, key, epoch_us(added_at)::VARCHAR AS added,
      epoch_us(removed_at)::VARCHAR AS removed FROM list_entries WHERE list_id = ${id}`);
    held.push({
      ...{ id, match },
      entries: rows.map((row) => ({
        value: String(row['value']),
        key: String(row['key']),
        addedAt: instantOf(row['added']),
        removedAt: instantOf(row['removed']),
      })),
    });
  }
  return held;
}

/** Microseconds as RFC 3339. */
function instantOf(micros: unknown): string | null {
  if (typeof micros !== 'string') return null;
  const whole = BigInt(micros);
  const rest = ((whole % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const second = new Date(Number((whole - rest) / 1000n)).toISOString().slice(0, -5);
  return `${second}.${rest.toString().padStart(6, '0')}Z`;
}
