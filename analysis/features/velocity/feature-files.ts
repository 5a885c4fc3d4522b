import { rmSync } from 'node:fs';
import { ColumnDamaged, readHead, readRows, type ColumnHead } from '../../kernels/sidecar/column-file.ts';
import { makeCodeTable } from '../../store/code-table.ts';
import { columnPlace } from '../../store/column-names.ts';
import type { FeatureFiles, FilesPlace } from '../../store/features/compute.ts';
import type { Planned } from '../../store/features/planned.ts';
import { id, sql, type Sql } from '../../store/sql.ts';

/** What a file says of its column beside what every one does. */
export interface AboutFeature {
  /** Whether any order has none. */
  readonly nulls: boolean;
  /** Of whole numbers in codes: value = code + offset. */
  readonly offset?: number;
}

/** Features in files of codes, where every order has a row, and tables of such codes for whoever asks DuckDB. */
export const featureFiles: FeatureFiles = {
  isThere: (place, name) => fileOf(place, name) !== undefined,
  toTable: async (db, table, place, wanted) => {
    const found = wanted.flatMap(({ planned, name }) => {
      const file = fileOf(place, name);
      return file === undefined ? [] : [{ planned, ...file }];
    });
    if (found.length < wanted.length) return null;
    const columns = found.map(({ path, head }) => ({
      kind: head.kind,
      read: (from: number, to: number, target: Uint8Array) => readRows(path, head, from, to, target),
    }));
    try {
      await makeCodeTable(db, table, columns, place.orders);
    } catch (error) {
      if (!(error instanceof ColumnDamaged)) throw error;
      rmSync(error.path, { force: true });
      return null;
    }
    return found.map(({ planned, head }, i) => {
      const column = id(`c${i}`);
      return (alias: Sql) => valueOfCode(head, planned, sql`${alias}.${column}`);
    });
  },
};

/** The file of a column; undefined where it is missing, damaged, of another state or project, or not of these orders. */
function fileOf(
  { folder, orders }: FilesPlace,
  name: string,
): { readonly path: string; readonly head: ColumnHead } | undefined {
  const { path, key } = columnPlace(folder, name);
  const head = readHead(path, key);
  return head?.rows === orders ? { path, head } : undefined;
}

/** What a code stands for. */
function valueOfCode({ kind, about }: ColumnHead, { checked: { type } }: Planned, code: Sql): Sql {
  // Written as `AboutFeature` says; the checksum of the head says so.
  const { offset = 0 } = about as AboutFeature;
  if (kind === 'f64' && type === 'double') return sql`CASE WHEN NOT isnan(${code}) THEN ${code} END`;
  const whole =
    kind === 'f64'
      ? sql`CASE WHEN NOT isnan(${code}) THEN ${code}::BIGINT END`
      : sql`(nullif(${code}, 0)::BIGINT + ${offset}::BIGINT)`;
  return type === 'timestamp' ? sql`make_timestamptz(${whole})` : whole;
}
