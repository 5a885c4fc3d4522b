import type { StoredColumn } from '../kernels/matrix/pool.ts';
import type { SqlPredicate } from '../expression/index.ts';
import { columnName } from '../store/column-names.ts';
import type { Sql } from '../store/sql.ts';

/**
 * What is kept of every order as a column of codes. `condition`: 1 false, 2 true, 0 neither. `int`: whole numbers, counted
 * from the least of them. `instant`: microseconds, the same. `week`: of the order, in the zone that `of` is, the same. `text`: which of its values. `double`: which of its values in
 * their order, or as it is. `states`:
 * codes as they are. `amounts`: whole numbers from 0 on as they are, 0 where there is none.
 */
export interface Wish {
  readonly kind: 'condition' | 'int' | 'instant' | 'week' | 'double' | 'text' | 'states' | 'amounts';
  readonly of: Sql | SqlPredicate;
  /** Columns of the working rows that it reads. */
  readonly reads: readonly string[];
  /** Of what it depends beside the orders; nothing where this is missing. */
  readonly version?: string;
}

/** A column that is there. */
export interface CodedColumn extends StoredColumn {
  /** Whether any order has none. */
  readonly nulls: boolean;
  /** Of whole numbers in codes: value = code + offset. */
  readonly offset: number;
  /** Values in their order where codes are places among them, from 1 on; else empty. */
  readonly doubles: readonly number[];
  /** Codes of texts. */
  readonly codes: ReadonlyMap<string, number>;
}

/** What became of a wish; a value that codes cannot tell apart, as one of too many texts, is `wide`. */
export type Coded = CodedColumn | 'wide';

/** One wish, one column. */
export const nameOf = (wish: Wish): string => columnName(wish);
