import type { Span } from './issue.ts';

export const relations = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Relation = (typeof relations)[number];

/** What a relation becomes when its sides change places. */
export const mirrored: Readonly<Record<Relation, Relation>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%';
export type BinaryOp = Relation | ArithmeticOp | 'in';

/** The rule's text as a tree, before any meaning; every node knows where it stands in the text. */
export type Syntax = Span &
  (
    | { readonly kind: 'int'; readonly value: bigint; readonly text: string }
    | { readonly kind: 'double'; readonly value: number; readonly text: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'bool'; readonly value: boolean }
    | { readonly kind: 'null' }
    | { readonly kind: 'list'; readonly items: readonly Syntax[] }
    | { readonly kind: 'path'; readonly path: string }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly nameAt: Span;
        readonly target: Syntax | null;
        readonly args: readonly Syntax[];
      }
    | { readonly kind: 'unary'; readonly op: '!' | '-'; readonly operand: Syntax }
    | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: 'logic'; readonly op: '&&' | '||'; readonly operands: readonly Syntax[] }
    | { readonly kind: 'conditional'; readonly condition: Syntax; readonly then: Syntax; readonly otherwise: Syntax }
  );

export type SyntaxOf<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

/** Bounds on a rule's text; beyond them an issue is given instead of a tree. Length in UTF-16 units. */
export const limits = { length: 20_000, depth: 200, nodes: 5_000 } as const;
