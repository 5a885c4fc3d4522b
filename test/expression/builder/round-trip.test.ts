import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builderOf,
  celOf,
  nodeOfTable,
  syntaxOf,
  tableColumns,
  tableOf,
  withCell,
  type BuilderNode,
} from '../../../analysis/expression/builder/index.ts';
import { formatCel, parse, type Syntax } from '../../../analysis/expression/index.ts';
import '../../property-seed.ts';
import { boolText } from '../generated.ts';

const runs = 3000;
const generated = boolText(4, { regex: true });

function tree(text: string): Syntax {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.issues)}`);
  return parsed.ast;
}

/** The tree without places in the text, for comparing. */
const bare = (syntax: Syntax | null): unknown =>
  JSON.parse(
    JSON.stringify(syntax, (key, value: unknown) =>
      key === 'from' || key === 'to' || key === 'nameAt' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );

/** Groups of one kind within each other as one, as a table shows them. */
function flat(syntax: Syntax): Syntax {
  if (syntax.kind !== 'logic') return syntax;
  const operands = syntax.operands.map(flat);
  return {
    ...syntax,
    operands: operands.flatMap((one) => (one.kind === 'logic' && one.op === syntax.op ? one.operands : [one])),
  };
}

function kinds(node: BuilderNode, seen: Map<string, number> = new Map()): Map<string, number> {
  const name = node.kind === 'condition' ? `${node.subject.kind} ${node.test.kind}` : node.kind;
  seen.set(name, (seen.get(name) ?? 0) + 1);
  if (node.kind === 'group') for (const inner of node.nodes) kinds(inner, seen);
  if (node.kind === 'lines') kinds(node.node, seen);
  return seen;
}

describe('a rule as text, as conditions and as a table', () => {
  it('comes back from the builder as the same tree, whatever the rule', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(generated, (text) => {
        const syntax = tree(text);
        const node = builderOf(syntax);
        expect(bare(syntaxOf(node))).toEqual(bare(syntax));
        expect(bare(tree(celOf(node) ?? ''))).toEqual(bare(syntax));
        kinds(node, seen);
      }),
      { numRuns: runs },
    );
    const met = ['group', 'lines', 'expert', 'field yes', 'field present', 'field compare', 'field in', 'field listed'];
    for (const kind of [...met, 'field text', 'part compare', 'size compare'])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(5);
  });

  it('comes back from the table as the same tree, groups of one kind made one', () => {
    let tables = 0;
    fc.assert(
      fc.property(generated, (text) => {
        const syntax = tree(text);
        const made = tableOf(builderOf(syntax));
        if (!made.ok) return;
        tables += 1;
        expect(bare(syntaxOf(nodeOfTable(made.table)))).toEqual(bare(flat(syntax)));
      }),
      { numRuns: runs },
    );
    expect(tables).toBeGreaterThan(runs / 4);
  });

  it('shows the words of the trade as conditions, not as text', () => {
    const text =
      'order.payment_method == "02" && !has(buyer.phone) && order.time.getHours("Asia/Tokyo") >= 22 && ' +
      '(buyer.email_class in ["disposable", "free"] || buyer.email in lists.negative || !(card.bin in ["4"])) && ' +
      'items.map(i, i.amount).sum() > 12.50 && size(items) >= 3 && buyer.name != delivery.name && ' +
      '!items.exists(i, i.category == "x" && i.amount > -5)';
    const node = builderOf(tree(text));
    expect(kinds(node).get('expert')).toBeUndefined();
    expect(celOf(node)).toBe(text);
  });

  it.each([
    ['1 < order.amount', 'a constant that stands first'],
    ['!!has(buyer.phone)', 'what is denied twice'],
    ['order.amount + 1 > 2', 'arithmetic'],
    ['card.bin in []', 'a list of nothing'],
    ['custom.vip ? true : false', 'a choice'],
    ['size(items.filter(i, i.quantity > 1)) > 2', 'a count of some lines'],
  ])('keeps %s as text: %s', (text) => {
    const node = builderOf(tree(text));
    expect(node.kind).toBe('expert');
    expect(celOf(node)).toBe(text);
  });

  it.each([
    ['a == 1 && (b == 2 || c == 3)', 'nested-any'],
    ['a == 1 || !(b == 2 && c == 3)', 'negated-group'],
  ])('has no table for %s and says why', (text, reason) => {
    expect(tableOf(builderOf(tree(text)))).toEqual({ ok: false, reason });
  });

  it('says nothing before everything is said', () => {
    const condition: BuilderNode = {
      kind: 'condition',
      negated: false,
      subject: { kind: 'field', path: 'order.amount' },
      test: { kind: 'compare', op: '>', value: { kind: 'number', text: '' } },
    };
    const group = (nodes: readonly BuilderNode[]): BuilderNode => ({
      kind: 'group',
      needs: 'all',
      negated: false,
      nodes,
    });
    expect(celOf(group([]))).toBeNull();
    expect(celOf(group([condition]))).toBeNull();
    expect(celOf(group([builderOf(tree('a == 1')), condition]))).toBeNull();
    for (const text of ['1 + 1', 'x', '1 || true', '--1']) {
      const node: BuilderNode = { ...condition, test: { kind: 'compare', op: '>', value: { kind: 'number', text } } };
      expect(celOf(node), text).toBeNull();
    }
  });

  it('has a column for each thing looked at, and changes a cell where it stands', () => {
    const made = tableOf(builderOf(tree('a == 1 && b == 2 && a != 3 || c.contains("x") || a + 1 == b && a == 2')));
    if (!made.ok) throw new Error(made.reason);
    expect([...tableColumns(made.table).values()]).toEqual([
      { kind: 'field', path: 'a' },
      { kind: 'field', path: 'b' },
      { kind: 'field', path: 'c' },
      null,
    ]);
    const [column = ''] = tableColumns(made.table).keys();
    const [first, ...rest] = made.table.rows;
    if (first === undefined) throw new Error('no row');
    const changed = { rows: [withCell(first, column, [builderOf(tree('a > 9'))]), ...rest] };
    const syntax = syntaxOf(nodeOfTable(changed));
    expect(syntax === null ? null : formatCel(syntax)).toBe(
      'a > 9 && b == 2 || c.contains("x") || a + 1 == b && a == 2',
    );
  });
});
