import type { LineMacro } from '../check-lines.ts';
import type { Relation } from '../syntax.ts';
import type { TextTest, TimePart } from '../term.ts';

/**
 * A rule as people put it together: groups of conditions. What no condition can say stays as its text, so that every
 * rule has such a form and gets the same tree back.
 */
export type BuilderNode = BuilderGroup | BuilderCondition | BuilderLines | BuilderExpert;

/** All of the nodes, or any of them; `negated` asks that it be not so. */
export interface BuilderGroup {
  readonly kind: 'group';
  readonly needs: 'all' | 'any';
  readonly negated: boolean;
  readonly nodes: readonly BuilderNode[];
}

export interface BuilderCondition {
  readonly kind: 'condition';
  readonly negated: boolean;
  readonly subject: BuilderSubject;
  readonly test: BuilderTest;
}

/** A condition on the lines of an order: `items.exists(i, …)`. `list` and `variable` as written. */
export interface BuilderLines {
  readonly kind: 'lines';
  readonly negated: boolean;
  readonly list: string;
  readonly macro: LineMacro;
  readonly variable: string;
  readonly node: BuilderNode;
}

/** A part of a rule that is shown as text. */
export interface BuilderExpert {
  readonly kind: 'expert';
  readonly text: string;
}

/** What a condition looks at. Paths as written; an empty one is not chosen yet. */
export type BuilderSubject =
  | { readonly kind: 'field'; readonly path: string }
  /** A part of an instant; `zone` null is the rule set's. */
  | { readonly kind: 'part'; readonly path: string; readonly part: TimePart; readonly zone: string | null }
  /** Letters of a text, or lines of an order: `size(x)`, or `x.size()` where `method`. */
  | { readonly kind: 'size'; readonly path: string; readonly method: boolean }
  /** The sum of a field over the lines: `items.map(i, i.amount).sum()`. */
  | { readonly kind: 'sum'; readonly list: string; readonly variable: string; readonly field: string };

export type BuilderTest =
  /** A yes/no field that is yes. */
  | { readonly kind: 'yes' }
  | { readonly kind: 'present' }
  | { readonly kind: 'compare'; readonly op: Relation; readonly value: BuilderValue }
  /** At least one value; without any it is not said yet. */
  | { readonly kind: 'in'; readonly values: readonly BuilderValue[] }
  /** On a list of the project: `list` is its path, `lists.<id>`. */
  | { readonly kind: 'listed'; readonly list: string }
  | { readonly kind: 'text'; readonly name: BuilderTextTest; readonly value: string | null };

export type BuilderTextTest = TextTest | 'matches';

export type BuilderValue =
  /** Null is not said yet. */
  | { readonly kind: 'string'; readonly value: string | null }
  /** As written, so that 12.50 stays 12.50. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** The text within `timestamp("…")`. */
  | { readonly kind: 'instant'; readonly text: string }
  | { readonly kind: 'field'; readonly path: string };

export const emptyGroup: BuilderGroup = { kind: 'group', needs: 'all', negated: false, nodes: [] };
