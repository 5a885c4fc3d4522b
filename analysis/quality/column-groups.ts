import type { ProjectColumn } from '../model/columns.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { hubThreshold, tellingValue } from '../store/finding-condition.ts';
import { isPlaceholder } from '../store/placeholder.ts';
import { isValid } from '../store/valid-form.ts';
import { id, nothing, sql, type Sql } from '../store/sql.ts';
import type { Ground } from './ground.ts';

export type Value = string | number | boolean;

/** Orders of some values of a column: how many, and how many of them are known and matured to be bad or good. */
export interface Part {
  readonly value: Value | null;
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
  /** Values that the part is made of. */
  readonly values: number;
}

/** What one scan of a column tells: its values grouped once. */
export interface ColumnGroups {
  readonly filled: Part;
  readonly blank: Part;
  /** Orders whose value is of the column's form; null where it has none, or the project has not read its values. */
  readonly valid: number | null;
  /** The five most frequent values. */
  readonly top: readonly Part[];
  /** All placeholders together, and all hub values; `value` is the most frequent one and `most` its orders. */
  readonly placeholders: (Part & { readonly most: number }) | null;
  readonly hubs: (Part & { readonly most: number }) | null;
  /** The value that tells bad orders; null where none does or none was looked for. */
  readonly telling: Part | null;
  /** Area under the ROC curve of the column over known orders; null where it was not measured. */
  readonly area: number | null;
}

/** What to look for beside the counts. */
export interface Wanted {
  readonly hubs: boolean;
  readonly leaks: boolean;
}

const shown = 5;

/** Groups a column's values and reads every figure off the groups. */
export async function columnGroups(
  db: Connection,
  ground: Ground,
  column: ProjectColumn,
  wanted: Wanted,
): Promise<ColumnGroups> {
  const rows = await db.rows(query(ground, column, wanted));
  const parts = (name: string): Row[] => rows.filter(({ part }) => part === name);
  const first = (name: string): Row | undefined => parts(name)[0];
  const most = (name: string): (Part & { most: number }) | null => {
    const row = first(name);
    return row === undefined ? null : { ...partOf(row), most: Number(row['x']) };
  };
  const [telling, area, valid] = [first('telling'), first('area')?.['x'], first('valid')?.['n'] ?? null];
  return {
    filled: partOf(first('filled')),
    blank: partOf(first('blank')),
    valid: valid === null ? null : Number(valid),
    top: parts('top').map(partOf),
    placeholders: most('placeholder'),
    hubs: most('hub'),
    telling: telling === undefined ? null : partOf(telling),
    area: typeof area === 'number' ? area : null,
  };
}

/** Order ids are unique, so that nothing but their number could be read off groups as many as there are orders. */
export async function uniqueGroups(db: Connection, { rows }: Ground, { name }: ProjectColumn): Promise<ColumnGroups> {
  const row =
    await db.first(sql`SELECT count(${id(name)}) AS filled, count(*) AS n, count(DISTINCT ${id(name)}) AS vals,
    count_if(state = ${stateCode('bad')}) AS bad, count_if(state = ${stateCode('good')}) AS good FROM ${rows}`);
  const filled = { ...partOf(row), value: null, orders: Number(row?.['filled']) };
  const blank = { value: null, orders: Number(row?.['n']) - filled.orders, bad: 0, good: 0, values: 1 };
  return { filled, blank, valid: null, top: [], placeholders: null, hubs: null, telling: null, area: null };
}

type Row = Readonly<Record<string, string | number | boolean | null>>;

const partOf = (row: Row | undefined): Part => ({
  value: row?.['value'] ?? null,
  orders: Number(row?.['n'] ?? 0),
  bad: Number(row?.['bad'] ?? 0),
  good: Number(row?.['good'] ?? 0),
  values: Number(row?.['vals'] ?? 0),
});

function query({ rows }: Ground, { name, type }: ProjectColumn, wanted: Wanted): Sql {
  const totals = sql`sum(n) AS n, sum(bad) AS bad, sum(good) AS good, count(*) AS vals`;
  const largest = (part: Sql, where: Sql): Sql => sql`
    UNION ALL SELECT ${part}, arg_max(value, n), ${totals}, max(n) AS x FROM judged WHERE ${where} HAVING count(*) > 0`;
  const form = isValid(name, type, id('value'));
  return sql`
    WITH groups AS MATERIALIZED (
      SELECT ${id(name)} AS value, count(*) AS n, count_if(state = ${stateCode('bad')}) AS bad,
        count_if(state = ${stateCode('good')}) AS good FROM ${rows} GROUP BY 1),
    judged AS MATERIALIZED (
      SELECT *, ${isPlaceholder(name, type, id('value'))} AS placeholder, ${wanted.hubs ? hubThreshold : sql`NULL`} AS threshold
      FROM groups WHERE value IS NOT NULL),
    top AS (SELECT * FROM judged ORDER BY n DESC, value LIMIT ${shown})
    SELECT 'filled' AS part, NULL AS value, ${totals}, NULL AS x FROM judged HAVING count(*) > 0
    UNION ALL SELECT 'blank', NULL, n, bad, good, 1, NULL FROM groups WHERE value IS NULL
    UNION ALL SELECT 'top', value, n, bad, good, 1, NULL FROM top
    ${form === null ? nothing : validOf(form)}
    ${largest(sql`'placeholder'`, sql`placeholder`)}
    ${wanted.hubs ? largest(sql`'hub'`, sql`n >= threshold AND NOT placeholder`) : nothing}
    ${wanted.leaks ? leaks(type === 'text' || type === 'bool') : nothing}
    ORDER BY part, n DESC, value`;
}

/** Nothing where none of the values were read. */
const validOf = (form: Sql): Sql => sql`
    UNION ALL SELECT 'valid', NULL, coalesce(sum(n) FILTER (ok), 0), NULL, NULL, NULL, NULL
      FROM (SELECT n, ${form} AS ok FROM judged) HAVING count(ok) > 0`;

/** Values with so many bad orders stand for themselves in the area; rarer ones would be ranked by chance. */
const ownRank = 5;

/** Numbers and times are ranked as they are, values of a set by their bad rate; those too rare to have one together. */
function leaks(ofSet: boolean): Sql {
  const score = ofSet
    ? sql`CASE WHEN bad >= ${ownRank} THEN bad / (bad + good) ELSE sum(bad) FILTER (bad < ${ownRank}) OVER () / nullif(sum(bad + good) FILTER (bad < ${ownRank}) OVER (), 0) END`
    : id('value');
  return sql`
    UNION ALL SELECT 'telling', value, n, bad, good, 1, NULL FROM groups WHERE value IN (${tellingValue(id('groups'))})
    UNION ALL SELECT 'area', NULL, NULL, sum(bad), sum(good), NULL, sum(bad * (below + good / 2)) / nullif(sum(bad) * sum(good), 0)
      FROM (SELECT bad, good, sum(good) OVER (ORDER BY score ROWS UNBOUNDED PRECEDING) - good AS below
        FROM (SELECT score, sum(bad) AS bad, sum(good) AS good
          FROM (SELECT bad, good, ${score} AS score FROM groups WHERE ${ofSet ? sql`TRUE` : sql`value IS NOT NULL`})
          WHERE bad + good > 0 GROUP BY score))`;
}
