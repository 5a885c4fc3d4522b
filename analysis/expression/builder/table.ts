import type { BuilderGroup, BuilderNode, BuilderSubject } from './model.ts';

/** One alternative: all of its conditions, in the order they are written. None of them is a group. */
export interface TableRow {
  readonly nodes: readonly BuilderNode[];
}

/** A rule as alternatives: it holds where all conditions of any row do. */
export interface DecisionTable {
  readonly rows: readonly TableRow[];
}

/** Why a rule has no table: an alternative within a condition, or a group that must not hold. */
export type NoTable = 'nested-any' | 'negated-group';

/** The rule as a table, groups of one kind within each other made one; or why it has none. */
export function tableOf(
  node: BuilderNode,
): { readonly ok: true; readonly table: DecisionTable } | { readonly ok: false; readonly reason: NoTable } {
  const rows = parts(node, 'any').map((row) => ({ nodes: parts(row, 'all') }));
  const group = rows.flatMap(({ nodes }) => nodes).find((one): one is BuilderGroup => one.kind === 'group');
  if (group !== undefined) return { ok: false, reason: group.negated ? 'negated-group' : 'nested-any' };
  return { ok: true, table: { rows } };
}

/** The operands of groups of one kind, those within each other too; any other node is the only one. */
function parts(node: BuilderNode, needs: BuilderGroup['needs']): readonly BuilderNode[] {
  if (node.kind !== 'group' || node.negated || node.needs !== needs) return [node];
  return node.nodes.flatMap((inner) => parts(inner, needs));
}

/** The rule a table stands for. */
export function nodeOfTable({ rows }: DecisionTable): BuilderNode {
  const any = rows.map(({ nodes }) => whole('all', nodes));
  return whole('any', any);
}

function whole(needs: BuilderGroup['needs'], nodes: readonly BuilderNode[]): BuilderNode {
  const [first] = nodes;
  return first !== undefined && nodes.length === 1 ? first : { kind: 'group', needs, negated: false, nodes };
}

/** The column of what a table shows only as text. */
export const otherColumn = 'other';

/** The column a condition stands in: one for each thing that conditions look at. */
export function columnOf(node: BuilderNode): string {
  return node.kind === 'condition' ? columnOfSubject(node.subject) : otherColumn;
}

export const columnOfSubject = (subject: BuilderSubject): string => JSON.stringify(Object.values(subject));

/** What a table's columns look at, in the order they first appear; null is the column of texts, the last. */
export function columnsOf({ rows }: DecisionTable): ReadonlyMap<string, BuilderSubject | null> {
  const columns = new Map<string, BuilderSubject | null>();
  const nodes = rows.flatMap((row) => row.nodes);
  for (const node of nodes) if (node.kind === 'condition') columns.set(columnOf(node), node.subject);
  if (nodes.some((node) => node.kind !== 'condition')) columns.set(otherColumn, null);
  return columns;
}

export const cellOf = (row: TableRow, column: string): readonly BuilderNode[] =>
  row.nodes.filter((node) => columnOf(node) === column);

/** The row with other conditions in a column; they stand where the first one stood, or at the end. */
export function withCell(row: TableRow, column: string, cell: readonly BuilderNode[]): TableRow {
  const at = row.nodes.findIndex((node) => columnOf(node) === column);
  const others = row.nodes.filter((node) => columnOf(node) !== column);
  return { nodes: at < 0 ? [...others, ...cell] : others.toSpliced(at, 0, ...cell) };
}
