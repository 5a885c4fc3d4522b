import type { FieldType } from '../package.ts';
import type { Slot } from '../fields.ts';

/** A rule with its types decided. Money in minor units, instants in microseconds since 1970 UTC. */
export type Term =
  | { readonly is: 'number'; readonly type: 'int' | 'money' | 'double' | 'timestamp'; readonly value: number }
  | { readonly is: 'string'; readonly type: 'string'; readonly value: string }
  | { readonly is: 'truth'; readonly type: 'bool'; readonly value: boolean }
  | { readonly is: 'field'; readonly type: FieldType; readonly slot: Slot }
  | { readonly is: 'has'; readonly type: 'bool'; readonly slot: Slot | null }
  | { readonly is: 'item'; readonly type: FieldType; readonly name: string }
  | { readonly is: 'has-item'; readonly type: 'bool'; readonly name: string }
  | { readonly is: 'lines'; readonly type: 'bool'; readonly all: boolean; readonly of: Term }
  | {
      readonly is: 'total';
      readonly type: 'int' | 'money';
      readonly filter: Term | null;
      readonly value: Term | null;
    }
  | { readonly is: 'not'; readonly type: 'bool'; readonly of: Term }
  | { readonly is: 'logic'; readonly type: 'bool'; readonly all: boolean; readonly of: readonly Term[] }
  | { readonly is: 'choice'; readonly type: FieldType; readonly of: Term; readonly yes: Term; readonly no: Term }
  | { readonly is: 'compare'; readonly type: 'bool'; readonly op: string; readonly left: Term; readonly right: Term }
  | { readonly is: 'among'; readonly type: 'bool'; readonly of: Term; readonly values: readonly (number | string)[] }
  | { readonly is: 'listed'; readonly type: 'bool'; readonly slot: Slot; readonly list: string }
  /** A chain of + and − over whole numbers, whose range is checked at its end. */
  | { readonly is: 'sum'; readonly type: 'int' | 'money'; readonly of: readonly Signed[] }
  | {
      readonly is: 'arithmetic';
      readonly type: 'int' | 'money' | 'double';
      readonly op: string;
      readonly left: Term;
      readonly right: Term;
    }
  | { readonly is: 'ratio'; readonly type: 'double'; readonly left: Term; readonly right: Term }
  | { readonly is: 'minus'; readonly type: 'int' | 'money' | 'double'; readonly of: Term }
  | { readonly is: 'shift'; readonly type: 'timestamp'; readonly of: Term; readonly micros: number }
  | { readonly is: 'text'; readonly type: 'bool'; readonly name: string; readonly of: Term; readonly part: Term }
  | { readonly is: 'matches'; readonly type: 'bool'; readonly of: Term; readonly pattern: string }
  | { readonly is: 'size'; readonly type: 'int'; readonly of: Term }
  | {
      readonly is: 'part';
      readonly type: 'int';
      readonly name: string;
      readonly of: Term;
      readonly zone: string;
    };

export interface Signed {
  readonly minus: boolean;
  readonly of: Term;
}

export type TermOf<K extends Term['is']> = Extract<Term, { is: K }>;

/** Largest whole number and amount. */
export const largest = 9_007_199_254_740_991;

export const isNumber = (type: FieldType): type is 'int' | 'money' | 'double' =>
  type === 'int' || type === 'money' || type === 'double';

/** The terms directly inside a term. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.is) {
    case 'lines':
    case 'not':
    case 'minus':
    case 'shift':
    case 'matches':
    case 'size':
    case 'part':
    case 'among':
      return [term.of];
    case 'text':
      return [term.of, term.part];
    case 'logic':
      return term.of;
    case 'sum':
      return term.of.map(({ of }) => of);
    case 'total':
      return [term.filter, term.value].filter((one) => one !== null);
    case 'choice':
      return [term.of, term.yes, term.no];
    case 'compare':
    case 'arithmetic':
    case 'ratio':
      return [term.left, term.right];
    default:
      return [];
  }
}
