import type { Span } from '../issue.ts';
import type { Syntax } from '../syntax.ts';
import type { BuilderNode } from './model.ts';

/** Where each node stands in the text that the tree was read from; the node must be what `builderOf` or an edit made of it. */
export function placesOf(node: BuilderNode, syntax: Syntax): ReadonlyMap<BuilderNode, Span> {
  const places = new Map<BuilderNode, Span>();
  visit(node, syntax, places);
  return places;
}

function visit(node: BuilderNode, syntax: Syntax, places: Map<BuilderNode, Span>): void {
  places.set(node, { from: syntax.from, to: syntax.to });
  if (node.kind === 'expert' || node.kind === 'condition') return;
  const inner = node.negated && syntax.kind === 'unary' ? syntax.operand : syntax;
  if (node.kind === 'lines') {
    const body = inner.kind === 'call' ? inner.args[1] : undefined;
    if (body !== undefined) visit(node.node, body, places);
    return;
  }
  const [only] = node.nodes;
  if (only !== undefined && node.nodes.length === 1) return visit(only, inner, places);
  const operands = inner.kind === 'logic' ? inner.operands : [];
  for (const [index, operand] of operands.entries()) {
    const child = node.nodes[index];
    if (child !== undefined) visit(child, operand, places);
  }
}
