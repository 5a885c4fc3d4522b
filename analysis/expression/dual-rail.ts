import { guarded, plainCel } from './cel.ts';
import type { FieldType, ScopeField } from './scope.ts';
import { duckdbPredicate } from './sql/duckdb.ts';
import type { Syntax } from './syntax.ts';
import { checkedByParent, childrenOf, type CheckedRule, type Term } from './term.ts';

/**
 * Rules for engines whose logic has two values, or that fail on what is absent: a condition that is true exactly where the
 * rule fires, else false, and never an error (the guarded form, see cel.ts). What an engine cannot say exactly is left to
 * whoever calls it, as an input of its own.
 */

/** What an engine can say, and how it is written there. */
export interface Dialect<T> {
  /** Whether a term is said exactly, given that the values inside it are. Asked of literals too. */
  readonly says: (term: Term) => boolean;
  /** Writes the guarded form. */
  readonly write: (tree: Syntax) => T;
}

/** Object of a record that holds derived inputs. */
export const derivedRoot = 'derived';

/** A value that the caller works out and hands over; absent where it is not evaluable. */
export interface DerivedInput {
  /** Where the engine finds it: `derived.d1`. */
  readonly path: string;
  readonly type: FieldType;
  /** The value in plain CEL (see plainCel): an error where it is not evaluable. */
  readonly cel: string;
  /** The value in DuckDB SQL, NULL where it is not evaluable. */
  readonly duckdb: string;
}

/** The derived inputs of a rule set: equal values have one name, whatever rules and engines ask for them. */
export class DerivedInputs {
  private readonly known = new Map<string, DerivedInput>();

  /** The input that stands for a part of a rule. */
  of(rule: CheckedRule, term: Term): DerivedInput {
    const part: CheckedRule = { ...rule, ast: term };
    const duckdb = duckdbPredicate(part, { zones: 'database' }).text;
    const found = this.known.get(duckdb);
    if (found !== undefined) return found;
    const made: DerivedInput = {
      path: `${derivedRoot}.d${this.known.size + 1}`,
      // Money is checked for its currency where the value is worked out, and an amount in minor units from there on.
      type: term.type === 'money' ? 'int' : term.type,
      cel: plainCel(part),
      duckdb,
    };
    this.known.set(duckdb, made);
    return made;
  }

  /** All of them, in the order in which they were first asked for. */
  all(): readonly DerivedInput[] {
    return [...this.known.values()];
  }
}

/** A rule as an engine takes it, and the derived inputs it reads. */
export interface DualRail<T> {
  readonly condition: T;
  readonly derived: readonly DerivedInput[];
  /** Fields of orders that it reads itself. */
  readonly fields: readonly ScopeField[];
}

/** The rule in a dialect. */
export function dualRail<T>(rule: CheckedRule, { says, write }: Dialect<T>, inputs: DerivedInputs): DualRail<T> {
  const derived = new Map<string, DerivedInput>();
  const fields = new Map<string, ScopeField>();
  const derive = (term: Term): Term => {
    const input = inputs.of(rule, term);
    derived.set(input.path, input);
    const { path, type } = input;
    return { kind: 'field', type, field: { path, type, column: path }, from: term.from, to: term.to };
  };
  const said = (term: Term): Term => {
    if (term.kind === 'literal') return term;
    if (!says(term) || !literalsOf(term).every(says)) return derive(term);
    if (term.kind === 'field' || term.kind === 'has') fields.set(term.field.path, term.field);
    return withParts(term, said);
  };
  const ast = said(rule.ast);
  const money = [...fields.values()].some(({ type }) => type === 'money');
  if (money && rule.currencyField !== null) fields.set(rule.currencyField.path, rule.currencyField);
  return { condition: write(guarded({ ...rule, ast })), derived: [...derived.values()], fields: [...fields.values()] };
}

function literalsOf(term: Term): readonly Term[] {
  const inside = childrenOf(term).filter(({ kind }) => kind === 'literal');
  return term.kind === 'in' ? [...inside, ...term.list] : inside;
}

/** The term with the values inside it replaced; operands that it checks as a whole with itself stay what they are. */
function withParts(term: Term, part: (term: Term) => Term): Term {
  switch (term.kind) {
    case 'not':
    case 'negate':
      return { ...term, operand: part(term.operand) };
    case 'logic':
      return { ...term, operands: term.operands.map(part) };
    case 'conditional':
      return { ...term, condition: part(term.condition), then: part(term.then), otherwise: part(term.otherwise) };
    case 'arithmetic': {
      const operand = (child: Term): Term => (checkedByParent(term, child) ? withParts(child, part) : part(child));
      return { ...term, left: operand(term.left), right: operand(term.right) };
    }
    case 'compare':
    case 'ratio':
      return { ...term, left: part(term.left), right: part(term.right) };
    case 'in':
      return { ...term, item: part(term.item) };
    case 'shift':
      return { ...term, target: part(term.target) };
    case 'text':
      return { ...term, target: part(term.target), argument: part(term.argument) };
    case 'listed': {
      // Its item is a field, which every engine reads.
      part(term.item);
      return term;
    }
    default:
      return term;
  }
}
