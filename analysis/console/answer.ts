import { ShinsaError } from '../model/failure.ts';
import type { SqlAnswer, SqlColumn, SqlLook, SqlProblem, SqlSource } from '../model/sql-console.ts';
import type { Connection } from '../store/connection.ts';
import { consoleColumn, sizeOfColumn } from '../store/console-cells.ts';
import { boundSql, parsedSql, relationOf, rowsOf } from '../store/console-database.ts';
import { id, sql } from '../store/sql.ts';
import { inOrder } from './depend.ts';
import { problemOfError } from './problem.ts';
import { statementOf, type Statement } from './statement.ts';

/** Characters that an answer may hold. */
const largest = 64 * 2 ** 20;
/** Counting rows beyond those that are shown may take so long. */
const countMs = 5000;

/** A question in a session of the console: its connection, and the tables of the snapshot. */
export interface Session {
  readonly db: Connection;
  /** The same connection with another signal. */
  readonly within: (signal: AbortSignal) => Connection;
  readonly tables: ReadonlySet<string>;
}

/** Runs a query over the snapshot and the saved queries that it reads. 'cancelled' is thrown, what else goes wrong is answered. */
export async function answerTo(
  session: Session,
  text: string,
  views: readonly SqlSource[],
  limit: number,
): Promise<SqlAnswer> {
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  const no = (problem: SqlProblem): SqlAnswer => ({ kind: 'refused', problem, ms: ms() });
  const { db } = session;
  try {
    const statement = await read(db, text);
    if (statement.kind === 'refused') return no(statement.problem);
    const lacking = await makeViews(session, statement.reads, views);
    if (lacking !== null) return no(lacking);
    await boundSql(db, text);
    const { names, types, columns: values, rows } = await rowsOf(db, text, limit + 1);
    const cut = rows > limit;
    const columns = names.map((name, at) => consoleColumn(name, types[at] ?? '', (values[at] ?? []).slice(0, limit)));
    if (tooLarge(columns)) return no({ code: 'too-large', params: {}, place: null, detail: '' });
    const total = cut ? await counted(session, text) : rows;
    return { kind: 'rows', columns, rows: Math.min(rows, limit), cut, total, ms: ms() };
  } catch (error) {
    const problem = problemOfError(text, error);
    if (problem === null) throw error;
    return no(problem);
  }
}

const tooLarge = (columns: readonly SqlColumn[]): boolean =>
  columns.reduce((sum, column) => sum + sizeOfColumn(column), 0) > largest;

const read = async (db: Connection, text: string): Promise<Statement> => statementOf(text, await parsedSql(db, text));

/** All rows of a query; null where it takes too long. */
async function counted({ db, within }: Session, text: string): Promise<number | null> {
  const limited = within(AbortSignal.timeout(countMs));
  try {
    const row = await limited.first(sql`SELECT count(*) AS n FROM ${relationOf(text)}`);
    return Number(row?.['n']);
  } catch (error) {
    if (db.cancelled || !(error instanceof ShinsaError) || error.failure.code !== 'cancelled') throw error;
    return null;
  }
}

/** What each saved query reads, in the order of `views`, and whether it runs now. */
export async function lookAt(session: Session, views: readonly SqlSource[]): Promise<readonly SqlLook[]> {
  const looks: SqlLook[] = [];
  for (const { name, text } of views) {
    const own = { name, reads: [] as readonly string[], columns: [] };
    const statement = await read(session.db, text);
    if (statement.kind === 'refused') looks.push({ ...own, problem: statement.problem, reads: [] });
    else looks.push({ ...(await bound(session, name, text, statement.reads, views)), reads: [...statement.reads] });
  }
  return looks;
}

async function bound(
  session: Session,
  name: string,
  text: string,
  reads: readonly string[],
  views: readonly SqlSource[],
): Promise<Pick<SqlLook, 'name' | 'problem' | 'columns'>> {
  const problem = await makeViews(session, reads, views);
  if (problem !== null) return { name, problem, columns: [] };
  try {
    return { name, problem: null, columns: [...(await boundSql(session.db, text))] };
  } catch (error) {
    const told = problemOfError(text, error);
    if (told === null) throw error;
    return { name, problem: told, columns: [] };
  }
}

/**
 * Makes views of the saved queries that `names` need, in the place of those of the question before; why it cannot where one of
 * them does not run, in its own text's places.
 */
async function makeViews(
  { db, tables }: Session,
  names: readonly string[],
  views: readonly SqlSource[],
): Promise<SqlProblem | null> {
  for (const row of await db.rows(sql`SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal`))
    await db.run(sql`DROP VIEW IF EXISTS ${id('temp', String(row['view_name']))}`);
  const texts = new Map(views.map(({ name, text }) => [name.toLowerCase(), { name, text }]));
  for (const table of tables) texts.delete(table);
  const reads = new Map<string, readonly string[]>();
  const broken = new Map<string, SqlProblem>();
  const pending = names.filter((name) => texts.has(name));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const { text = '' } = texts.get(name) ?? {};
    if (reads.has(name)) continue;
    const statement = await read(db, text);
    if (statement.kind === 'refused') broken.set(name, statement.problem);
    reads.set(name, statement.kind === 'select' ? statement.reads : []);
    pending.push(...(reads.get(name) ?? []).filter((one) => texts.has(one)));
  }
  const { order, cycle } = inOrder([...reads.keys()], reads);
  if (cycle !== null)
    return problem('view-cycle', { names: cycle.map((one) => texts.get(one)?.name ?? one).join(' → ') });
  for (const one of order) {
    const { name, text } = texts.get(one) ?? { name: one, text: '' };
    try {
      const own = broken.get(one);
      if (own !== undefined) return problem('view-broken', { name }, own.detail);
      await boundSql(db, text);
      await db.run(sql`CREATE OR REPLACE TEMP VIEW ${id(name)} AS SELECT * FROM ${relationOf(text)}`);
    } catch (error) {
      const told = problemOfError(text, error);
      if (told === null) throw error;
      return problem('view-broken', { name }, told.detail);
    }
  }
  return null;
}

const problem = (code: SqlProblem['code'], params: SqlProblem['params'], detail = ''): SqlProblem => ({
  ...{ code, params, detail },
  place: null,
});
