import type { SqlProblem, SqlProblemCode } from '../model/sql-console.ts';
import { placeAt } from './problem.ts';

/** What a text asks for, or why it is not run. */
export type Statement =
  | { readonly kind: 'select'; readonly reads: readonly string[]; readonly names: Names }
  | { readonly kind: 'refused'; readonly problem: SqlProblem };

/** Columns that a query names (lower case), and whether it takes all there are. */
interface Names {
  readonly columns: readonly string[];
  readonly star: boolean;
  /** Names that it gives to what it computes. */
  readonly given: readonly string[];
}

/** Functions of tables that read nothing but what they are given. */
const openTables: ReadonlySet<string> = new Set([
  ...['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree'],
]);
/** Functions that tell of this machine, or change something. Files cannot be reached anyway. */
const closed =
  /^(current_setting|getvariable|getenv|write_log|nextval|currval|set_config|query|query_table|read_\w+|\w+_scan|glob)$/;
/** Tables that DuckDB has of itself. */
const ofItself = /^(duckdb_|pragma_|sqlite_|pg_)/;
const shown: ReadonlySet<unknown> = new Set(['DESCRIBE', 'SUMMARY']);

/**
 * Reads what `parsedSql` made of a text: one SELECT (also WITH, FROM, VALUES, TABLE, DESCRIBE, SUMMARIZE, SHOW TABLES) over
 * tables by their plain name and harmless functions; `reads` are the names, lower case, of what it reads, common table
 * expressions left out.
 */
export function statementOf(text: string, tree: unknown): Statement {
  const parsed = recordOf(tree);
  if (parsed['error'] === true) {
    if (parsed['error_type'] !== 'parser') return refused(text, 'not-select', {}, firstWord(text));
    const at = byteOf(parsed['position']);
    return refused(text, 'syntax', {}, at, textOf(parsed['error_message']));
  }
  const statements = Array.isArray(parsed['statements']) ? parsed['statements'] : [];
  if (statements.length === 0) return refused(text, 'empty');
  if (statements.length > 1) return refused(text, 'several', { count: statements.length });
  const reads = new Set<string>();
  const named = new Set<string>();
  const columns = new Set<string>();
  const given = new Set<string>();
  let star = false;
  let problem: SqlProblem | null = null;
  walk(statements, (node) => {
    problem ??= refusalOf(text, node);
    if (node['type'] === 'BASE_TABLE') reads.add(String(node['table_name']).toLowerCase());
    if (node['class'] === 'STAR') star = true;
    if (typeof node['class'] === 'string' && typeof node['alias'] === 'string') given.add(node['alias'].toLowerCase());
    if (node['class'] === 'COLUMN_REF' && Array.isArray(node['column_names']))
      columns.add(String(node['column_names'].at(-1)).toLowerCase());
    for (const name of expressionsOf(node)) named.add(name);
  });
  if (problem !== null) return { kind: 'refused', problem };
  const names = { columns: [...columns], star, given: [...given] };
  return { kind: 'select', reads: [...reads].filter((name) => !named.has(name)), names };
}

type Node = Readonly<Record<string, unknown>>;

function refusalOf(text: string, node: Node): SqlProblem | null {
  const at = byteOf(node['query_location']);
  const no = (code: SqlProblemCode, params: SqlProblem['params'] = {}): SqlProblem =>
    problemOf(text, code, params, at, '');
  if (node['class'] === 'PARAMETER') return no('parameter');
  if (node['type'] === 'TABLE_FUNCTION') {
    const name = String(recordOf(node['function'])['function_name']).toLowerCase();
    return openTables.has(name) ? null : no('function-refused', { name });
  }
  if (node['class'] === 'FUNCTION' || node['class'] === 'WINDOW') {
    const name = String(node['function_name']).toLowerCase();
    return closed.test(name) ? no('function-refused', { name }) : null;
  }
  if (node['type'] === 'BASE_TABLE') {
    const [catalogue, schema, table] = ['catalog_name', 'schema_name', 'table_name'].map((key) =>
      textOf(node[key]).toLowerCase(),
    );
    const plain = catalogue === '' && (schema === '' || schema === 'main') && !ofItself.test(table ?? '');
    return plain ? null : no('table-refused', { name: [catalogue, schema, table].filter(Boolean).join('.') });
  }
  if (node['type'] === 'SHOW_REF' && !shown.has(node['show_type']) && node['table_name'] !== '"tables"')
    return no('not-select');
  return null;
}

/** Names of the common table expressions that a node brings. */
function expressionsOf(node: Node): readonly string[] {
  const { map } = recordOf(node['cte_map']);
  return Array.isArray(map) ? map.map((entry) => String(recordOf(entry)['key']).toLowerCase()) : [];
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (isNode(value)) {
    visit(value);
    for (const one of Object.values(value)) walk(one, visit);
  }
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Node => (isNode(value) ? value : {});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A place that DuckDB tells in bytes; it has a very large one for none. */
function byteOf(told: unknown): number | null {
  const at = typeof told === 'string' || typeof told === 'number' ? Number(told) : Number.NaN;
  return Number.isSafeInteger(at) && at >= 0 ? at : null;
}

/** Where the first word of a text stands, behind comments and blanks, in bytes. */
function firstWord(text: string): number {
  const before = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '';
  return Buffer.byteLength(before);
}

function problemOf(
  text: string,
  code: SqlProblemCode,
  params: SqlProblem['params'],
  at: number | null,
  detail: string,
): SqlProblem {
  return { code, params, place: at === null ? null : placeAt(text, at), detail };
}

const refused = (
  text: string,
  code: SqlProblemCode,
  params: SqlProblem['params'] = {},
  at: number | null = null,
  detail = '',
): Statement => ({ kind: 'refused', problem: problemOf(text, code, params, at, detail) });
