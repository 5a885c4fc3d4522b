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
  /** Those of the columns that stand in a cast, or in a function that may make a number of a text. */
  readonly shaped: readonly string[];
}

/** Functions of tables that read nothing but what they are given. */
const openTables: ReadonlySet<string> = new Set([
  ...['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree'],
]);
/** Functions that tell of this machine, or change something. Files cannot be reached anyway. */
const closed =
  /^(current_setting|getvariable|getenv|write_log|nextval|currval|set_config|query|query_table|read_\w+|\w+_scan|glob|json_(de)?serialize_(sql|plan)|json_execute_\w+)$/;
/** Tables that DuckDB has of itself. */
const ofItself = /^(duckdb_|pragma_|sqlite_|pg_)/;
const shown: ReadonlySet<unknown> = new Set(['DESCRIBE', 'SUMMARY']);

/**
 * Reads what `parsedSql` made of a text: one SELECT (also WITH, FROM, VALUES, TABLE, DESCRIBE, SUMMARIZE, SHOW TABLES) over
 * tables by their plain name and harmless functions; `reads` are the names, lower case, of what it reads where no common table
 * expression of that name is in reach.
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
  const columns = new Set<string>();
  const given = new Set<string>();
  const shaped = new Set<string>();
  let star = false;
  let problem: SqlProblem | null = null;
  walk(statements, new Set(), (node, inReach) => {
    problem ??= refusalOf(text, node);
    const table = node['type'] === 'BASE_TABLE' ? String(node['table_name']).toLowerCase() : null;
    if (table !== null && (textOf(node['schema_name']) !== '' || !inReach.has(table))) reads.add(table);
    if (node['class'] === 'STAR') star = true;
    if (typeof node['class'] === 'string' && typeof node['alias'] === 'string') given.add(node['alias'].toLowerCase());
    if (isColumn(node)) columns.add(columnOf(node));
    if (isShaping(node)) for (const name of columnsIn(node)) shaped.add(name);
  });
  if (problem !== null) return { kind: 'refused', problem };
  const names = { columns: [...columns], star, given: [...given], shaped: [...shaped] };
  return { kind: 'select', reads: [...reads], names };
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

/** Functions that tell of their argument how often it is there, how long, or whether; and those of texts that make texts of it. */
const keeping: ReadonlySet<string> = new Set([
  ...['count', 'count_star', 'approx_count_distinct', 'length', 'len', 'strlen'],
  ...['contains', 'starts_with', 'ends_with', 'prefix', 'suffix', 'regexp_matches', '~~', '~~*', '!~~', 'like_escape'],
  ...['lower', 'upper', 'trim', 'ltrim', 'rtrim', 'left', 'right', 'substr', 'substring', 'split_part', 'replace'],
  ...['concat', 'concat_ws', '||', 'reverse', 'regexp_extract', 'regexp_replace', 'nfc_normalize', 'string_agg'],
]);

const isColumn = (node: Node): boolean => node['class'] === 'COLUMN_REF' && Array.isArray(node['column_names']);
const columnOf = (node: Node): string => {
  const names = node['column_names'];
  return Array.isArray(names) ? String(names.at(-1)).toLowerCase() : '';
};

const isShaping = (node: Node): boolean =>
  node['class'] === 'CAST' ||
  ((node['class'] === 'FUNCTION' || node['class'] === 'WINDOW') &&
    !keeping.has(String(node['function_name']).toLowerCase()));

function columnsIn(node: Node): readonly string[] {
  const found: string[] = [];
  walk(node, new Set(), (one) => {
    if (isColumn(one)) found.push(columnOf(one));
    // All there are.
    if (one['class'] === 'STAR') found.push('*');
  });
  return found;
}

/**
 * Visits every node with the names of the common table expressions that it can read. Within one only those before it are in
 * reach, and itself where it is recursive: a table of the name is meant there.
 */
function walk(
  value: unknown,
  inReach: ReadonlySet<string>,
  visit: (node: Node, inReach: ReadonlySet<string>) => void,
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, inReach, visit);
  else if (isNode(value)) {
    const own = new Set(inReach);
    const { map } = recordOf(value['cte_map']);
    for (const entry of Array.isArray(map) ? map.map(recordOf) : []) {
      const name = String(entry['key']).toLowerCase();
      const query = recordOf(recordOf(recordOf(entry['value'])['query'])['node']);
      walk(entry, query['type'] === 'RECURSIVE_CTE_NODE' ? new Set([...own, name]) : own, visit);
      own.add(name);
    }
    visit(value, own);
    for (const [key, one] of Object.entries(value)) if (key !== 'cte_map') walk(one, own, visit);
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
