import { derivedRoot, type DerivedInput } from '../expression/index.ts';
import type { VectorsFile } from '../model/package.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { withRecords, type Read } from './expected-decisions.ts';

/** Inputs asked for by one statement. */
const atOnce = 50;

/** The vectors with their derived inputs, as DuckDB works them out; unchanged where there are none. */
export async function withDerived(
  db: Connection,
  file: VectorsFile,
  read: Read,
  inputs: readonly DerivedInput[],
): Promise<VectorsFile> {
  if (inputs.length === 0) return file;
  const values = file.vectors.map((): [string, string | number | boolean][] => []);
  await withRecords(db, file.currency, read, file.vectors, async () => {
    for (let start = 0; start < inputs.length; start += atOnce) {
      const some = inputs.slice(start, start + atOnce);
      const columns = join(
        some.map((input) => sql`${valueOf(input)} AS ${id(nameOf(input))}`),
        sql`, `,
      );
      const rows = await db.rows(sql`SELECT n, ${columns} FROM vectors ORDER BY n`);
      rows.forEach((row, n) => {
        for (const input of some) {
          const value = row[nameOf(input)] ?? null;
          if (value !== null) values[n]?.push([nameOf(input), value]);
        }
      });
    }
  });
  return { ...file, vectors: file.vectors.map((one, n) => ({ ...one, derived: Object.fromEntries(values[n] ?? []) })) };
}

/** The last part of its path. */
const nameOf = ({ path }: DerivedInput): string => path.slice(derivedRoot.length + 1);

function valueOf({ type, duckdb }: DerivedInput): Sql {
  const value = sql`${{ kind: 'predicate', text: duckdb }}`;
  return type === 'timestamp' ? sql`epoch_ms(${value})` : value;
}
