import type { Issue, Span } from './issue.ts';
import type { FieldType, ItemField, ScopeField, ScopeList } from './scope.ts';
import type { ArithmeticOp, Relation, Syntax } from './syntax.ts';

export const textTests = ['startsWith', 'endsWith', 'contains'] as const;
export type TextTest = (typeof textTests)[number];

/** Parts of an instant in a zone, with CEL's bases. */
export const timeParts = [
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
] as const;
export type TimePart = (typeof timeParts)[number];

/** A constant. Money in minor units, timestamps in microseconds since 1970 UTC. */
export type Literal = Span &
  (
    | { readonly kind: 'literal'; readonly type: 'int' | 'money' | 'timestamp'; readonly value: bigint }
    | { readonly kind: 'literal'; readonly type: 'double'; readonly value: number }
    | { readonly kind: 'literal'; readonly type: 'string'; readonly value: string }
    | { readonly kind: 'literal'; readonly type: 'bool'; readonly value: boolean }
  );

/** Whether a field's value was on a list at the order; see listed.ts. */
export type ListedTerm = Span & {
  readonly kind: 'listed';
  readonly type: 'bool';
  readonly item: Span & { readonly kind: 'field'; readonly type: FieldType; readonly field: ScopeField };
  readonly list: ScopeList;
};

/** A rule with its types decided: the one form that evaluator, explanation and all printers read. */
export type Term =
  | Literal
  | ListedTerm
  | (Span &
      (
        | { readonly kind: 'field'; readonly type: FieldType; readonly field: ScopeField }
        | { readonly kind: 'has'; readonly type: 'bool'; readonly field: ScopeField }
        /** A field of the line a macro looks at. */
        | { readonly kind: 'item'; readonly type: FieldType; readonly field: ItemField }
        | { readonly kind: 'has-item'; readonly type: 'bool'; readonly field: ItemField }
        /** Whether any line, or every one, meets a condition: a line that decides does so whatever the others are. */
        | {
            readonly kind: 'quantified';
            readonly type: 'bool';
            readonly name: 'exists' | 'all';
            readonly list: ScopeField;
            readonly condition: Term;
          }
        /**
         * How many lines pass the filter, or the sum of a value over them; 0 where none does. Not evaluable when the
         * filter is so on any line, or the value on one that passes, or the sum leaves |x| < 2^53.
         */
        | {
            readonly kind: 'total';
            readonly type: 'int' | 'money';
            readonly list: ScopeField;
            readonly filter: Term | null;
            readonly value: Term | null;
          }
        | { readonly kind: 'not'; readonly type: 'bool'; readonly operand: Term }
        | {
            readonly kind: 'logic';
            readonly type: 'bool';
            readonly op: 'and' | 'or';
            readonly operands: readonly Term[];
          }
        | {
            readonly kind: 'conditional';
            readonly type: FieldType;
            readonly condition: Term;
            readonly then: Term;
            readonly otherwise: Term;
          }
        | {
            readonly kind: 'compare';
            readonly type: 'bool';
            readonly op: Relation;
            readonly left: Term;
            readonly right: Term;
          }
        | { readonly kind: 'in'; readonly type: 'bool'; readonly item: Term; readonly list: readonly Literal[] }
        /** Not evaluable on division by zero, or when the result (of a chain of + and - as a whole) leaves |x| < 2^53 or is not finite. */
        | {
            readonly kind: 'arithmetic';
            readonly type: 'int' | 'money' | 'double';
            readonly op: ArithmeticOp;
            readonly left: Term;
            readonly right: Term;
          }
        /** money ÷ money as a double without unit; not evaluable on division by zero. */
        | { readonly kind: 'ratio'; readonly type: 'double'; readonly left: Term; readonly right: Term }
        | { readonly kind: 'negate'; readonly type: 'int' | 'money' | 'double'; readonly operand: Term }
        /** An instant moved by microseconds; not evaluable outside the years 1 to 9999. */
        | { readonly kind: 'shift'; readonly type: 'timestamp'; readonly target: Term; readonly micros: bigint }
        | {
            readonly kind: 'text';
            readonly type: 'bool';
            readonly name: TextTest;
            readonly target: Term;
            readonly argument: Term;
          }
        /** RE2, found anywhere in the text. */
        | { readonly kind: 'matches'; readonly type: 'bool'; readonly target: Term; readonly pattern: string }
        /** Code points. */
        | { readonly kind: 'size'; readonly type: 'int'; readonly target: Term }
        | {
            readonly kind: 'part';
            readonly type: 'int';
            readonly name: TimePart;
            readonly target: Term;
            readonly zone: string;
            readonly zoneImplied: boolean;
          }
      ));

export type TermOf<K extends Term['kind']> = Extract<Term, { kind: K }>;

/** A rule that can run. */
export interface CheckedRule {
  readonly ok: true;
  readonly ast: Term;
  readonly syntax: Syntax;
  /** Every field the rule names, in order of appearance. */
  readonly fields: readonly ScopeField[];
  /** Those whose value is read, not only asked for with has(): their absence can make the rule not evaluable. */
  readonly valued: readonly ScopeField[];
  /** Fields of lines it names, and those of them whose value is read. */
  readonly items: readonly ItemField[];
  readonly itemsValued: readonly ItemField[];
  readonly issues: readonly Issue[];
  readonly currency: string;
  readonly timezone: string;
  /** The field that must hold `currency` where money is read; null when no money is read or the scope has none. */
  readonly currencyField: ScopeField | null;
}

/** A rule checked against a scope: able to run, with warnings, or not, with every error found. */
export type Checked = CheckedRule | { readonly ok: false; readonly issues: readonly Issue[] };

/** Largest absolute value of an int or of money in minor units. */
export const intLimit = 9_007_199_254_740_991n;

/** First and last microsecond of the years 1 to 9999, since 1970 UTC. */
export const timeRange = { from: -62_135_596_800_000_000n, to: 253_402_300_799_999_999n } as const;

/**
 * Whether an operand needs no range check of its own because the arithmetic around it is checked as a whole: sums of
 * ints or money cannot overflow 64 bits before their end, and what is not finite stays so in further double arithmetic.
 */
export function checkedByParent(parent: TermOf<'arithmetic'>, operand: Term): operand is TermOf<'arithmetic'> {
  if (operand.kind !== 'arithmetic') return false;
  const sum = (term: TermOf<'arithmetic'>): boolean => term.op === '+' || term.op === '-';
  return parent.type === 'double' || (sum(parent) && sum(operand));
}

/** The terms directly inside a term. */
export function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'literal':
    case 'field':
    case 'has':
    case 'item':
    case 'has-item':
      return [];
    case 'quantified':
      return [term.condition];
    case 'total':
      return [term.filter, term.value].filter((one) => one !== null);
    case 'not':
    case 'negate':
      return [term.operand];
    case 'logic':
      return term.operands;
    case 'conditional':
      return [term.condition, term.then, term.otherwise];
    case 'compare':
    case 'arithmetic':
    case 'ratio':
      return [term.left, term.right];
    case 'in':
    case 'listed':
      return [term.item];
    case 'text':
      return [term.target, term.argument];
    case 'shift':
    case 'matches':
    case 'size':
    case 'part':
      return [term.target];
  }
}
