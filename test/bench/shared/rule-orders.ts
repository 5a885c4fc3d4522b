import { createProject } from '../../../analysis/store/open-project.ts';
import { writeOrdersView } from '../../../analysis/store/orders-view.ts';
import { touchData, writeSettings } from '../../../analysis/store/settings.ts';
import { id, join, sql, type Sql } from '../../../analysis/store/sql.ts';

/** A column of the invented history, and the constants that rules compare it with. */
interface Invented {
  readonly id: string;
  readonly type: 'int' | 'double' | 'string' | 'bool';
  /** Of the row `r`. */
  readonly value: Sql;
  readonly condition: (draw: () => number) => Condition;
}

/** One condition, in words that every peer can be told in. */
export interface Condition {
  readonly column: string;
  readonly op: '>' | '<=' | '==' | 'in' | 'true';
  readonly value: number | string | readonly string[] | null;
}

/** Conditions of which one must hold, all of them together. */
export type RuleParts = readonly (readonly Condition[])[];

function textOf({ column, op, value }: Condition): string {
  const field = column;
  if (op === 'true') return field;
  if (op === 'in') return `${field} in ${JSON.stringify(value)}`;
  return `${field} ${op} ${JSON.stringify(value)}`;
}

const any = (salt: number): Sql => sql`(hash(r * 64 + ${salt}) >> 11)::DOUBLE / 9007199254740992`;
const pick = <T>(of: readonly T[], draw: () => number): T => of[Math.floor(draw() * of.length)] as T;

/** Whole numbers with many small and few large values. */
function counts(index: number): Invented {
  const most = [20, 60, 200, 800, 5000, 40_000, 200_000, 3_000_000][index % 8] ?? 20;
  return {
    id: `n${index}`,
    type: 'int',
    value: sql`floor(pow(${any(index)}, 6) * ${most})::BIGINT`,
    condition: (draw) => ({ column: `custom.n${index}`, op: '>', value: Math.floor(most * (0.3 + draw() * 0.5)) }),
  };
}

function scores(index: number): Invented {
  return {
    id: `d${index}`,
    type: 'double',
    value: sql`round(${any(20 + index)}, 4)`,
    condition: (draw) =>
      draw() < 0.5
        ? { column: `custom.d${index}`, op: '>', value: rounded(0.7 + draw() * 0.2) }
        : { column: `custom.d${index}`, op: '<=', value: rounded(0.1 + draw() * 0.2) },
  };
}

function names(index: number): Invented {
  const many = [4, 8, 12, 47, 120, 400, 2000, 9000][index % 8] ?? 4;
  const text = (of: number): string => `v${of}`;
  return {
    id: `s${index}`,
    type: 'string',
    value: sql`'v' || floor(pow(${any(40 + index)}, 2) * ${many})::INTEGER`,
    condition: (draw) => {
      const some = Array.from({ length: 1 + Math.floor(draw() * 4) }, () =>
        text(Math.floor(draw() * Math.min(many, 30))),
      );
      const [only = ''] = some;
      return some.length === 1
        ? { column: `custom.s${index}`, op: '==', value: only }
        : { column: `custom.s${index}`, op: 'in', value: some };
    },
  };
}

function flags(index: number): Invented {
  return {
    id: `b${index}`,
    type: 'bool',
    value: sql`${any(56 + index)} < 0.3`,
    condition: () => ({ column: `custom.b${index}`, op: 'true', value: null }),
  };
}

const columns: readonly Invented[] = [
  ...Array.from({ length: 12 }, (_, i) => counts(i)),
  ...Array.from({ length: 7 }, (_, i) => scores(i)),
  ...Array.from({ length: 8 }, (_, i) => names(i)),
  ...Array.from({ length: 5 }, (_, i) => flags(i)),
];

/** Names of their own columns. */
export const inventedColumns: readonly string[] = columns.map(({ id: name }) => `custom.${name}`);

/** So many rows are invented; more are these again, as later orders of their own: inventing takes several times as long. */
const mostInvented = 10_000_000;

/** What orders beside these have: a column of every order, and its value of the row `r`. */
export interface KeyColumn {
  readonly column: string;
  readonly value: Sql;
}

/**
 * A project of so many invented orders over two years with 32 columns of their own, 0.5 % of them bad by the file's label;
 * with `keys`, those columns too.
 */
export async function makeRuleOrders(
  path: string,
  cacheDir: string,
  orders: number,
  keys: readonly KeyColumn[] = [],
): Promise<void> {
  const project = await createProject(path, { cacheDir });
  try {
    await project.write({}, async (db) => {
      await db.run(sql`DROP VIEW orders`);
      await db.run(sql`DROP TABLE order_rows`);
      const made = columns.map(({ id: name, value }) => sql`${value} AS ${id(`custom.${name}`)}`);
      made.push(...keys.map(({ column, value }) => sql`${value} AS ${id(column)}`));
      const own = [...columns.map(({ id: name }) => id(`custom.${name}`)), ...keys.map(({ column }) => id(column))];
      const invented = Math.min(orders, mostInvented);
      const placed = (row: Sql): Sql => sql`${row} AS seq, 'o' || lpad((${row})::VARCHAR, 9, '0') AS event_id,
        TIMESTAMPTZ '2023-01-01 00:00:00+09' + to_seconds(((${row}) * (63072000::DOUBLE / ${orders}))::BIGINT) AS ordered_at`;
      await db.run(sql`CREATE TABLE order_rows AS
        SELECT ${placed(sql`r`)}, floor(exp(7 + 2 * ${any(62)} + 1.5 * ${any(63)}))::BIGINT AS amount, 'JPY' AS currency,
          ${any(61)} < 0.005 AS label, 'bench' AS import_id, r AS source_line, ${join(made, sql`, `)}
        FROM range(${invented}) AS rows(r)`);
      for (let from = invented; from < orders; from += invented)
        await db.run(sql`INSERT INTO order_rows
          SELECT ${placed(sql`(seq + ${from})`)}, amount, currency, label, import_id, source_line, ${join(own, sql`, `)}
          FROM order_rows WHERE seq < ${Math.min(invented, orders - from)}`);
      for (const [position, { id: name, type }] of columns.entries())
        await db.run(sql`INSERT INTO custom_columns (id, label, type, known_at_screening, position)
          VALUES (${name}, ${name}, ${type}, 'yes', ${position})`);
      await writeOrdersView(db);
      await writeSettings(db, {});
      await touchData(db);
    });
  } finally {
    await project.close();
  }
}

/** Three decimals, never a whole number: a double is written with its point. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** So many rules over these columns: two to four conditions, some of them alternatives. The same for the same number. */
export function inventedParts(count: number): RuleParts[] {
  let state = 12_345;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return Array.from({ length: count }, () => {
    const size = 2 + Math.floor(draw() * 3);
    const conditions = Array.from({ length: size }, () => pick(columns, draw).condition(draw));
    if (size < 3 || draw() > 0.25) return conditions.map((condition) => [condition]);
    return [conditions.slice(0, 2), ...conditions.slice(2).map((condition) => [condition])];
  });
}

/** The same as texts of rules. */
export const inventedRules = (count: number): string[] =>
  inventedParts(count).map((parts) =>
    parts
      .map((either) => (either.length === 1 ? either.map(textOf).join('') : `(${either.map(textOf).join(' || ')})`))
      .join(' && '),
  );
