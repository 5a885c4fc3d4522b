import type { ProjectColumn } from '../model/columns.ts';
import { qualityLimits, type Outliers, type Spread } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, nothing, sql, type Sql } from '../store/sql.ts';
import type { Ground } from './ground.ts';

/** Scales a MAD to the standard deviation of normal values. */
const madScale = 1.4826;

type Row = Readonly<Record<string, string | number | boolean | null>>;
type Measured = Omit<Spread, 'outliers'> & { readonly bounds: Omit<Outliers, 'below' | 'above'> | null };

/** Quartiles and outliers of every number and time: one scan for the middles, one for what lies beyond. */
export async function spreads(db: Connection, ground: Ground): Promise<ReadonlyMap<string, Spread>> {
  const columns = ground.columns.filter(({ type }) => type !== 'text' && type !== 'bool');
  if (columns.length === 0) return new Map();
  const middles = await db.first(sql`
    SELECT *, ${join(columns.map(quartiles), sql`, `)} FROM (SELECT ${join(columns.map(middle), sql`, `)} FROM ${ground.rows})`);
  const measured = columns.map((column, i) => ({ column, i, of: measuredFrom(column, i, middles ?? {}) }));
  const bounded = measured.flatMap(({ column, i, of }) => (of?.bounds ? [{ column, i, bounds: of.bounds }] : []));
  const beyond = bounded.flatMap(({ column, i, bounds }) => [
    sql`count_if(${stored(column)} < ${bounds.low}) AS ${id(`b${i}`)}`,
    sql`count_if(${stored(column)} >= ${bounds.high}) AS ${id(`a${i}`)}`,
  ]);
  const counts = beyond.length === 0 ? {} : await db.first(sql`SELECT ${join(beyond, sql`, `)} FROM ${ground.rows}`);
  return new Map(
    measured.flatMap(({ column, i, of }) => {
      if (of === null) return [];
      const { bounds, ...quartiles } = of;
      const [below, above] = [Number(counts?.[`b${i}`] ?? 0), Number(counts?.[`a${i}`] ?? 0)];
      return [[column.name, { ...quartiles, outliers: bounds === null ? null : { ...bounds, below, above } }] as const];
    }),
  );
}

/** Times as epoch ms; values that are no finite number stand nowhere. */
function numeric({ name, type }: ProjectColumn): Sql {
  if (type === 'timestamp') return sql`epoch_ms(${id(name)})`;
  return type === 'double' ? sql`CASE WHEN isfinite(${id(name)}) THEN ${id(name)} END` : id(name);
}

const stored = ({ name, type }: ProjectColumn): Sql => (type === 'timestamp' ? sql`epoch_ms(${id(name)})` : id(name));

const positive = ({ name }: ProjectColumn): Sql => sql`CASE WHEN ${id(name)} > 0 THEN ${id(name)} END`;

function middle(column: ProjectColumn, i: number): Sql {
  const value = numeric(column);
  const money = column.type === 'money';
  const told = money ? positive(column) : value;
  return sql`min(${value}) AS ${id(`lo${i}`)}, max(${value}) AS ${id(`hi${i}`)},
    quantile_disc(${value}, [0.25, 0.5, 0.75]) AS ${id(`q${i}`)}, mad(${money ? sql`ln(${told})` : told}) AS ${id(`d${i}`)}
    ${money ? sql`, quantile_disc(${told}, 0.5) AS ${id(`c${i}`)}` : nothing}`;
}

const quartiles = (_: ProjectColumn, i: number): Sql =>
  join(
    [1, 2, 3].map((at) => sql`${id(`q${i}`)}[${at}] AS ${id(`q${at}_${i}`)}`),
    sql`, `,
  );

function measuredFrom({ type }: ProjectColumn, i: number, row: Row): Measured | null {
  const [min, max, q1, median, q3] = ['lo', 'hi', 'q1_', 'q2_', 'q3_'].map((name) => row[`${name}${i}`]);
  if (![min, max, q1, median, q3].every((value) => typeof value === 'number')) return null;
  const told = { min: Number(min), q1: Number(q1), median: Number(median), q3: Number(q3), max: Number(max) };
  const positiveMedian = row[`c${i}`];
  const centre = type !== 'money' ? told.median : typeof positiveMedian === 'number' ? Math.log(positiveMedian) : null;
  const mad = row[`d${i}`];
  if (centre === null || typeof mad !== 'number' || mad === 0) return { ...told, bounds: null };
  const reach = qualityLimits.outlierSpreads * madScale * mad;
  if (type === 'double') return { ...told, bounds: { rule: 'mad', low: centre - reach, high: centre + reach } };
  // Bounds of whole numbers are whole: a filter takes no others.
  const [low, high] =
    type === 'money' ? [Math.exp(centre - reach), Math.exp(centre + reach)] : [centre - reach, centre + reach];
  const rule = type === 'money' ? 'log-mad' : 'mad';
  return { ...told, bounds: { rule, low: Math.ceil(low), high: Math.floor(high) + 1 } };
}
