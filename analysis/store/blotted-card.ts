import { sql, type Sql } from './sql.ts';

/** A card as it is shown: `411111******1111`, a star for every digit that is not known; NULL where none is. */
export function blottedCard(bin: Sql, four: Sql): Sql {
  return sql`CASE WHEN coalesce(${bin}, ${four}) IS NOT NULL
    THEN rpad(coalesce(${bin}, ''), 12, '*') || coalesce(${four}, '****') END`;
}
